"""The valid worksheets as data: who answers what, and the arithmetic by hand.

Every case starts from full marks (100 points) and names its losses, so that the decisive number
can be followed on paper: a question loses (1 - value) x weight / number of questions of its
indicator. ``hand`` holds these numbers, worked out here and not by a program; ``build.py`` stops
where the oracle disagrees with one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tests.vectors.oracle import CHOICES, QUESTIONS

Typed = str | int | None
Warned = tuple[str, str | None, str | None]
F = Fraction

_FULL_COUNTS: dict[str, dict[str, int | None]] = {
    "A.II.1.i.a": {"jumlah_agen": 6, "perubahan_dibuat": 6},
    "A.II.1.i.b": {"perubahan_dibuat": 6, "perubahan_terintegrasi": 6},
    "A.II.3.iii.a": {"pelanggaran_tahun_lalu": 2, "pelanggaran_tahun_ini": 0, "pelanggaran_disanksi": None},
    "A.II.4.i.a": {"jumlah_sasaran": 8, "sasaran_tercapai": 8},
    "A.II.5.ii.a": {"pengaduan_wajib": 12, "pengaduan_diproses": 0, "pengaduan_selesai": 12},
    "A.II.5.iii.a.a": {
        "wajib_melapor": None,
        "kepala_satker": 1,
        "pejabat_wajib_lhkpn": 6,
        "wajib_lainnya": 6,
        "sudah_melaporkan": 13,
    },
    "A.II.5.iii.b.a": {
        "wajib_melapor": None,
        "administrator_eselon_3": 3,
        "pengawas_eselon_4": 8,
        "fungsional_pelaksana": 43,
        "sudah_melaporkan": 54,
    },
    "A.II.6.i.b": {"layanan_terdaftar": 9, "layanan_dipermudah": 9},
}


@dataclass(frozen=True)
class Sheet:
    """One assessor's answers and counts, in canonical form."""

    answers: dict[str, Typed]
    counts: dict[str, int | None]

    def but(self, answers: Mapping[str, Typed], counts: Mapping[str, Mapping[str, int | None]] | None = None) -> Sheet:
        """Return a copy with other answers; counts are given by question, then by key."""
        flat = {f"{code}.{key}": n for code, rows in (counts or {}).items() for key, n in rows.items()}
        for key in (*answers, *flat):
            if key not in self.answers and key not in self.counts:
                raise KeyError(key)
        return Sheet({**self.answers, **answers}, {**self.counts, **flat})

    def only(self, *prefixes: str) -> Sheet:
        """Return a copy in which everything outside these codes is left empty."""

        def kept(key: str) -> bool:
            return key.startswith(prefixes)

        return Sheet(
            {key: answer if kept(key) else None for key, answer in self.answers.items()},
            {key: count if kept(key) else None for key, count in self.counts.items()},
        )


def full() -> Sheet:
    """Full marks everywhere."""
    scales = {code: scale for under in QUESTIONS.values() for code, scale in under.items()}
    best: dict[str, Typed] = {
        code: next(iter(CHOICES[scale])) if scale in CHOICES else "4" if scale == "nilai_0_4" else None
        for code, scale in scales.items()
    }
    return Sheet(best, {f"{code}.{key}": n for code, rows in _FULL_COUNTS.items() for key, n in rows.items()})


@dataclass(frozen=True)
class Faults:
    """Faults of the field that a layout-2 workbook may carry."""

    wrong_range: bool = False
    typed_total: bool = False
    choice_cells: tuple[str, ...] = ()
    lhk_column: str = "F"
    broken_summary: bool = False


@dataclass(frozen=True)
class Case:
    """A worksheet and what is known about it.

    ``findings`` are the errors and warnings that ``zi-score check`` must give and no others, put
    down by hand: name, code, and whose column of which row (``K A.I.1.i.a``) or the cell itself.
    Those that follow from every blank answer or odd spelling alike are added by ``build.py``.
    """

    name: str
    description: str
    sheets: dict[str, Sheet]
    hand: dict[str, F]
    unit: str
    agency: str
    target: str = "WBK"
    year: int = 2026
    holds_wbk: bool | None = None
    as_typed: bool = False
    layout: str = "jawaban"
    faults: Faults | None = None
    findings: tuple[Warned, ...] = ()
    shown: dict[str, Typed | float] = field(default_factory=dict)
    ruleset: str = "permenpanrb-90-2021"


def wbk() -> Case:
    """Meets WBK, not WBBM.

    Losses: area 1: 1/8 + 0.11 + 0.25125 + 1/3 + 1/4 + 1/4; area 2: 1/6 + 1/4 + 1/6; area 3: 0.06875 + 3/4 + 1/2;
    area 4: 1/4 + 0.495; area 5: 0.099 + 2/13 (3 points, 37 of 39 complaints); area 6: 0.67/6 + 2.5/9;
    (services 7 of 9; changes 4 of 6, 3 of 4 integrated; violations 4 -> 1; targets 7 of 8.)
    IPAK 3.70 -> 16.1875 (loss 1.3125), performance C -> 2.5 (2.5), IPKP 3.40 -> 14.875 (2.625).
    WBBM fails: 14.875 < 15.75, 2.5 < 3.75, B.I 18.6875 < 19.50.
    """
    pengungkit = (
        *(F("1/8"), F("0.11"), F("0.25125"), F("1/3"), F("1/4"), F("1/4")),
        *(F("1/6"), F("1/4"), F("1/6")),
        *(F("0.06875"), F("3/4"), F("1/2")),
        *(F("1/4"), F("0.495"), F("0.099"), F("2/13"), F("0.67") / 6, F("2.5") / 9),
    )
    answers: dict[str, Typed] = {
        "A.I.1.i.b": "B",
        "A.I.1.iii.b": "B",
        "A.I.1.iv.d": "C",
        "A.I.2.i.c": "C",
        "A.I.2.ii.d": "B",
        "A.I.3.iii.c": "B",
        "A.I.5.v.c": "B",
        "A.I.6.ii.d": "C",
        "A.II.1.ii.a": "B",
        "A.II.2.iii.a": "B",
        "A.II.3.ii.a": "B",
        "A.II.4.iii.a": "B",
        "B.I.a": "3.7",
        "B.I.b": "C",
        "B.II.a": "3.4",
    }
    counts = {
        "A.II.1.i.a": {"jumlah_agen": 6, "perubahan_dibuat": 4},
        "A.II.1.i.b": {"perubahan_dibuat": 4, "perubahan_terintegrasi": 3},
        "A.II.3.iii.a": {"pelanggaran_tahun_lalu": 4, "pelanggaran_tahun_ini": 1, "pelanggaran_disanksi": 1},
        "A.II.4.i.a": {"sasaran_tercapai": 7},
        "A.II.5.ii.a": {"pengaduan_wajib": 39, "pengaduan_diproses": 2, "pengaduan_selesai": 37},
        "A.II.6.i.b": {"layanan_dipermudah": 7},
    }
    return Case(
        name="wbk",
        description="Meets every minimum of WBK and misses WBBM.",
        sheets={"unit": full().but(answers, counts)},
        hand={
            "A": 60 - sum(pengungkit, F(0)),
            "B.I": F("18.6875"),
            "B.II": F("14.875"),
        },
        unit="Balai Kekarantinaan Kesehatan Kelas II Contoh",
        agency="Kementerian Contoh",
        holds_wbk=False,
    )


def as_typed() -> Case:
    """The answers of ``wbk``, typed as people type them; the sheet's own formulas take only clean ones."""
    return replace(
        wbk(),
        name="as-typed",
        description="The answers of wbk, typed as people type them: the sheet's own formulas miss some of them.",
        as_typed=True,
        findings=(("workbook-total-differs", None, "R TOTAL"),),
    )


def wbbm() -> Case:
    """Meets WBBM, and holds WBK.

    IPAK 3.72 -> 16.275, performance B -> 3.75, so B.I = 20.025 >= 19.50; IPKP 3.65 -> 15.96875 >= 15.75.
    Pengungkit loses 0.33 (A.II.1.iii B) + 0.25 (A.I.2.ii.b B) + 2/9 x 1.25 = 0.857777...
    Total = 60 - 0.857777... + 20.025 + 15.96875.
    """
    sheet = full().but(
        {"A.II.1.iii.a": "B", "A.I.2.ii.b": "B", "B.I.a": "3.72", "B.I.b": "B", "B.II.a": "3.65"},
        {"A.II.6.i.b": {"layanan_dipermudah": 7}},
    )
    pengungkit = 60 - F("0.58") - F("2.5") / 9
    return Case(
        name="wbbm",
        description="Meets every minimum of WBBM; the requirements sheet says that the unit holds WBK.",
        sheets={"unit": sheet},
        hand={"A": pengungkit, "total": pengungkit + F("20.025") + F("15.96875"), "B.I": F("20.025")},
        unit="Kantor Pertanahan Kota Contoh",
        agency="Kementerian Contoh",
        target="WBBM",
        holds_wbk=True,
    )


def area_below() -> Case:
    """Total far above 75, but area 3 below 60 %.

    A.II.3.i C: 1.5; A.II.3.ii C: 1.5; violations 3 -> 2: 1/3, loses 4/3. Area 3 = 10 - 13/3 = 17/3 = 56.67 % < 60 %.
    Total = 100 - 13/3 - 0.4375 (IPAK 3.90) - 1.75 (IPKP 3.60) = 93.479...
    """
    sheet = full().but(
        {"A.II.3.i.a": "C", "A.II.3.ii.a": "C", "B.I.a": "3.9", "B.II.a": "3.6"},
        {"A.II.3.iii.a": {"pelanggaran_tahun_lalu": 3, "pelanggaran_tahun_ini": 2, "pelanggaran_disanksi": 2}},
    )
    return Case(
        name="area-below",
        description="Total above 75, but area 3 reaches 56.67 % of its weight: no predicate.",
        sheets={"unit": sheet},
        hand={"area-3": F("17/3"), "total": 100 - F("13/3") - F("2.1875")},
        findings=(("minimum-not-met", "area-3", None),),
        unit="Dinas Kependudukan dan Pencatatan Sipil Kabupaten Contoh",
        agency="Pemerintah Kabupaten Contoh",
        holds_wbk=False,
    )


def area_at_60() -> Case:
    """Area 4 at exactly 60 %.

    A.I.4.i B, C, A = (0.5 + 0 + 1) / 3 x 2.5 = 1.25; A.I.4.ii 2.5;
    A.II.4.i 3 of 8 x 2 = 0.75; A.II.4.ii B 1.5 x 0.67 = 1.005; A.II.4.iii C 1.5 x 0.33 = 0.495. Sum 6.00 of 10.
    """
    sheet = full().but(
        {"A.I.4.i.a": "B", "A.I.4.i.b": "C", "A.II.4.ii.a": "B", "A.II.4.iii.a": "C"},
        {"A.II.4.i.a": {"sasaran_tercapai": 3}},
    )
    return Case(
        name="area-at-60",
        description="Area 4 reaches exactly 60 % of its weight: the minimum of WBK is met.",
        sheets={"unit": sheet},
        hand={"area-4": F(6), "total": F(96)},
        unit="Pengadilan Negeri Contoh",
        agency="Mahkamah Contoh",
        holds_wbk=False,
    )


def survey_below() -> Case:
    """IPAK 3.59 -> 17.5 x 3.59 / 4 = 15.70625 < 15.75: not met. Total = 100 - 1.79375 = 98.20625."""
    return Case(
        name="survey-below",
        description="Corruption survey 3.59: just below the minimum, no predicate although the total is 98.21.",
        sheets={"unit": full().but({"B.I.a": "3.59"})},
        hand={"B.I.a": F("15.70625"), "total": F("98.20625")},
        findings=(("minimum-not-met", "hasil-1-survey", None),),
        unit="Kantor Pelayanan Pajak Pratama Contoh",
        agency="Kementerian Contoh",
        holds_wbk=False,
    )


def survey_at() -> Case:
    """IPAK and IPKP 3.60, typed as the text "3,60": 17.5 x 0.9 = 15.75 exactly, twice. Total = 100 - 3.5 = 96.5."""
    return Case(
        name="survey-at",
        description="Both surveys exactly 3.60, typed as text with a comma: the minimums of WBK and WBBM are met.",
        sheets={"unit": full().but({"B.I.a": "3.6", "B.II.a": "3.6"})},
        hand={"B.I.a": F("15.75"), "B.II": F("15.75"), "total": F("96.5")},
        unit="Rumah Sakit Umum Daerah Contoh",
        agency="Pemerintah Provinsi Contoh",
        target="WBBM",
        holds_wbk=True,
        findings=(("workbook-total-differs", None, "R TOTAL"),),
        shown={"B.I.a": "3,60", "B.II.a": "3,60"},
    )


def half_empty() -> Case:
    """Areas 1-4 of pemenuhan are filled, reform only in area 1; the rest is empty.

    A.I.1-4 = 4 + 3.5 + 5 + 5 = 17.5, A.II.1 = 4; losses 0.11 (A.I.1.iii.a B) and 1/6 (A.I.2.i.b C).
    Total = 21.5 - 0.11 - 1/6. Partly blank LHKPN groups: unanswered. Nothing is lost for good, so WBK is undetermined.
    """
    sheet = full().but({"A.I.1.iii.a": "B", "A.I.2.i.b": "C"}).only("A.I.1.", "A.I.2.", "A.I.3.", "A.I.4.", "A.II.1.")
    sheet = sheet.but({}, {"A.II.5.iii.a.a": {"kepala_satker": 1, "sudah_melaporkan": 7}})
    return Case(
        name="half-empty",
        description="Half of the questions are empty or hold a word for empty: WBK is undetermined.",
        sheets={"unit": sheet},
        hand={"total": F("21.5") - F("0.11") - F("1/6"), "A.II.5.iii": F(0)},
        findings=(("count-missing", "A.II.5.iii.a.a", "K A.II.5.iii.a.a.pejabat_wajib_lhkpn"),),
        unit="Balai Besar Contoh",
        agency="Badan Contoh",
        shown={"A.I.5.i.a": "Blm Diisi", "A.I.5.i.b": "-", "A.I.5.ii.a": "belum", "A.I.6.i.a": "N/A", "B.II.a": "-"},
    )


def three_assessors() -> Case:
    """Show unit, TPI and TPN: the unit claims most, the TPI lowers, the TPN lowers more.

    Unit: IPAK 3.80 (16.625), performance B (3.75), IPKP 3.70 (16.1875): total 100 - 0.875 - 1.25 - 1.3125 = 96.5625.
    TPI: also A.I.1.iv.b B (0.1875), A.II.2.iii.a-c C (1.0), A.II.5.i C (1.25), performance C (1.25 more):
    96.5625 - 3.6875 = 92.875.
    TPN: also changes 2 of 6 (2/3) and 0 of 2 integrated (1.0), A.II.1.ii D (0.75), A.II.1.iii D (1.0):
    area 1 = 8 - 0.1875 - 2/3 - 2.75 = 4.39583... = 54.9 % < 60 %: none.
    """
    unit = full().but({"B.I.a": "3.8", "B.I.b": "B", "B.II.a": "3.7"})
    tpi = unit.but(
        {
            "A.I.1.iv.b": "B",
            "A.II.2.iii.a": "C",
            "A.II.2.iii.b": "C",
            "A.II.2.iii.c": "C",
            "A.II.5.i.a": "C",
            "B.I.b": "C",
        }
    )
    tpn = tpi.but(
        {"A.II.1.ii.a": "D", "A.II.1.iii.a": "D"},
        {
            "A.II.1.i.a": {"perubahan_dibuat": 2},
            "A.II.1.i.b": {"perubahan_dibuat": 2, "perubahan_terintegrasi": 0},
        },
    )
    area_1 = 8 - F("0.1875") - F("2/3") - F("2.75")
    return Case(
        name="three-assessors",
        description="Unit, TPI and TPN answer differently: the unit would reach WBK, the TPN sees none.",
        sheets={"tpn": tpn, "tpi": tpi, "unit": unit},
        hand={"area-1": area_1, "total": F("92.875") - F("2/3") - F("2.75")},
        findings=(("minimum-not-met", "area-1", None),),
        unit="Kantor Imigrasi Kelas I Contoh",
        agency="Kementerian Contoh",
        target="WBK",
    )


def second_tpi() -> Case:
    """Show a ministry with two TPI levels; the second lowers the survey to 3.50.

    Unit: full marks, surveys 3.80 and 3.70: 100 - 0.875 - 1.3125 = 97.8125. TPI: A.II.4.ii C (1.5 x 0.67 = 1.005):
    96.8075. Second TPI: IPAK 3.50 -> 15.3125 < 15.75 (1.3125 more): 95.495, none.
    """
    unit = full().but({"B.I.a": "3.8", "B.II.a": "3.7"})
    tpi = unit.but({"A.II.4.ii.a": "C"})
    second = tpi.but({"B.I.a": "3.5"})
    return Case(
        name="second-tpi",
        description="Two TPI levels: the first would let the unit pass, the second lowers the corruption survey.",
        sheets={"tpi-2": second, "tpi": tpi, "unit": unit},
        hand={"B.I.a": F("15.3125"), "total": F("95.495")},
        findings=(("minimum-not-met", "hasil-1-survey", None),),
        unit="Balai Pengujian Contoh",
        agency="Kementerian Contoh",
        holds_wbk=False,
    )


def zero_counts() -> Case:
    """Zeros under the ratios.

    No agents 0 (loses 1), no changes 0 (loses 1), no violations in either year 1, no complaints 1, nobody obliged
    to LHKPN 1, no services 0 (loses 1.25). Area 1 = 8 - 2 = 6 = 75 %. Total = 100 - 3.25 - 1.75 - 1.75 = 93.25.
    """
    nobody = {"kepala_satker": 0, "pejabat_wajib_lhkpn": 0, "wajib_lainnya": 0, "sudah_melaporkan": 0}
    counts: dict[str, dict[str, int | None]] = {
        "A.II.1.i.a": {"jumlah_agen": 0, "perubahan_dibuat": 0},
        "A.II.1.i.b": {"perubahan_dibuat": 0, "perubahan_terintegrasi": 0},
        "A.II.3.iii.a": {"pelanggaran_tahun_lalu": 0, "pelanggaran_tahun_ini": 0, "pelanggaran_disanksi": 0},
        "A.II.5.ii.a": {"pengaduan_wajib": 0, "pengaduan_diproses": 0, "pengaduan_selesai": 0},
        "A.II.5.iii.a.a": {**nobody},
        "A.II.6.i.b": {"layanan_terdaftar": 0, "layanan_dipermudah": 0},
    }
    return Case(
        name="zero-counts",
        description="Every denominator that can be 0 is 0: the conventions decide. Whether WBK is held is not said.",
        sheets={"unit": full().but({"B.I.a": "3.6", "B.II.a": "3.6"}, counts)},
        hand={"area-1": F(6), "A.II.3": F(5), "A.II.5": F("7.5"), "A.II.6": F("3.75"), "total": F("93.25")},
        unit="Pos Lintas Batas Contoh",
        agency="Badan Contoh",
        target="WBBM",
    )


def count_limits() -> Case:
    """Ratios outside 0..1 are limited.

    9 changes by 5 agents: 1; violations risen 2 -> 3: 0 (loses 2); 16 reports of 13 obliged: 1.
    Area 3 = 8 = 80 %. Total = 98.
    """
    counts = {
        "A.II.1.i.a": {"jumlah_agen": 5, "perubahan_dibuat": 9},
        "A.II.1.i.b": {"perubahan_dibuat": 9, "perubahan_terintegrasi": 9},
        "A.II.3.iii.a": {"pelanggaran_tahun_ini": 3},
        "A.II.5.iii.a.a": {"sudah_melaporkan": 16},
    }
    return Case(
        name="count-limits",
        description="More made than agents, more reported than obliged, violations risen: limited to 0..1.",
        sheets={"unit": full().but({}, counts)},
        hand={"area-3": F(8), "total": F(98)},
        findings=(("part-exceeds-whole", "A.II.5.iii.a.a", "K A.II.5.iii.a.a.sudah_melaporkan"),),
        unit="Lembaga Pemasyarakatan Contoh",
        agency="Kementerian Contoh",
        holds_wbk=False,
    )


def rounds_to_75() -> Case:
    """Every other minimum of WBK is met; the total is 74.99666..., shown as 75.00.

    Hasil: IPAK 3.60 (1.75), performance C (2.5), IPKP 3.20 (3.5): 40 - 7.75 = 32.25; B.I = 18.25, B.II = 14.00.
    Area 1: 2 of 3 changes (1/3), A.II.1.iii C (0.67), A.I.1.iv a Tidak, b B, c B (0.375 x 2 = 0.75), A.II.1.ii C (0.5)
    = 2.25333... Area 2: A.II.2.iii all C (1.0), A.I.2.ii all B (1.0), A.I.2.iii all C (0.5) = 2.5.
    Area 3: A.II.3.i B, A.II.3.ii B (0.75 each), violations halved (1.0), A.I.3.iv.d Tidak (0.5) = 3.0.
    Area 4: 4 of 8 (1.0), A.II.4.ii D (1.5), A.I.4.ii a, b, c, e Tidak (4 x 0.3125 = 1.25) = 3.75.
    Area 5: A.II.5.i C (1.25), 6 of 12 (1.5), A.I.5.iv all B (0.75), A.I.5.i.a B (0.375) = 3.875.
    Area 6: A.II.6.i.a D (1.25), 4 of 8 (0.625) = 1.875.
    Losses 2.25333... + 2.5 + 3 + 3.75 + 3.875 + 1.875 + 7.75 = 25.00333...
    """
    losses: dict[str, tuple[str, ...]] = {
        "C": ("A.II.1.iii.a", "A.II.1.ii.a", "A.I.2.iii.a", "A.I.2.iii.b", "A.II.5.i.a", "B.I.b"),
        "B": ("A.I.1.iv.b", "A.I.1.iv.c", "A.II.3.i.a", "A.II.3.ii.a", "A.I.5.i.a"),
        "Tidak": ("A.I.1.iv.a", "A.I.3.iv.d", "A.I.4.ii.a", "A.I.4.ii.b", "A.I.4.ii.c", "A.I.4.ii.e"),
        "D": ("A.II.4.ii.a", "A.II.6.i.a"),
    }
    answers: dict[str, Typed] = {code: letter for letter, codes in losses.items() for code in codes}
    answers |= {f"A.II.2.iii.{letter}": "C" for letter in "abc"} | {f"A.I.2.ii.{letter}": "B" for letter in "abcd"}
    answers |= {f"A.I.5.iv.{letter}": "B" for letter in "abc"} | {"B.I.a": "3.6", "B.II.a": "3.2"}
    counts: dict[str, dict[str, int | None]] = {
        "A.II.1.i.a": {"jumlah_agen": 6, "perubahan_dibuat": 4},
        "A.II.1.i.b": {"perubahan_dibuat": 4, "perubahan_terintegrasi": 4},
        "A.II.3.iii.a": {"pelanggaran_tahun_lalu": 4, "pelanggaran_tahun_ini": 2, "pelanggaran_disanksi": 2},
        "A.II.4.i.a": {"sasaran_tercapai": 4},
        "A.II.5.ii.a": {"pengaduan_diproses": 6, "pengaduan_selesai": 6},
        "A.II.6.i.b": {"layanan_terdaftar": 8, "layanan_dipermudah": 4},
    }
    return Case(
        name="rounds-to-75",
        description="Total 74.99666..., shown as 75.00, is below 75; every other minimum of WBK is met.",
        sheets={"unit": full().but(answers, counts)},
        hand={"total": 75 - F("1/300"), "A": F("42.75") - F("1/300"), "B.I": F("18.25"), "B.II": F(14)},
        findings=(("minimum-not-met", "total", None),),
        unit="Madrasah Aliyah Negeri Contoh",
        agency="Kementerian Contoh",
        holds_wbk=False,
    )


_FIELD_ANSWERS: dict[str, Typed] = {
    "A.I.1.i.b": "B",
    "A.I.3.iii.d": "B",
    "A.II.4.iii.a": "B",
    "B.I.a": "3.72",
    "B.I.b": "B",
    "B.II.a": "3.55",
}


def lke_zi() -> Case:
    """Layout 2 with the formulas of the field and no fault.

    Losses: 1/8 (A.I.1.i.b B: half of a quarter), 1.25/6 x 0.33 (A.I.3.iii.d B), 1.5 x 0.33 (A.II.4.iii B);
    hasil 16.275 (IPAK 3.72) + 3.75 (performance B) + 15.53125 (IPKP 3.55).
    """
    return Case(
        name="lke-zi",
        description="Layout 2 with the field's formulas, all of them right: meets WBK, misses WBBM by the survey.",
        sheets={"unit": full().but(_FIELD_ANSWERS)},
        hand={"A": 60 - F("1/8") - F("1.25") / 6 * F("0.33") - F("0.495"), "B": F("35.55625")},
        unit="",
        agency="",
        layout="lke-zi",
    )


def field_lke_zi() -> Case:
    """Layout 2 with its faults.

    The formula over LHKPN and LHKASN reads only LHKPN (11 of 13; typed total 12, so the sheet shows 11/12 x 2);
    the answers give (11/13 + 1) x 1 = 24/13, and no predicate. Two questions are empty and drop out of the
    sheet's mean: A.I.2.i.c loses 1/3, A.I.6.v.b loses 1/3. The choice cell of A.I.1.ii.a holds "Ya": the sheet
    shows "-", the answer is Ya.
    Losses: 1/8 + 1.25/6 x 0.33 + 0.495 + 2/13 + 2/3; hasil 16.275 + 3.75 + 15.53125.
    """
    answers = {**_FIELD_ANSWERS, "A.I.2.i.c": None, "A.I.6.v.b": None}
    sheet = full().but(answers, {"A.II.5.iii.a.a": {"wajib_melapor": 12, "sudah_melaporkan": 11}})
    lost = F("1/8") + F("1.25") / 6 * F("0.33") + F("0.495") + F("2/13") + F("2/3")
    return Case(
        name="field-lke-zi",
        description="Layout 2 with the field's formulas: wrong range, typed total, choice cell overwritten, blanks.",
        sheets={"unit": sheet},
        hand={"A.II.5.iii": F("24/13"), "A": 60 - lost, "total": 60 - lost + F("35.55625")},
        unit="",
        agency="",
        layout="lke-zi",
        findings=(
            ("wrong-range", "A.II.5.iii", "L A.II.5.iii"),
            ("choices-altered", "A.I.1.ii.a", "J A.I.1.ii.a"),
            ("typed-total-differs", "A.II.5.iii.a.a", "K A.II.5.iii.a.a.wajib_melapor"),
            ("requirement-not-met", "req-wealth-reports", "K A.II.5.iii.a.a"),
            ("workbook-total-differs", None, "L TOTAL"),
        ),
        faults=Faults(wrong_range=True, typed_total=True, choice_cells=("A.I.1.ii.a",)),
    )


def field_div_zero() -> Case:
    """Layout 2: no services (0/0) shows #DIV/0!, the service survey is an IKM of 87.65.

    A.II.6.i.b is 0 by convention (loses 1.25); IPKP 87.65 is no answer (0 of 17.5, up to 17.5). Losses besides:
    1/8 + 0.06875 + 0.495. Total = 60 - 1.93875 + 16.275 + 3.75 = 78.08625; WBK undetermined through hasil-2 alone.
    """
    counts: dict[str, dict[str, int | None]] = {"A.II.6.i.b": {"layanan_terdaftar": 0, "layanan_dipermudah": 0}}
    sheet = full().but({**_FIELD_ANSWERS, "B.II.a": None}, counts)
    return Case(
        name="field-div-zero",
        description="Layout 2: #DIV/0! in a percent row reaches the total; the service survey is on 0-100.",
        sheets={"unit": sheet},
        hand={"total": F("78.08625"), "B.II": F(0)},
        unit="",
        agency="",
        layout="lke-zi",
        findings=(
            ("survey-out-of-range", "B.II.a", "K B.II.a"),
            ("error-value", "A.II.6.i.b", "K A.II.6.i.b"),
            ("error-value", None, "Ctt Eval!B9"),
        ),
        faults=Faults(lhk_column="E", broken_summary=True),
        shown={"B.II.a": 87.65},
    )


def field_totals() -> Case:
    """Layout 2: the groups of LHKPN are blank, only a total is typed; one percentage is typed without counts.

    LHKPN 9 of the typed 10: 0.9, loses 0.1, and no predicate. Targets typed as 92.5 %, counts blank: 2 x 0.925,
    loses 0.15.
    Losses 0.1 + 0.15 + 1/8 + 0.06875 + 0.495 = 0.93875; total = 60 - 0.93875 + 35.55625 = 94.6175.
    """
    nobody: dict[str, int | None] = {"kepala_satker": None, "pejabat_wajib_lhkpn": None, "wajib_lainnya": None}
    counts: dict[str, dict[str, int | None]] = {
        "A.II.5.iii.a.a": {**nobody, "wajib_melapor": 10, "sudah_melaporkan": 9},
        "A.II.4.i.a": {"jumlah_sasaran": None, "sasaran_tercapai": None},
    }
    sheet = full().but({**_FIELD_ANSWERS, "A.II.4.i.a": "0.925"}, counts)
    return Case(
        name="field-totals",
        description="Layout 2: a typed total without its groups and a typed percentage without counts are used.",
        sheets={"unit": sheet},
        hand={"total": F("94.6175"), "A.II.4.i": F("1.85"), "A.II.5.iii.a": F("0.9")},
        unit="",
        agency="",
        layout="lke-zi",
        findings=(
            ("percent-without-counts", "A.II.4.i.a", "K A.II.4.i.a"),
            ("requirement-not-met", "req-wealth-reports", "K A.II.5.iii.a.a"),
        ),
        faults=Faults(typed_total=True),
        shown={"A.II.4.i.a": 0.925},
    )


def cases() -> tuple[Case, ...]:
    """All cases, layout 1 first."""
    return (
        wbk(),
        as_typed(),
        wbbm(),
        area_below(),
        area_at_60(),
        survey_below(),
        survey_at(),
        half_empty(),
        three_assessors(),
        second_tpi(),
        zero_counts(),
        count_limits(),
        rounds_to_75(),
        lke_zi(),
        field_lke_zi(),
        field_div_zero(),
        field_totals(),
    )
