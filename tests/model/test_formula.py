"""What is read out of a formula: cells, functions, numbers and texts; compared with openpyxl's own tokenizer."""

from __future__ import annotations

import contextlib
import re
from fractions import Fraction

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token as OpenpyxlToken
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.utils import get_column_letter, range_boundaries

from zi_score.model.formula import Formula, Range, column_number, position, taken_apart

LONGEST = 8192
"""Characters that a spreadsheet program takes into a formula."""
Box = tuple[str | None, int, int, int, int]


def cells(text: str) -> list[str]:
    """Return the cells that a formula reads, written as people write them."""
    return [written(found) for found in Formula(text).cells]


def written(found: Range) -> str:
    """Return a range as people write it, counted from 1."""
    first = f"{get_column_letter(found.left + 1)}{found.top + 1}"
    last = f"{get_column_letter(found.right + 1)}{found.bottom + 1}"
    return (f"{found.sheet}|" if found.sheet is not None else "") + (first if first == last else f"{first}:{last}")


def pieces(text: str, kind: str) -> list[object]:
    """Return the values of all tokens of a kind."""
    return [token.value for token in Formula(text).tokens if token.kind == kind]


# cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=L8", ["L8"]),
        ("L8", ["L8"]),
        ("=$L$8", ["L8"]),
        ("=L$8:$L9", ["L8:L9"]),
        ("=l8:l9", ["L8:L9"]),
        ("=L9:L8", ["L8:L9"]),
        ("=M9:L8", ["L8:M9"]),
        ("=AVERAGE(L8:L9)*H7", ["L8:L9", "H7"]),
        ("=AVERAGE(L8,L9)*$H$7", ["L8", "L9", "H7"]),
        ("=AVERAGE(L8;L9)", ["L8", "L9"]),
        ("=(L8+L9)/2*H7", ["L8", "L9", "H7"]),
        ("=-L8", ["L8"]),
        ("=+L8", ["L8"]),
        ("=L8%", ["L8"]),
        ("=L8^2", ["L8"]),
        ('="A1"&L8', ["L8"]),
        ('="a""A1"&L8', ["L8"]),
        ('=IF(K8="x!y",L8)', ["K8", "L8"]),
        ("=L8\n+L9", ["L8", "L9"]),
        ("=L8\u00a0+L9", ["L8", "L9"]),
        ("=SUM( L8:L9 )", ["L8:L9"]),
        ("=SUM(L8 : L10)", ["L8:L10"]),
        ("=XFD1048576", ["XFD1048576"]),
        ("=LOG10(L8)", ["L8"]),
        ("=ATAN2(1,2)", []),
        ("=LOG10", ["LOG10"]),
        ("=IF(TRUE,L8)", ["L8"]),
        ("={1,2;3,4}", []),
        ("={L8:L9*2}", ["L8:L9"]),
        ("=A0", []),
        ("=A01", []),
        ("=AAAA1", []),
        ("=A10000000", []),
        ("=R1C1", []),
        ("=R[1]C[1]", []),
        ("=RC", []),
        ("=nilai_total", []),
        ("=Nilai.A1", []),
        ("=A1.5", []),
        ("=é1", []),
        ("=1E5", []),
        ("=1.5E+3+L8", ["L8"]),
        ("=#REF!+L8", ["L8"]),
        ("", []),
        ("=", []),
    ],
)
def test_cells(text: str, expected: list[str]) -> None:
    """Each cell once, in order, wherever the dollar signs stand; nothing that only looks like a cell."""
    assert cells(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=Jawaban!O4", ["Jawaban|O4"]),
        ("=Jawaban!$O$4:$O$9", ["Jawaban|O4:O9"]),
        ("='LKE ZI'!L8:L9", ["LKE ZI|L8:L9"]),
        ("='It''s'!A1", ["It's|A1"]),
        ("='''kutip'''!A1", ["'kutip'|A1"]),
        ("='Nilai 100%'!A1", ["Nilai 100%|A1"]),
        ("=Ünit!A1", ["Ünit|A1"]),
        ("=Sheet_1.a!A1", ["Sheet_1.a|A1"]),
        ("='2024'!B2", ["2024|B2"]),
        ("='A1'!B2", ["A1|B2"]),
        ("='A1:B2'!B2", ["A1:B2|B2"]),
        ("=[1]Sheet1!A1", ["[1]Sheet1|A1"]),
        ("='[rekap 2.xlsx]Data'!B4", ["[rekap 2.xlsx]Data|B4"]),
        (r"='C:\data\[a.xlsx]S'!$A$1", [r"C:\data\[a.xlsx]S|A1"]),
        ("='(x)'!A1+A2", ["(x)|A1", "A2"]),
        ("='LKE ZI'!L8+L9+'LKE ZI'!L10", ["LKE ZI|L8", "L9", "LKE ZI|L10"]),
    ],
)
def test_sheets(text: str, expected: list[str]) -> None:
    """Names of sheets with blanks, apostrophes and signs; other files keep their brackets."""
    assert cells(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "=SUM(L:L)",
        "=SUM($L:$L)",
        "=AVERAGE(8:9)",
        "=AVERAGE($8:$9)",
        "=Tabel1[Nilai]",
        "=SUM(Tabel1[[#This Row],[A1]])",
        "=Data[@A1]",
        "=SUM(nilai)",
        "=INDIRECT(L8)",
        "=SUM(OFFSET(L8,0,0,2))",
        "=INDEX(L8:L20,1):L9",
        "=VLOOKUP(L8,A1:B9,2)",
        "=SUM(Jan:Des!A1)",
        "=A1:B2:C3",
        "=A1#",
        "=SUM(#REF!)",
        "=L8:L",
        "=1E400*L8",
    ],
)
def test_not_all_is_written(text: str) -> None:
    """Names, tables, whole columns and rows, errors and computed cells: such a formula is not judged."""
    assert not Formula(text).is_plain


@pytest.mark.parametrize(
    "text",
    [
        "=AVERAGE(L8:L9)*H7",
        "=IFERROR(AVERAGE(L8:L9),0)*H7",
        "=ROUND(SUM(L8,L9),2)",
        "=SUBTOTAL(9,L8:L9)",
        "=SUM(L8:L9)/COUNT(L8:L9)*H7",
        "=MIN(1,MAX(0,K9/K8))",
        '=IF(AND(K8="",K9=""),"Blm Diisi",IF(K8=0,1,K9/K8))',
        "=IF(ISNUMBER(K8),TRUE,FALSE)",
        "=_xlfn.IFNA(AVERAGE(L8:L9),0)",
        '=_xlfn.IFS(K8="A",1,K8="B",0.5)',
        '=_xlfn.SWITCH(K8,"A",1,0)',
        "=SUMPRODUCT(L8:L9,H8:H9)",
        "=AVERAGE(L8,L9,)",
    ],
)
def test_all_is_written(text: str) -> None:
    """What people write into an LKE can be judged; newer functions stand in files with a prefix."""
    assert Formula(text).is_plain


# what else it says ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=0.5", ["1/2"]),
        ("=60%", ["3/5"]),
        ("=66.7%", ["667/1000"]),
        ("=1E5", ["100000"]),
        ("=1.5E+3", ["1500"]),
        ("=15.75+3", ["63/4", "3"]),
        ("=2E-1", ["1/5"]),
        ("=L8*2", ["2"]),
        ("={1,2;3,4}", ["1", "2", "3", "4"]),
        ('=IF(L8>=15.75,"15","x")', ["63/4"]),
        ("=L8", []),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    """Numbers are exact, percentages are parts of 1, and a text of digits is no number."""
    assert pieces(text, "number") == list(map(Fraction, expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('="Lulus"', ["Lulus"]),
        ('=""', [""]),
        ('="kata ""Lulus"" ini"', ['kata "Lulus" ini']),
        ('=""""', ['"']),
        ("=\"it's\"&'LKE ZI'!A1", ["it's"]),
        ('="a,b;c(d)=e"', ["a,b;c(d)=e"]),
        ("='a\"b'!A1", []),
    ],
)
def test_texts(text: str, expected: list[str]) -> None:
    """Doubled quotes are one; an apostrophe in a text begins no sheet, a quote in a sheet's name no text."""
    assert pieces(text, "text") == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("=IF(A1>=1,A2<>3,A4=5)", "comparison", [">=", "<>", "="]),
        ("=A1<=2", "comparison", ["<="]),
        ("=#REF!+#DIV/0!+#N/A+#NAME?+#VALUE!", "error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!"]),
        ("=Data!#REF!", "error", ["#REF!"]),
        ("=round(sum(L8),2)", "function", ["ROUND", "SUM"]),
        ("=_xlfn.IFNA(L8,0)", "function", ["IFNA"]),
        ("=IF(TRUE,L8,FALSE)", "name", []),
        ("=nilai*bobot", "name", ["NILAI", "BOBOT"]),
    ],
)
def test_pieces(text: str, kind: str, expected: list[str]) -> None:
    """Comparisons, errors, functions and names, in order."""
    assert pieces(text, kind) == expected


@pytest.mark.parametrize("number", ["1E400", "1e999", "9" * 400])
def test_numbers_beyond_a_spreadsheet(number: str) -> None:
    """What no cell can hold is an error, not a number of thousands of digits."""
    kinds = {token.kind for token in Formula(f"={number}").tokens}
    assert "error" in kinds
    assert "number" not in kinds


def test_the_same_text_is_taken_apart_once() -> None:
    """A column of copies costs one."""
    assert taken_apart("=L8+L9") is taken_apart("=L8+L9")


def test_positions() -> None:
    """Rows and columns count from 0; what is no cell is None."""
    assert position("A1") == (0, 0)
    assert position("$XFD$1048576") == (1_048_575, 16_383)
    assert [position(text) for text in ("", "A", "1", "A0", "A1:B2", "K8 ", "AAAA1", "Ａ1", "A１")] == [None] * 9


@given(st.integers(min_value=1, max_value=16_384))
def test_columns_there_and_back(number: int) -> None:
    """Letters as openpyxl writes them."""
    assert column_number(get_column_letter(number)) == number - 1


# beside openpyxl's tokenizer -----------------------------------------------------------------------

_OPERAND = re.compile(r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!]+)!)?(?P<cells>\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?)")


def beside(text: str) -> list[Box] | None:
    """Return the ranges that openpyxl's tokenizer finds; None where it finds operands that are no cells."""
    boxes: list[Box] = []
    for token in Tokenizer(text).items:
        if token.type != OpenpyxlToken.OPERAND or token.subtype != OpenpyxlToken.RANGE:
            continue
        match = _OPERAND.fullmatch(token.value)
        if match is None:
            return None
        sheet = match["sheet"]
        name = sheet[1:-1].replace("''", "'") if sheet and sheet[0] == "'" else sheet
        left, top, right, bottom = range_boundaries(match["cells"].replace("$", ""))
        boxes.append((name, top - 1, left - 1, bottom - 1, right - 1))
    return boxes


def own(text: str) -> list[Box]:
    """Return the ranges found here."""
    return [tuple(found) for found in Formula(text).cells]


def test_every_formula_of_the_worksheets() -> None:
    """All formulas of the sound worksheets of this project: the same ranges, in the same order."""
    texts: set[str] = set()
    for folder in ("blank", "valid", "field"):
        for path in (ROOT / "worksheets" / folder).glob("*.xlsx"):
            with contextlib.closing(load_workbook(path, read_only=True)) as book:
                every = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
                texts |= {cell.value for cell in every if cell.data_type == "f" and isinstance(cell.value, str)}
    assert len(texts) > 500
    for text in texts:
        expected = beside(text)
        assert expected is not None or not Formula(text).is_plain, text
        assert expected is None or own(text) == expected, text


_CELLS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "$"]),
    st.integers(1, 16_384).map(get_column_letter),
    st.sampled_from(["", "$"]),
    st.integers(1, 1_048_576),
)
_SHEETS = st.one_of(
    st.just(""),
    st.sampled_from(["Jawaban!", "'LKE ZI'!", "'It''s'!", "'[a b.xlsx]S'!", "Unit_2!", "'2026'!", "'a(b)=c'!"]),
    st.text("abcXYZ '!(){}[],;:+-*/&^%<>=\"0189äß", min_size=1, max_size=12).map(
        lambda s: f"'{s.replace(chr(39), chr(39) * 2)}'!"
    ),
)
_RANGES = st.builds(
    lambda sheet, first, last: sheet + (f"{first}:{last}" if last else first),
    _SHEETS,
    _CELLS,
    st.one_of(st.none(), _CELLS),
)
_LITERALS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.sampled_from(["0.67", "60%", "1E+3", "2.5E-2", "TRUE", "#N/A", "#REF!"]),
    st.text("abA1!'\"$:,()=é ", max_size=12).map(lambda s: '"' + s.replace('"', '""') + '"'),
)
_EXPRESSIONS = st.recursive(
    st.one_of(_RANGES, _LITERALS),
    lambda inner: st.one_of(
        st.builds(
            lambda name, parts, separator: f"{name}({separator.join(parts)})",
            st.sampled_from(["SUM", "AVERAGE", "IF", "IFERROR", "LOG10", "ATAN2", "_xlfn.IFNA", ""]),
            st.lists(inner, min_size=1, max_size=4),
            st.sampled_from([",", ", "]),
        ),
        st.builds(
            lambda left, sign, right: f"{left}{sign}{right}",
            inner,
            st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<>", ">=", "<", " + "]),
            inner,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(_EXPRESSIONS)
def test_random_formulas(expression: str) -> None:
    """Whatever is put together of cells, numbers, texts and functions has the ranges that openpyxl sees."""
    text = f"={expression}"
    if any(len(part) != len(part.strip()) for part in re.findall(r"'((?:[^']|'')*)'!", text)):
        return  # no sheet's name begins or ends with a blank for openpyxl's pattern here
    try:
        expected = beside(text)
    except TokenizerError:
        return
    assert expected is None or own(text) == [
        (sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        for sheet, top, left, bottom, right in expected
    ]


# hostile -------------------------------------------------------------------------------------------

_BLOCKS = (
    *("A", "1", "'", '"', "!", "(", ")", "[", "]", "{", "$", ":", ".", "_", "%", "#", "é", "\n", "\0", " ", "<", ">"),
    *("A1", "A1:", ":A1", "$A$1:", "a!", "'a", "'a'", "''", "'!", "!'", "'a'!", '""', '"a', "1E", "1E+", "1.", "#A/"),
    *("A(", "A1!", "A1:A1!", "[#This Row],", "R1C1", "SUM(", "((", "A1:A1", "'''", "\"'", "'\"", "=", "<>=", "É.", "¹"),
)


@pytest.mark.parametrize("block", _BLOCKS)
def test_bounded_time(block: str) -> None:
    """8,192 characters of any kind are taken apart, into no more pieces; ``benchmarks.formula`` says at what cost."""
    text = "=" + (block * LONGEST)[:LONGEST]
    formula = Formula(text)
    assert isinstance(formula.is_plain, bool)
    assert len(formula.tokens) <= LONGEST
    assert all(found.top <= found.bottom and found.left <= found.right for found in formula.cells)


@pytest.mark.parametrize("block", ["'", "''", "'a", '"', "A1:", "(", "1", "A", "\"'", "[", "A1!"])
def test_longer_than_a_program_writes(block: str) -> None:
    """A file may hold a longer formula than any program writes; it is not taken apart."""
    formula = Formula("=" + block * (4 * LONGEST // len(block)))
    assert [token.kind for token in formula.tokens] == ["error"]
    assert not formula.is_plain


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["", "=", "=SUM(", "='", '="']))
def test_any_text(text: str, start: str) -> None:
    """No text breaks it; what it finds lies within a sheet's letters and digits."""
    formula = Formula(start + text)
    assert isinstance(formula.tokens, tuple)
    for found in formula.cells:
        assert 0 <= found.top <= found.bottom < 10**7
        assert 0 <= found.left <= found.right < 26**3 + 26**2 + 26


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!"])
def test_an_error_ends_where_its_name_does(error: str) -> None:
    """What follows, divided by, is read."""
    assert [token.value for token in Formula(f"={error}/A1").tokens if token.kind == "error"] == [error]
    assert [(cells.top, cells.left) for cells in Formula(f"={error}/B7").cells] == [(6, 1)]
