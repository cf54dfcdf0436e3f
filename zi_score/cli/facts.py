"""``--fact KEY=VALUE``: what is known of a unit beside its workbook."""

from collections.abc import Iterable, Mapping

from zi_score.cli.app import Exit, chosen_ruleset, fail
from zi_score.model.language import translate as _


def facts_of(texts: Iterable[str]) -> dict[str, str]:
    """Read ``--fact KEY=VALUE``, however often it was given."""
    facts: dict[str, str] = {}
    for text in texts:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not key or not value:
            fail(Exit.USAGE, _("--fact {text}: expected KEY=VALUE; zi-score rules lists the keys.").format(text=text))
        if key in facts:
            fail(Exit.USAGE, _("--fact {key}: given twice.").format(key=key))
        facts[key] = value
    return facts


def refuse_unknown(facts: Mapping[str, object], ruleset: str | None) -> None:
    """End with a sentence where a fact for many workbooks is known to none of the regulations they may follow."""
    from zi_score.cli.many import with_all_facts
    from zi_score.law.facts import FactError, understood

    try:
        understood(chosen_ruleset(ruleset) if ruleset else with_all_facts(chosen_ruleset(None)), facts)
    except FactError as problem:
        fail(Exit.USAGE, f"--fact {problem}")
