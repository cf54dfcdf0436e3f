"""The live formulas of the blank worksheet, as texts made from cell addresses.

They follow the regulation where worksheets in the field do not: what is unanswered or invalid
counts 0 and stays in the denominator, and no formula can end in an error value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Scale
from zi_score.model.pattern import pattern

_PLACES = 9  # a comparison must not fail on the last bits of a binary number
_WILDCARD = pattern(r"[~*?]")


def number(value: Fraction) -> str:
    """Write an exact value as a formula constant."""
    return f"{float(value):.15g}"


def question_value(scale: Scale, answer: str, ratio: Ratio | None = None) -> str:
    """Value of an answer cell between 0 and 1; 0 for anything that the scale does not know."""
    if scale.kind == "choice":
        return f"=IF(ISERROR({answer}),0,{_lookup(scale, f'UPPER(TRIM({answer}))')})"
    if ratio:
        return f"=IF(ISNUMBER({answer}),MAX(0,MIN(1,{_reached(ratio, answer)})),0)"
    highest = number(scale.highest or Fraction(1))
    return f"=IF(ISNUMBER({answer}),IF(AND({answer}>=0,{answer}<={highest}),{answer}/{highest},0),0)"


def _lookup(scale: Scale, typed: str) -> str:
    values = {**scale.values, **{alias: scale.values[choice] for alias, choice in scale.aliases.items()}}
    formula = "0"
    for choice, value in reversed(values.items()):
        if value:
            text = choice.upper().replace('"', '""')
            formula = f'IF({typed}="{text}",{number(value)},{formula})'
    return formula


def _reached(ratio: Ratio, rate: str) -> str:
    if ratio.is_plain:
        return rate
    passed = f"({rate}-{number(ratio.zero_at)})" if ratio.zero_at else rate
    return f"{passed}/{number(ratio.full_at - ratio.zero_at)}"


def rate_of_counts(ratio: Ratio, part: str, whole: str) -> str:
    """Rate of two counts within its ends; empty text while one of them is missing or negative."""
    zero = ratio.zero_whole
    none = number(ratio.rate_worth(zero.zero_part))
    if zero.zero_part != zero.some_part:
        none = f"IF({part}=0,{none},{number(ratio.rate_worth(zero.some_part))})"
    share = f"{part}/{whole}" if ratio.kind == "share" else f"({whole}-{part})/{whole}"
    limited = f"MAX({number(ratio.lowest)},MIN({number(ratio.highest)},{share}))"
    return f'=IF(COUNT({part},{whole})<2,"",IF(MIN({part},{whole})<0,"",IF({whole}=0,{none},{limited})))'


def sum_of_groups(groups: Sequence[str]) -> str:
    """Sum of count cells; empty text while one of them is blank."""
    cells = ",".join(groups)
    return f'=IF(COUNT({cells})<{len(groups)},"",SUM({cells}))'


def mean_of_questions(values: Sequence[str], weight: str) -> str:
    """Mean over all questions, answered or not, times the weight."""
    return f"=SUM({','.join(values)})/{len(values)}*{weight}"


def weighed_questions(values: Sequence[str], weights: Sequence[str]) -> str:
    """Sum over all questions, answered or not, of value times weight."""
    return f"={'+'.join(f'{value}*{weight}' for value, weight in zip(values, weights, strict=True))}"


def weighted(question_formula: str, weight: str) -> str:
    """Points of an indicator that is its own only question."""
    return f"{question_formula}*{weight}"


def total(cells: Iterable[str]) -> str:
    """Sum of cells, exactly those."""
    return f"=SUM({','.join(cells)})"


def share_of(points: str, weight: str) -> str:
    """Points over weight."""
    return f"={points}/{weight}"


def answered(answers: str, scales: str, count_label: str, ratio_labels: Iterable[str]) -> str:
    """How many answer cells of questions are filled; rows are told apart by their scale text.

    Text in a ratio row is not an answer: it is what its formula shows while counts are missing. Numbers and texts are
    each counted by what they compare with, which every program does alike: a text is either at or behind ``A``, or
    before it, while ``?*`` matches numbers too in some.
    """
    question = f'{scales},"<>",{scales},"<>{_literal(count_label)}"'
    no_ratio = "".join(f',{scales},"<>{_literal(label)}"' for label in ratio_labels)
    numbers = f'COUNTIFS({question},{answers},">=-1E+300")'
    texts = (f'COUNTIFS({question}{no_ratio},{answers},"{compared}")' for compared in (">=A", "<A"))
    return f"={'+'.join((numbers, *texts))}"


def _literal(text: str) -> str:
    """Write a text as a part of a criterion that stands for nothing but itself."""
    return _WILDCARD.sub(r"~\g<0>", text).replace('"', '""')


def status(reached: str, minimum: str, filled: str) -> str:
    """``Terpenuhi`` or ``Belum`` against a minimum; ``Belum diisi`` while nothing is answered."""
    return f'=IF({filled}=0,"Belum diisi",IF(ROUND({reached},{_PLACES})>={minimum},"Terpenuhi","Belum"))'


def status_of_all(statuses: str, needed: int, filled: str) -> str:
    """``Terpenuhi`` when every single status is."""
    return f'=IF({filled}=0,"Belum diisi",IF(COUNTIF({statuses},"Terpenuhi")={needed},"Terpenuhi","Belum"))'
