"""The sheet ``Jawaban``: the form of the ministry's PortalRB with dropdowns and live formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zi_score.forms.template import formulas
from zi_score.forms.template.outline import FIRST_ROW, FormLine, FormOutline
from zi_score.forms.template.style import (
    Look,
    cell_at,
    choice_list,
    dress,
    fit_height,
    number_limits,
    print_on_a4,
    put_text,
    set_widths,
)
from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Indicator, Question, Scale
from zi_score.model.exact import plain

SHEET = "Jawaban"
COUNT_LABEL = "Jumlah"
_DECIMALS = "Jumlah berdesimal"
_HEADER_ROW = FIRST_ROW - 1
_OUTLINE_COLUMNS = range(2, 8)
_WEIGHT, _RUBRIC, _SCALE = "H", "I", "J"
_POINTS, _PERCENT = "0.00", "0.00%"
_HEADERS = {
    "A": "ID",
    "B": "Penilaian",
    "H": "Bobot",
    "I": "Kriteria Nilai",
    "J": "Pilihan Jawaban",
    "K": "Jawaban Unit",
    "L": "Catatan/Keterangan/Penjelasan (Unit)",
    "M": "Daftar Bukti Dukung (Unit)",
    "N": "Jawaban TPI",
    "O": "Nilai",
    "P": " %",
    "Q": "Catatan/Keterangan/Penjelasan (TPI)",
    "R": "Nilai Unit",
    "S": "% Unit",
}
_WIDTHS = {"A": 5.0, **dict.fromkeys("BCDEF", 4.0), "G": 48.0, "H": 8.0, "I": 56.0, "J": 11.0, "K": 12.0, "N": 12.0}
_WIDTHS |= {"L": 28.0, "M": 28.0, "Q": 28.0} | dict.fromkeys("OPRS", 9.5)
_NOTES = "LMQ"


class FormColumns(NamedTuple):
    """Where one assessor answers, and where the points of those answers stand."""

    answer: str
    value: str
    share: str


UNIT = FormColumns("K", "R", "S")
TPI = FormColumns("N", "O", "P")


def address(column: str, row: int) -> str:
    """Return a cell of ``Jawaban`` as other sheets name it.

    >>> address("K", 8)
    'Jawaban!K8'
    """
    return f"{SHEET}!{column}{row}"


def count_of_answered(columns: FormColumns, outline: FormOutline) -> str:
    """Return the formula that counts the filled answer cells of one assessor."""
    answers, scales = (
        f"{SHEET}!${column}${FIRST_ROW}:${column}${outline.last_row}" for column in (columns.answer, _SCALE)
    )
    ratio_labels = [scale.printed[0] for scale in outline.ruleset.scales.values() if scale.kind == "ratio"]
    return formulas.answered(answers, scales, COUNT_LABEL, ratio_labels)


def write_answers(sheet: Worksheet, outline: FormOutline) -> None:
    """Write the form."""
    for letter, text in _HEADERS.items():
        cell = sheet[f"{letter}{_HEADER_ROW}"]
        put_text(cell, text)
        dress(cell, "header")
    sheet.merge_cells(f"B{_HEADER_ROW}:G{_HEADER_ROW}")
    sheet.row_dimensions[_HEADER_ROW].height = 44
    set_widths(sheet, _WIDTHS)
    for line in outline.lines:
        _write_line(sheet, outline, line)
    for rule in _validations(outline):
        sheet.add_data_validation(rule)
    sheet.freeze_panes = f"{_WEIGHT}{FIRST_ROW}"
    sheet.sheet_view.zoomScale = 90
    print_on_a4(sheet, repeat_row=_HEADER_ROW)


def _look(line: FormLine) -> Look:
    if line.is_total:
        return "total"
    if line.question or not line.node:
        return "text"
    if isinstance(line.node, Indicator):
        return "indicator"
    return "section" if line.depth else "component"


def _write_line(sheet: Worksheet, outline: FormOutline, line: FormLine) -> None:
    look = _look(line)
    for letter in _WIDTHS:
        dress(sheet[f"{letter}{line.row}"], look)
    identity = cell_at(sheet, line.row, 1)
    identity.value = line.row
    dress(identity, look, align="center")
    for offset, text in enumerate((line.marker, line.text)):
        if text:
            put_text(cell_at(sheet, line.row, line.column + offset), text)
    weighed = line.node or (None if line.count else line.question)
    if weighed and weighed.weight is not None:
        weight = sheet[f"{_WEIGHT}{line.row}"]
        weight.value = float(weighed.weight)
        dress(weight, look, align="right", form=_POINTS)
    for columns in (UNIT, TPI):
        _write_points(sheet, outline, line, columns)
        _write_answer(sheet, outline, line, columns)
    if line.question:
        for letter in _NOTES:
            dress(sheet[f"{letter}{line.row}"], "input")
    rubric = _write_scale(sheet, outline, line)
    fit_height(sheet, line.row, _texts(line, rubric))
    _merge_heading(sheet, line)


def _merge_heading(sheet: Worksheet, line: FormLine) -> None:
    """Give headings the room up to the last column of the outline."""
    first = line.column + bool(line.text)
    if first < _OUTLINE_COLUMNS[-1] and (line.text or line.is_total):
        sheet.merge_cells(start_row=line.row, end_row=line.row, start_column=first, end_column=_OUTLINE_COLUMNS[-1])


def _texts(line: FormLine, rubric: str) -> Iterator[tuple[str, float]]:
    used = [get_column_letter(column) for column in _OUTLINE_COLUMNS if column > line.column]
    yield line.text, sum(_WIDTHS[letter] for letter in used)
    yield rubric, _WIDTHS[_RUBRIC]


def _write_scale(sheet: Worksheet, outline: FormOutline, line: FormLine) -> str:
    """Write the choice text and the rubric; return the rubric."""
    if not line.question:
        return ""
    scale = outline.ruleset.scales[line.question.scale]
    rubric = _count_help(line) if line.count else rubric_text(line.question, scale)
    cell = sheet[f"{_RUBRIC}{line.row}"]
    if rubric:
        put_text(cell, rubric)
    choice = sheet[f"{_SCALE}{line.row}"]
    put_text(choice, COUNT_LABEL if line.count else scale.printed[0])
    dress(choice, "text", align="center")
    return rubric


def rubric_text(question: Question, scale: Scale) -> str:
    """Say what each answer to a question means."""
    lines = []
    if question.ratio:
        lines.append(_ratio_help(question, question.ratio))
    elif scale.unit:
        lines += [question.label, "Isi persentasenya, 0% sampai 100%. Nilai sebanding dengan persentase."]
    elif scale.kind == "number":
        highest = plain(scale.highest) if scale.highest else "0"
        typed, what = ("indeks hasil survei, angka", "indeks") if scale.external else ("angka", "angka")
        lines += [question.label, f"Isi {typed} 0 sampai {highest}. Nilai = {what} ÷ {highest}."]
    lines += [_choice_help(choice, text) for choice, text in question.rubric.items()]
    if question.rubric and (rest := [choice for choice in scale.values if choice not in question.rubric]):
        lines.append(f"{' / '.join(rest)}, jika tidak demikian.")
    if question.points:
        lines.append(f"Yang dinilai: {'; '.join(question.points)}.")
    return "\n".join(lines)


def _choice_help(choice: str, text: str) -> str:
    if len(choice) == 1:
        return f"{choice}. {text}"
    first, _, rest = text.partition(" ")
    is_name = first[1:] != first[1:].lower() or rest[:1].isupper()
    return f"{choice}, jika {text if is_name else first.lower() + ' ' + rest}".rstrip(".") + "."


def _ratio_help(question: Question, ratio: Ratio) -> str:
    part, whole = (question.input(key).label for key in (ratio.part, ratio.whole))
    share = f"({part}) ÷ ({whole})" if ratio.kind == "share" else f"[({whole}) - ({part})] ÷ ({whole})"
    zero = ratio.zero_whole
    result = f"{plain(zero.zero_part * 100)}%"
    if zero.zero_part != zero.some_part:
        result = f"{result} bila keduanya 0, selain itu {plain(zero.some_part * 100)}%"
    if ratio.is_plain:
        limits, word = ", dibatasi 0% sampai 100%", "hasilnya"
    else:
        full, none = (f"{plain(rate * 100)}%".replace(".", ",") for rate in (ratio.full_at, ratio.zero_at))
        limits, word = f"; nilai penuh pada {full}, nilai 0 pada {none}, sebanding di antaranya", "nilainya"
    return f"Terhitung dari jumlah di bawahnya: {share}{limits}.\nBila pembaginya 0, {word} {result}."


def _count_help(line: FormLine) -> str:
    question, count = line.question, line.count
    if not question or not count:
        return ""
    if count.decimals and not count.sum_of:
        return "Boleh berdesimal, misalnya 12,5."
    if count.sum_of:
        return "Terhitung dari rincian di bawahnya; isi 0 bila suatu golongan tidak ada."
    ratio = question.ratio
    needed = {ratio.part, ratio.whole} if ratio else set()
    needed |= {key for row in question.inputs if row.key in needed for key in row.sum_of}
    return "" if count.key in needed else "Keterangan saja; tidak masuk rumus dan boleh kosong."


def _write_answer(sheet: Worksheet, outline: FormOutline, line: FormLine, columns: FormColumns) -> None:
    """Prepare the answer cell: open for input, or a formula over the counts."""
    if not line.question:
        return
    cell = sheet[f"{columns.answer}{line.row}"]

    def count(key: str) -> str:
        return f"{columns.answer}{outline.count_rows[line.code, key]}"

    if line.count and line.count.sum_of:
        cell.value = formulas.sum_of_groups([count(key) for key in line.count.sum_of])
        dress(cell, "formula", align="center", form="General" if line.count.decimals else "0")
    elif line.question.ratio and not line.count:
        ratio = line.question.ratio
        cell.value = formulas.rate_of_counts(ratio, count(ratio.part), count(ratio.whole))
        dress(cell, "formula", align="center", form=_PERCENT)
    else:
        form = _PERCENT if outline.ruleset.scales[line.question.scale].unit and not line.count else ""
        dress(cell, "input", align="center", form=form)


def _write_points(sheet: Worksheet, outline: FormOutline, line: FormLine, columns: FormColumns) -> None:
    """Write the formulas for points, and for their share of the weight."""
    formula = _points(outline, line, columns)
    if not formula:
        return
    value = sheet[f"{columns.value}{line.row}"]
    value.value = formula
    look: Look = "formula" if line.question else _look(line)
    dress(value, look, align="right", form=_POINTS)
    if line.node and line.node.weight:
        weight = f"{_WEIGHT}{line.row}"
    elif line.is_total:
        roots = [line.code] if line.code else outline.ruleset.roots
        weight = formulas.total(f"{_WEIGHT}{outline.node_rows[root]}" for root in roots).removeprefix("=")
    else:
        return
    share = sheet[f"{columns.share}{line.row}"]
    share.value = formulas.share_of(value.coordinate, weight)
    dress(share, look, align="right", form=_PERCENT)


def _points(outline: FormOutline, line: FormLine, columns: FormColumns) -> str | None:
    def points(row: int) -> str:
        return f"{columns.value}{row}"

    ruleset = outline.ruleset
    if line.is_total:
        if line.code:
            return formulas.total([points(outline.node_rows[line.code])])
        return formulas.total(points(outline.total_rows[root]) for root in ruleset.roots)
    if line.count or not (line.node or line.question):
        return None
    weight = f"{_WEIGHT}{line.row}"
    if line.question:
        scale, answer = ruleset.scales[line.question.scale], f"{columns.answer}{line.row}"
        value = formulas.question_value(scale, answer, line.question.ratio)
        return formulas.weighted(value, weight) if line.node else value
    if children := ruleset.children.get(line.code):
        return formulas.total(points(outline.node_rows[child]) for child in children)
    return _of_questions(outline, line.node, columns, weight) if isinstance(line.node, Indicator) else None


def _of_questions(outline: FormOutline, indicator: Indicator, columns: FormColumns, weight: str) -> str:
    rows = [outline.question_rows[question.code] for question in indicator.questions]
    values = [f"{columns.value}{row}" for row in rows]
    if indicator.is_weighed:
        return formulas.weighed_questions(values, [f"{_WEIGHT}{row}" for row in rows])
    return formulas.mean_of_questions(values, weight)


def _validations(outline: FormOutline) -> Iterator[DataValidation]:
    """Yield one validation per scale, and one for counts, over the answer cells of both assessors."""
    answered: dict[str, list[FormLine]] = {}
    for line in outline.lines:
        if line.question and not (line.count and line.count.sum_of):
            key = line.question.scale
            if line.count:
                key = _DECIMALS if line.count.decimals else COUNT_LABEL
            answered.setdefault(key, []).append(line)
    for key, lines in answered.items():
        rule = _count_rule(key) if key in (COUNT_LABEL, _DECIMALS) else _scale_rule(outline.ruleset.scales[key])
        if rule:
            for line in lines:
                for columns in (UNIT, TPI):
                    rule.add(f"{columns.answer}{line.row}")
            yield rule


def _count_rule(key: str) -> DataValidation:
    if key == _DECIMALS:
        return number_limits("decimal", 0, None, "Ketik bilangan, misalnya 12,5. Tulis 0 bila tidak ada.")
    return number_limits(
        "whole", 0, None, "Ketik bilangan bulat. Tulis 0 bila tidak ada; kosong berarti belum dijawab."
    )


def _scale_rule(scale: Scale) -> DataValidation | None:
    if scale.kind == "choice":
        return choice_list(scale.values, "Pilih jawaban dari daftar menurut kolom Kriteria Nilai.")
    if scale.unit:
        return number_limits("decimal", 0, 1, "Ketik persentase 0% sampai 100%, misalnya 85%.")
    if scale.kind == "number" and scale.highest:
        highest = float(scale.highest)
        what, such = ("indeks survei", ", misalnya 3,6") if scale.external else ("angka", "")
        return number_limits("decimal", 0, highest, f"Ketik {what} 0 sampai {highest:g}{such}.")
    return None
