"""Every fault of a ruleset that one can make is told by itself: file, key, found, expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from broken_rules import Change, change_rules, change_tree, copied, faults, part, refusal

from zi_score.law.ruleset import Ruleset
from zi_score.model.language import use_language

SOURCES = "one of regulation, lke, minimum, requirement, afirmasi, kawasan, survey, form, sum, convention, rounding"
UNIT_KINDS = ("RSUD", "Dukcapil", "Samsat", "PTSP", "Pendidikan", "Ketenagakerjaan", "Lainnya")
NEAR_REPORTS = "one of 113; near: A.II.5.iii.b.a, A.II.5.iii.a.a, A.II.5.ii.a, A.I.5.iii.c"
FACTS = (
    "one of holds-wbk, agency-type, unit-kind, afirmasi, agency-bpk-opinion, agency-sakip, agency-rb-index, "
    "agency-spip, unit-core-service, unit-public-perception, unit-follow-up, unit-wealth-reports, unit-zi-years, "
    "unit-zi-years-wbbm, unit-sakip"
)
MEASURES = "'nodes' with score, 'area' with share, 'fact' with fact, and only that"
HEAD = [name for name in Ruleset.model_fields if name not in {"sections", "indicators"}]
AGENTS = "A.II.1.i.a"


@pytest.fixture(autouse=True)
def _english() -> None:
    """Faults are compared in English; the default language is given back."""
    use_language("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the ruleset to break."""
    return copied(tmp_path)


TREES: dict[str, tuple[Change, list[str]]] = {
    "weight of an indicator": (
        lambda tree: part(tree, "A.I.1.i").update(weight="0.51"),
        ["A.I.1.weight: found 4, expected 4.01, the sum of A.I.1.i 0.51 + A.I.1.ii 1 + A.I.1.iii 1 + A.I.1.iv 1.5."],
    ),
    "weight of a section": (
        lambda tree: part(tree, "B.II").update(weight="17.49"),
        [
            "B.weight: found 40, expected 39.99, the sum of B.I 22.5 + B.II 17.49.",
            "B.II.weight: found 17.49, expected 17.5, the sum of B.II.a 17.5.",
        ],
    ),
    "weight of everything": (
        lambda tree: (
            part(tree, "B").update(weight="40.01"),
            part(tree, "B.II").update(weight="17.51"),
            part(tree, "B.II.a").update(weight="17.51"),
        ),
        ["sections: found 100.01 as the sum of A 60 + B 40.01, expected 100."],
    ),
    "weight below 0": (
        lambda tree: (part(tree, "B.I.a").update(weight="27.50"), part(tree, "B.I.b").update(weight="-5.00")),
        ["B.I.b.weight: found -5, expected 0 or more."],
    ),
    "weight that is no number": (
        lambda tree: part(tree, "A.I.1.i").update(weight="setengah"),
        ["A.I.1.i.weight: found 'setengah', expected a number."],
    ),
    "weight that is missing": (
        lambda tree: part(tree, "A.I.1.i").pop("weight"),
        ["A.I.1.i.weight: found nothing, expected a value."],
    ),
    "weight that is a list": (
        lambda tree: part(tree, "A.I.1.i").update(weight=["0.5"]),
        ["A.I.1.i.weight: found a list, expected a number."],
    ),
    "indicator twice": (
        lambda tree: tree["indicators"].append(part(tree, "B.II.a")),
        ["B.II.a.code: found twice, expected once."],
    ),
    "section twice": (
        lambda tree: tree["sections"].append(part(tree, "B.II")),
        ["B.II.code: found twice, expected once."],
    ),
    "question twice": (
        lambda tree: part(tree, "A.I.1.i.b").update(code="A.I.1.i.a"),
        ["A.I.1.i.a.code: found twice, expected once."],
    ),
    "question under another indicator": (
        lambda tree: part(tree, "A.I.1.i.b").update(code="A.I.1.ii.z"),
        ["A.I.1.ii.z.code: found under A.I.1.i, expected a code such as A.I.1.i.a."],
    ),
    "question called like a section": (
        lambda tree: part(tree, "A.I.1.i.b").update(code="A.I.2"),
        [
            "A.I.2.code: found as a question and as a heading, expected as one of them.",
            "A.I.2.code: found under A.I.1.i, expected a code such as A.I.1.i.a.",
        ],
    ),
    "code with a blank": (
        lambda tree: part(tree, "B.I.b").update(code="B.I. b", questions=[]),
        [
            (
                "criteria.hasil-1-performance.nodes: found 'B.I.b', expected a section or indicator of lke.json, "
                "one of 65; near: B.I. b, B.I.a, B.I, B.II.a."
            ),
            "B.I. b.code: found 'B.I. b', expected a code such as A.I.1, without blanks.",
            "B.I. b.questions: found nothing, expected at least one question.",
        ],
    ),
    "section missing": (
        lambda tree: tree["sections"].remove(part(tree, "B.II")),
        [
            (
                "criteria.hasil-2.nodes: found 'B.II', expected a section or indicator of lke.json, one of 64; near: "
                "B.I, B.II.a, A.II, B.I.b."
            ),
            "B.II: found no such section, expected one above B.II.a.",
        ],
    ),
    "indicator without questions": (
        lambda tree: part(tree, "A.I.1.i").update(questions=[]),
        ["A.I.1.i.questions: found nothing, expected at least one question."],
    ),
    "name without a letter": (
        lambda tree: part(tree, "A.I.1").update(name="  "),
        ["A.I.1.name: found '', expected a text."],
    ),
    "label without a letter": (
        lambda tree: part(tree, "A.I.1.i.a").update(label=""),
        ["A.I.1.i.a.label: found '', expected a text."],
    ),
    "label that is a number": (
        lambda tree: part(tree, "A.I.1.i.a").update(label=7),
        ["A.I.1.i.a.label: found '7', expected a text in quotes."],
    ),
    "label with a control character": (
        lambda tree: part(tree, "A.I.1.i.a").update(label="merah \x1b[31m"),
        ["A.I.1.i.a.label: found U+001B, expected text without control characters."],
    ),
    "label that turns the direction of writing": (
        lambda tree: part(tree, "A.I.1.i.a").update(label="a \u202e b"),
        ["A.I.1.i.a.label: found U+202E, expected text without control characters."],
    ),
    "unknown key of a question": (
        lambda tree: part(tree, "A.I.1.i.a").update(labels="x"),
        [
            (
                "A.I.1.i.a.labels: found an unknown key, expected one of source, code, marker, label, weight, scale, "
                "keywords, rubric, points, ratio, inputs, portalrb."
            )
        ],
    ),
    "unknown key of a count": (
        lambda tree: part(tree, AGENTS)["inputs"][0].update(colour="red"),
        [
            (
                "A.II.1.i.a.inputs.jumlah_agen.colour: found an unknown key, expected one of source, key, label, "
                "keywords, sum_of, splits_into, same_as, decimals, portalrb."
            )
        ],
    ),
    "unknown key of the tree": (
        lambda tree: tree.update(criteria=[]),
        ["criteria: found an unknown key, expected one of indicators, sections."],
    ),
    "unknown scale": (
        lambda tree: part(tree, "A.I.1.i.a").update(scale="abcdef"),
        ["A.I.1.i.a.scale: found 'abcdef', expected one of ya_tidak, abc, abcd, abcde, persen, nilai_0_4."],
    ),
    "rubric for a choice that the scale lacks": (
        lambda tree: part(tree, "A.I.1.i.b")["rubric"].update(E="x"),
        ["A.I.1.i.b.rubric: found 'E', expected one of A, B, C."],
    ),
    "ratio of a count that is not there": (
        lambda tree: part(tree, AGENTS).update(inputs=part(tree, AGENTS)["inputs"][1:]),
        ["A.II.1.i.a.ratio.whole: found 'jumlah_agen', expected one of perubahan_dibuat."],
    ),
    "sum of a count that is not there": (
        lambda tree: part(tree, "A.II.5.iii.a.a")["inputs"][0]["sum_of"].append("menteri"),
        [
            (
                "A.II.5.iii.a.a.inputs.wajib_melapor.sum_of: found 'menteri', expected one of wajib_melapor, "
                "kepala_satker, pejabat_wajib_lhkpn, wajib_lainnya, sudah_melaporkan."
            )
        ],
    ),
    "count twice": (
        lambda tree: part(tree, AGENTS)["inputs"].append(part(tree, AGENTS)["inputs"][0] | {"portalrb": None}),
        ["A.II.1.i.a.inputs.jumlah_agen: found twice, expected once."],
    ),
    "count the same as none": (
        lambda tree: part(tree, AGENTS)["inputs"][0].update(same_as="A.II.1.i.b.perubahan_dibua"),
        [
            (
                "A.II.1.i.a.inputs.jumlah_agen.same_as: found 'A.II.1.i.b.perubahan_dibua', expected one of 24; near: "
                "A.II.1.i.b.perubahan_dibuat, A.II.1.i.a.perubahan_dibuat, A.II.1.i.b.perubahan_terintegrasi, "
                "A.II.6.i.b.layanan_dipermudah."
            )
        ],
    ),
    "ratio scale without a ratio": (
        lambda tree: part(tree, AGENTS).pop("ratio"),
        ["A.II.1.i.a.ratio: found nothing, expected one, as scale persen is a ratio."],
    ),
    "ratio without its scale": (
        lambda tree: part(tree, AGENTS).update(scale="ya_tidak"),
        ["A.II.1.i.a.ratio: found a ratio, expected none, as scale ya_tidak is no ratio."],
    ),
    "kind of ratio that is none": (
        lambda tree: part(tree, AGENTS)["ratio"].update(kind="part * whole"),
        ["A.II.1.i.a.ratio.kind: found 'part * whole', expected one of share, decrease."],
    ),
    "question without a source": (
        lambda tree: part(tree, "A.I.1.i.a").pop("source"),
        [f"A.I.1.i.a.source: found nothing, expected {SOURCES}."],
    ),
    "source that is not there": (
        lambda tree: part(tree, "A.I.1.i.a").update(source="hearsay"),
        [f"A.I.1.i.a.source: found 'hearsay', expected {SOURCES}."],
    ),
    "source of a denominator of 0 that is not there": (
        lambda tree: part(tree, AGENTS)["ratio"]["zero_whole"].update(source="hearsay"),
        [f"A.II.1.i.a.ratio.zero_whole.source: found 'hearsay', expected {SOURCES}."],
    ),
    "number of PortalRB twice": (
        lambda tree: part(tree, "A.I.1.i.b").update(portalrb={"soal_id": 1, "row": 7}),
        ["A.I.1.i.b.portalrb.soal_id: found 1, expected a number of its own; A.I.1.i.a has this one."],
    ),
    "row of PortalRB twice": (
        lambda tree: part(tree, "A.I.1.i.b").update(portalrb={"soal_id": 2, "row": 6}),
        ["A.I.1.i.b.portalrb.row: found 6, expected a number of its own; A.I.1.i.a has this one."],
    ),
    "row of PortalRB that is no number": (
        lambda tree: part(tree, "A.I.1.i.b").update(portalrb={"soal_id": 2, "row": "K7"}),
        ["A.I.1.i.b.portalrb.row: found 'K7', expected a whole number."],
    ),
    "questions that are none": (
        lambda tree: part(tree, "A.I.1.i").update(questions={"a": "b"}),
        ["A.I.1.i.questions: found a table, expected a list."],
    ),
    "question that is a text": (
        lambda tree: part(tree, "A.I.1.i")["questions"].__setitem__(0, "Tim"),
        ["A.I.1.i.questions.0: found 'Tim', expected a table."],
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_a_broken_tree_is_refused(folder: Path, name: str) -> None:
    """Each fault is told once, and nothing else; the refusal has a line for each, with the path of the file."""
    change, expected = TREES[name]
    change_tree(folder, change)
    places = ["rules.toml" if re.match(r"criteria\.", message) else "lke.json" for message in expected]
    refused = refusal(folder)
    assert [fault.message for fault in refused.faults] == [
        f"{file}: {m}" for file, m in zip(places, expected, strict=True)
    ]
    assert str(refused).splitlines() == [f"{folder / file}: {m}" for file, m in zip(places, expected, strict=True)]


RULES: dict[str, tuple[str, str, list[str]]] = {
    "unknown key": (
        'title = "',
        'name = "x"\ntitle = "',
        [f"name: found an unknown key, expected one of {', '.join(HEAD)}."],
    ),
    "unknown key of a criterion": (
        'label = "Nilai total"',
        'label = "x"\nminima = 3',
        [
            (
                "criteria.total.minima: found an unknown key, expected one of source, id, label, measure, nodes, area, "
                "fact, minimum."
            )
        ],
    ),
    "tree in the wrong file": (
        "[[areas]]",
        "[[sections]]\n[[areas]]",
        ["sections: found the question tree, expected it in lke.json."],
    ),
    "id with a blank": (
        'id = "own"',
        'id = "aturan kami"',
        ["id: found 'aturan kami', expected letters, digits, '.', '-' and '_', without blanks."],
    ),
    "title that is missing": ('title = "', '# = "', ["title: found nothing, expected a value."]),
    "no predicates": (
        'predicates = ["WBK", "WBBM"]',
        "predicates = []",
        ["predicates: found nothing, expected at least one."],
    ),
    "predicate called like a verdict": (
        'predicates = ["WBK", "WBBM"]',
        'predicates = ["WBK", "WBBM", "None"]',
        [
            (
                "predicates: found 'None', expected a name such as WBK, without blanks, and none of none, "
                "undetermined, failed."
            ),
            "predicates: found None without a minimum, expected a criterion with one.",
        ],
    ),
    "predicate that needs nothing": (
        'predicates = ["WBK", "WBBM"]',
        'predicates = ["WBK", "WBBM", "WBS"]',
        ["predicates: found WBS without a minimum, expected a criterion with one."],
    ),
    "predicate twice": (
        'predicates = ["WBK", "WBBM"]',
        'predicates = ["WBK", "WBBM", "WBK"]',
        ["predicates: found 'wbk' twice, expected each once."],
    ),
    "date in words": (
        "in_force_from = 2021-12-31",
        'in_force_from = "31 Desember 2021"',
        ["in_force_from: found '31 Desember 2021', expected a date such as 2021-12-31."],
    ),
    "year alone": (
        "in_force_from = 2021-12-31",
        "in_force_from = 2021",
        ["in_force_from: found '2021', expected a date such as 2021-12-31."],
    ),
    "year that cannot be": (
        "in_force_from = 2021-12-31",
        "in_force_from = 0021-12-31",
        ["in_force_from: found 0021-12-31, expected a year from 1945 to 2099."],
    ),
    "end before the beginning": (
        "in_force_from = 2021-12-31",
        "in_force_from = 2021-12-31\nin_force_until = 2021-12-30",
        ["in_force_until: found 2021-12-30, expected 2021-12-31 (in_force_from) or later."],
    ),
    "replaced without an end": (
        "[sources.regulation]",
        '[replaced]\nby = "x"\nsource = "lke"\n\n[sources.regulation]',
        ["in_force_until: found nothing, expected the last day before [replaced]."],
    ),
    "source without a kind": (
        'kind = "law"\ntext',
        "text",
        ["sources.regulation.kind: found nothing, expected a value."],
    ),
    "kind of source that is none": (
        'kind = "law"',
        'kind = "rumour"',
        ["sources.regulation.kind: found 'rumour', expected one of law, official-form, practice."],
    ),
    "source without a text": (
        'text = "PermenPANRB 5/2024, Tabel 5"',
        'text = " "',
        ["sources.requirement.text: found '', expected a text."],
    ),
    "source that is not there": (
        'minimum = { WBK = 75, WBBM = 85 }\nsource = "minimum"',
        'minimum = { WBK = 75, WBBM = 85 }\nsource = "hearsay"',
        [f"criteria.total.source: found 'hearsay', expected {SOURCES}."],
    ),
    "criterion without a source": (
        'minimum = { WBK = 75, WBBM = 85 }\nsource = "minimum"',
        "minimum = { WBK = 75, WBBM = 85 }",
        [f"criteria.total.source: found nothing, expected {SOURCES}."],
    ),
    "value above 1": (
        "values = { A = 1, B = 0.5, C = 0 }",
        "values = { A = 1, B = 1.5, C = 0 }",
        ["scales.abc.values.B: found 1.5, expected a value between 0 and 1."],
    ),
    "choice twice": (
        "values = { A = 1, B = 0.5, C = 0 }",
        "values = { A = 1, B = 0.5, b = 0.4, C = 0 }",
        ["scales.abc.values: found 'b' twice, expected each choice and alias once."],
    ),
    "choice without a letter": (
        "values = { A = 1, B = 0.5, C = 0 }",
        'values = { A = 1, B = 0.5, C = 0, "" = 0 }',
        ["scales.abc.values: found '', expected a text."],
    ),
    "choices that are missing": (
        "values = { A = 1, B = 0.5, C = 0 }\n",
        "",
        [
            "scales.abc.values: found nothing, expected at least one choice.",
        ],
    ),
    "alias of no choice": (
        'aliases = { Y = "Ya", T = "Tidak" }',
        'aliases = { Y = "Yes", T = "Tidak" }',
        ["scales.ya_tidak.aliases.Y: found 'Yes', expected one of Ya, Tidak."],
    ),
    "scale without highest": (
        "highest = 4\n",
        "",
        ["scales.nilai_0_4.highest: found nothing, expected a number above 0."],
    ),
    "scale up to 0": (
        "highest = 4\n",
        "highest = 0\n",
        ["scales.nilai_0_4.highest: found 0, expected a number above 0."],
    ),
    "percentage up to 4": (
        "highest = 4\n",
        'highest = 4\nunit = "percent"\n',
        ["scales.nilai_0_4.unit: found 'percent', expected kind number and highest 1 with it, which is 100%."],
    ),
    "kind of scale that is none": (
        'kind = "number"',
        'kind = "index"',
        ["scales.nilai_0_4.kind: found 'index', expected one of choice, ratio, number."],
    ),
    "nothing printed": (
        'printed = ["A/B/C"]',
        "printed = []",
        ["scales.abc.printed: found nothing, expected at least one text, as the form prints it."],
    ),
    "the same printed for two scales": (
        'printed = ["A/B/C/D"]',
        'printed = ["a / b / c"]',
        ["scales.abcd.printed: found 'a / b / c', expected a text of its own; abc has this one."],
    ),
    "area twice": (
        "number = 2",
        "number = 1",
        [
            "areas.1.number: found twice, expected once.",
            "criteria.area-2.area: found 2, expected one of 1, 1, 3, 4, 5, 6.",
        ],
    ),
    "area of sections that are not there": (
        'sections = ["A.I.1", "A.II.1"]',
        'sections = ["A.I.1", "A.II.9"]',
        [
            (
                "areas.1.sections: found 'A.II.9', expected a section or indicator of lke.json, one of 65; near: "
                "A.II.6, A.II.5, A.II.4, A.II.3."
            )
        ],
    ),
    "section of two areas": (
        'sections = ["A.I.2", "A.II.2"]',
        'sections = ["A.I.1", "A.II.2"]',
        ["areas.2.sections: found 'A.I.1', expected a section of one area; area 1 has it."],
    ),
    "area without sections": (
        'sections = ["A.I.1", "A.II.1"]',
        "sections = []",
        ["areas.1.sections: found nothing, expected sections with a weight above 0."],
    ),
    "node that is not there": (
        'nodes = ["B.II"]',
        'nodes = ["B.III"]',
        [
            (
                "criteria.hasil-2.nodes: found 'B.III', expected a section or indicator of lke.json, one of 65; near: "
                "B.II, B.I, B.II.a, A.II."
            )
        ],
    ),
    "area that is not there": (
        "area = 6",
        "area = 7",
        ["criteria.area-6.area: found 7, expected one of 1, 2, 3, 4, 5, 6."],
    ),
    "score of no node": (
        'measure = "score"\nnodes = ["A"]',
        'measure = "score"',
        [f"criteria.pengungkit.measure: found 'score', expected {MEASURES}."],
    ),
    "share of no area": (
        'measure = "share"\narea = 1',
        'measure = "share"',
        [f"criteria.area-1.measure: found 'share', expected {MEASURES}."],
    ),
    "criterion twice": ('id = "pengungkit"', 'id = "total"', ["criteria.total.id: found twice, expected once."]),
    "predicate that is not there": (
        "WBK = 75",
        "WBS = 75",
        ["criteria.total.minimum: found 'WBS', expected one of WBK, WBBM."],
    ),
    "minimum above the weight": (
        "minimum = { WBK = 40, WBBM = 48 }",
        "minimum = { WBK = 40, WBBM = 60.01 }",
        ["criteria.pengungkit.minimum.WBBM: found 60.01, expected 0 to 60, the weight of A."],
    ),
    "minimum below 0": (
        "minimum = { WBK = 75, WBBM = 85 }",
        "minimum = { WBK = -75, WBBM = 85 }",
        ["criteria.total.minimum.WBK: found -75, expected 0 to 100, the weight of A + B."],
    ),
    "minimum in words": (
        "minimum = { WBK = 40, WBBM = 48 }",
        'minimum = { WBK = "empat puluh", WBBM = 48 }',
        ["criteria.pengungkit.minimum.WBK: found 'empat puluh', expected a number, without quotes."],
    ),
    "minimum in quotes": (
        "minimum = { WBK = 75, WBBM = 85 }",
        'minimum = { WBK = "75", WBBM = 85 }',
        ["criteria.total.minimum.WBK: found '75', expected a number, without quotes."],
    ),
    "minimum that is true": (
        "minimum = { WBK = 75, WBBM = 85 }",
        "minimum = { WBK = true, WBBM = 85 }",
        ["criteria.total.minimum.WBK: found 'True', expected a number."],
    ),
    "share in percent": (
        "minimum = { WBK = 0.60, WBBM = 0.75 }",
        "minimum = { WBK = 60, WBBM = 0.75 }",
        ["criteria.area-1.minimum.WBK: found 60, expected a share between 0 and 1 (0.60 for 60%)."],
    ),
    "fact that is not there": (
        'fact = "holds-wbk"',
        'fact = "holds"',
        [f"criteria.holds-wbk.fact: found 'holds', expected {FACTS}."],
    ),
    "minimum that is no choice of the fact": (
        'minimum = { WBBM = "Ya" }',
        'minimum = { WBBM = "Sudah" }',
        ["criteria.holds-wbk.minimum.WBBM: found 'Sudah', expected one of Ya, Tidak."],
    ),
    "choice of a fact twice": (
        'choices = ["5", "4", "3", "2", "1"]',
        'choices = ["5", "4", "3", "3", "1"]',
        [
            "facts.agency-spip.choices: found '3' twice, expected each choice and alias once.",
            "facts.agency-spip.words.berkembang: found '2', expected one of 5, 4, 3, 3, 1.",
        ],
    ),
    "fact of a requirement that is not there": (
        'fact = "unit-sakip"',
        'fact = "sakip"',
        [f"requirements.req-unit-sakip.fact: found 'sakip', expected {FACTS}."],
    ),
    "choice of a requirement that is not there": (
        'minimum = { WBK = "WTP"',
        'minimum = { WBK = "WTS"',
        ["requirements.req-bpk-opinion.minimum.WBK: found 'WTS', expected one of WTP, WDP, TW, TMP."],
    ),
    "word for a choice that is not there": (
        '"rintisan" = "1"',
        '"rintisan" = "0"',
        ["facts.agency-spip.words.rintisan: found '0', expected one of 5, 4, 3, 2, 1."],
    ),
    "question of a requirement that is not there": (
        'questions = ["A.II.5.iii.a.a", "A.II.5.iii.b.a"]',
        'questions = ["A.II.5.iii.c.a", "A.II.5.iii.b.a"]',
        [f"requirements.req-wealth-reports.questions: found 'A.II.5.iii.c.a', expected {NEAR_REPORTS}."],
    ),
    "kind of a waiver that is not there": (
        'kinds = ["RSUD", ',
        'kinds = ["RSU", ',
        [f"waiver.kinds: found 'RSU', expected one of {', '.join(UNIT_KINDS)}."],
    ),
    "bar of a waiver that is not there": (
        'barred = { agency-type = "Kementerian/Lembaga" }',
        'barred = { agency-type = "Kementerian" }',
        ["waiver.barred.agency-type: found 'Kementerian', expected one of Kementerian/Lembaga, Pemerintah Daerah."],
    ),
    "number where a choice is meant": (
        'minimum = { WBK = "3", WBBM = "3" }',
        'minimum = { WBK = 3, WBBM = "3" }',
        ["requirements.req-agency-spip.minimum.WBK: found 3, expected one of 5, 4, 3, 2, 1."],
    ),
    "choice where a number is meant": (
        "minimum = { WBK = 1 }",
        'minimum = { WBK = "1" }',
        ["requirements.req-zi-years.minimum.WBK: found '1', expected a number, without quotes."],
    ),
    "requirement that depends on an unknown choice": (
        '"Pemerintah Daerah" = "CC"',
        '"Pemda" = "CC"',
        [
            (
                "requirements.req-agency-rb-index.minimum.WBK: found Pemda, Kementerian/Lembaga, expected a "
                "minimum for each of Kementerian/Lembaga, Pemerintah Daerah, the choices of depends_on."
            )
        ],
    ),
    "requirement that depends on an unknown fact": (
        'depends_on = "agency-type"',
        'depends_on = "type"',
        [
            f"requirements.req-agency-rb-index.depends_on: found 'type', expected {FACTS}.",
            *(
                f"requirements.req-agency-rb-index.minimum.{predicate}: found Pemerintah Daerah, Kementerian/Lembaga, "
                "expected a minimum for each of -, the choices of depends_on."
                for predicate in ("WBK", "WBBM")
            ),
        ],
    ),
    "requirement twice": (
        'id = "req-unit-sakip"',
        'id = "req-zi-years"',
        ["requirements.req-zi-years.id: found twice, expected once."],
    ),
    "waiver of a fact that is not there": (
        'fact = "afirmasi"',
        'fact = "luck"',
        [f"waiver.fact: found 'luck', expected {FACTS}."],
    ),
    "waiver for no value": ('value = "Ya"', 'value = "Yes"', ["waiver.value: found 'Yes', expected one of Ya, Tidak."]),
    "waiver of a predicate that is not there": (
        'predicates = ["WBK"] #',
        'predicates = ["WBS"] #',
        ["waiver.predicates: found 'WBS', expected one of WBK, WBBM."],
    ),
    "kawasan of a predicate that is not there": (
        'holds_kawasan_wbk = ["WBBM"]',
        'holds_kawasan_wbk = ["WBS"]',
        ["kawasan.holds_kawasan_wbk: found 'WBS', expected one of WBK, WBBM."],
    ),
    "convention twice": (
        'id = "rounding"',
        'id = "unanswered"',
        ["conventions.unanswered.id: found twice, expected once."],
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_broken_rules_are_refused(folder: Path, name: str) -> None:
    """Each fault is told once, and what follows from it, but nothing else."""
    old, new, expected = RULES[name]
    change_rules(folder, old, new)
    assert faults(folder) == [f"rules.toml: {message}" for message in expected]
