"""The sheet ``Identitas``: the unit, and the facts that stand outside the LKE."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zi_score.forms.template.style import (
    cell_at,
    choice_list,
    dress,
    fit_height,
    number_limits,
    print_on_a4,
    put_text,
    set_widths,
    write_table,
)
from zi_score.law.cited import Cited, Minimum
from zi_score.law.ruleset import RULESET_LABEL, Fact, Ruleset
from zi_score.model.exact import plain

SHEET = "Identitas"
NAME, AGENCY, YEAR, TARGET = "Nama unit", "Instansi", "Tahun evaluasi", "Target predikat"
FIRST_FIELD_ROW = 3
NAME_CELL = f"{SHEET}!$B${FIRST_FIELD_ROW}"
_FIRST_YEAR, _LAST_YEAR = 2014, 2100
_INPUT_COLUMN = 3
_UNITS = {
    "percent": ("0 sampai 100 (persen)", '0.0" %"'),
    "years": ("tahun, mulai dari 0", "0.0"),
    "index": ("indeks", "0.0#"),
}


def write_identity(sheet: Worksheet, ruleset: Ruleset) -> None:
    """Write the fields of the unit, and under them the table of facts."""
    widths = (24.0, 58.0, 20.0, 30.0, *(22.0 for _ in ruleset.predicates), 44.0)
    set_widths(sheet, {cell_at(sheet, 1, column).column_letter: width for column, width in enumerate(widths, 1)})
    _title(sheet, 1, "Identitas unit dan syarat pengusulan")
    row = _write_fields(sheet, ruleset)
    for column, text in enumerate((RULESET_LABEL, ruleset.id), 1):
        put_text(cell_at(sheet, row, column), text)
        dress(cell_at(sheet, row, column), "indicator" if column == 1 else "text")
    row += 1
    _title(sheet, row, "Fakta di luar Lembar Kerja Evaluasi", size="heading")
    header = ("Kode", "Fakta", "Isian", "Pilihan", *(f"Minimum {p}" for p in ruleset.predicates), "Sumber")
    table = [header, *(_fact_row(ruleset, key, fact) for key, fact in ruleset.facts.items())]
    write_table(sheet, row + 1, table, widths)
    for number, fact in enumerate(ruleset.facts.values(), row + 2):
        cell = cell_at(sheet, number, _INPUT_COLUMN)
        cell.value = None
        dress(cell, "input", align="center", form=_UNITS[fact.unit][1] if fact.unit else "")
        _add(sheet, _fact_rule(fact), cell.coordinate)
    print_on_a4(sheet)


def _title(sheet: Worksheet, row: int, text: str, size: str = "title") -> None:
    cell = cell_at(sheet, row, 1)
    put_text(cell, text)
    dress(cell, "title" if size == "title" else "heading", wrap=False)
    sheet.row_dimensions[row].height = 24


def _write_fields(sheet: Worksheet, ruleset: Ruleset) -> int:
    year = number_limits("whole", _FIRST_YEAR, _LAST_YEAR, "Tahun pelaksanaan evaluasi, misalnya 2026.")
    target = choice_list(ruleset.predicates, "Predikat yang dituju unit.")
    fields = ((NAME, None), (AGENCY, None), (YEAR, year), (TARGET, target))
    for row, (label, rule) in enumerate(fields, FIRST_FIELD_ROW):
        name, value = cell_at(sheet, row, 1), cell_at(sheet, row, 2)
        put_text(name, label)
        dress(name, "indicator")
        dress(value, "input")
        _add(sheet, rule, value.coordinate)
        fit_height(sheet, row, ())
        sheet.row_dimensions[row].height = 20
    return FIRST_FIELD_ROW + len(fields)


def _add(sheet: Worksheet, rule: DataValidation | None, coordinate: str) -> None:
    if rule:
        rule.add(coordinate)
        sheet.add_data_validation(rule)


def _fact_rule(fact: Fact) -> DataValidation | None:
    if fact.choices:
        return choice_list(fact.choices, "Pilih dari daftar. Biarkan kosong bila belum diketahui.")
    if fact.unit == "percent":
        return number_limits("decimal", 0, 100, "Ketik angka 0 sampai 100, tanpa tanda persen: 100 berarti 100 persen.")
    if fact.unit == "years":
        return number_limits("decimal", 0, None, "Ketik lamanya dalam tahun, misalnya 1 atau 1,5.")
    if fact.unit == "index" and fact.highest:
        prompt = f"Ketik indeks pada skala 0 sampai {plain(fact.highest)}."
        return number_limits("decimal", 0, float(fact.highest), prompt)
    return None


def _fact_row(ruleset: Ruleset, key: str, fact: Fact) -> tuple[str, ...]:
    options = " / ".join(fact.choices) if fact.choices else _UNITS[fact.unit][0] if fact.unit else "teks bebas"
    options += f", 0 sampai {plain(fact.highest)}" if fact.highest else ""
    demands = list(_demands(ruleset, key))
    minimums = (_minimum_text(fact, demands, predicate) for predicate in ruleset.predicates)
    sources: dict[str, None] = dict.fromkeys(ruleset.citation(part).text for part, _ in demands)
    return key, fact.label, "", options, *minimums, "; ".join(sources) or ruleset.citation(fact).text


def _demands(ruleset: Ruleset, key: str) -> Iterator[tuple[Cited, dict[str, Minimum | dict[str, Minimum]]]]:
    """Yield criteria and requirements that ask for this fact, with their minimums."""
    for criterion in ruleset.criteria:
        if criterion.measure == "fact" and criterion.fact == key:
            yield criterion, dict(criterion.minimum)
    for requirement in ruleset.requirements:
        if requirement.fact == key:
            yield requirement, dict(requirement.minimum)


def _minimum_text(
    fact: Fact, demands: list[tuple[Cited, dict[str, Minimum | dict[str, Minimum]]]], predicate: str
) -> str:
    texts = [_minimum(fact, minimum[predicate]) for _, minimum in demands if predicate in minimum]
    return "; ".join(texts) or "-"


def _minimum(fact: Fact, minimum: Minimum | dict[str, Minimum]) -> str:
    if isinstance(minimum, dict):
        return "\n".join(f"{_minimum(fact, value)} ({case})" for case, value in minimum.items())
    text = minimum if isinstance(minimum, str) else plain(minimum)
    return f"{text} %" if fact.unit == "percent" else f"{text} tahun" if fact.unit == "years" else text
