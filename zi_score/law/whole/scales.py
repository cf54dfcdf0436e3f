"""What keeps scales from being whole: values, choices, and the texts by which a form means them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from zi_score.law.fault import Fault
from zi_score.law.files import RULES
from zi_score.law.ruleset import Scale
from zi_score.law.whole.words import doubled, one_of, quoted
from zi_score.model.exact import plain
from zi_score.model.language import translate as _

_fault = partial(Fault, RULES)


def scale_faults(scales: Mapping[str, Scale]) -> Iterator[Fault]:
    """Yield what is wrong with scales, each by itself and beside each other."""
    for name, scale in scales.items():
        yield from _scale(f"scales.{name}", scale)
    yield from _printed(scales)


def _scale(where: str, scale: Scale) -> Iterator[Fault]:
    if scale.kind == "number" and (scale.highest is None or scale.highest <= 0):
        found = _("nothing") if scale.highest is None else plain(scale.highest)
        yield _fault(f"{where}.highest", found, _("a number above 0"))
    if scale.unit and (scale.kind != "number" or scale.highest != 1):
        yield _fault(f"{where}.unit", quoted(scale.unit), _("kind number and highest 1 with it, which is 100%"))
    if scale.external and scale.kind != "number":
        yield _fault(f"{where}.external", "true", _("kind number with it"))
    if scale.kind == "choice" and not scale.values:
        yield _fault(f"{where}.values", _("nothing"), _("at least one choice"))
    if not any(text.strip() for text in scale.printed):
        yield _fault(f"{where}.printed", _("nothing"), _("at least one text, as the form prints it"))
    for choice, value in scale.values.items():
        if not 0 <= value <= 1:
            yield _fault(f"{where}.values.{choice}", plain(value), _("a value between 0 and 1"))
    for alias, meant in scale.aliases.items():
        if meant not in scale.values:
            yield _fault(f"{where}.aliases.{alias}", quoted(meant), one_of(scale.values))
    yield from choice_faults(f"{where}.values", scale.values, (*scale.values, *scale.aliases))


def choice_faults(where: str, offered: Iterable[str], understood: Iterable[str]) -> Iterator[Fault]:
    """Yield choices without a text, and those that could be understood in two ways."""
    for choice in offered:
        if not choice.strip():
            yield _fault(where, quoted(choice), _("a text"))
    for choice in doubled(choice.casefold() for choice in understood):
        yield _fault(where, _("{name} twice").format(name=quoted(choice)), _("each choice and alias once"))


def _printed(scales: Mapping[str, Scale]) -> Iterator[Fault]:
    """Yield the texts by which a form could mean two scales."""
    owners: dict[str, str] = {}
    for name, scale in scales.items():
        for text in scale.printed:
            if (other := owners.setdefault("".join(text.casefold().split()), name)) != name:
                expected = _("a text of its own; {scale} has this one").format(scale=other)
                yield _fault(f"scales.{name}.printed", quoted(text), expected)
