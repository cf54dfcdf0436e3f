"""Every document says in every format what its golden file holds, to the letter.

``python tests/script.py test_golden`` writes the files anew; read the difference before it is kept. A made document
has all that the formats know; of real ones as much is kept as shows what each says.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import batches
import checked
import comparisons
import plans
import pytest
from conftest import RULESET
from goldens import ENDINGS, FOLDER, golden, shortened
from kinds import kinds
from reports import example, report_of

from zi_score.api.one import evaluate
from zi_score.api.plans import what_if
from zi_score.model.language import use_language
from zi_score.reading.workbook import read_workbook
from zi_score.reports.document import Document, Format
from zi_score.reports.documents import (
    catalogue,
    changes,
    check,
    comparison,
    evaluation,
    failure,
    law,
    law_part,
    monitoring,
    plan,
    rekap,
    trace,
    unit,
    whatif,
)

Make = Callable[[Format], Document]


def named(name: str) -> Path:
    """Return the path of a worksheet as users of this project name it, so that no text depends on where it stands."""
    return example(name).relative_to(Path.cwd())


def tried() -> Document:
    """Return what was tried out; the evaluation below it has golden files of its own."""
    tried_out = what_if(read_workbook(named("half-empty")), {"A.I.1.i.a": "Ya", "B.I.a": ""}, RULESET)
    made = whatif.document(*tried_out, RULESET)
    return made._replace(blocks=made.blocks[:1])


def changed() -> Document:
    """Return what one save changed."""
    before, after = evaluate(named("area-below")), evaluate(named("half-empty"))
    return changes.document(before, after, RULESET, at="10:00:00")


def traced() -> Document:
    """Return how a figure came about."""
    return trace.document(RULESET, evaluate(named("wbk")).assessments[0], "A.II.3.i")


def asked() -> Document:
    """Return what the law says of a question."""
    found = law_part.part(RULESET, "A.II.1.i.b")
    assert found
    return found


MADE: dict[str, Make] = {
    "kinds": lambda _form: kinds(),
    "evaluation": lambda _form: shortened(evaluation.document(evaluate(named("half-empty")), RULESET)),
    "unit": lambda form: shortened(unit.document(report_of(named("three-assessors"), "id"), form), 3),
    "whatif": lambda _form: tried(),
    "failure": lambda _form: failure.document(batches.failed("kiriman/rusak.xlsx")),
    "check": lambda form: check.document(checked.RESULT, checked.LAWS, form),
    "rekap": lambda form: shortened(rekap.document(batches.FEW, RULESET, form), 9),
    "comparison": lambda form: comparison.document(comparisons.plain(), RULESET, form),
    "rounds": lambda form: shortened(comparison.document(comparisons.way(), RULESET, form), 9),
    "monitoring": lambda form: monitoring.document(plans.progress(), RULESET, form),
    "law": lambda _form: shortened(law.overview(RULESET), 3),
    "catalogue": lambda _form: shortened(catalogue.overview(), 2),
}
PLAN: Make = lambda form: plan.document(plans.everything(), RULESET, form)  # noqa: E731 - as those above
SAID: dict[str, Make] = {
    "changes": lambda _form: changed(),
    "trace": lambda _form: traced(),
    "finding": lambda _form: catalogue.page("typed-total-differs", RULESET),
    "question": lambda _form: asked(),
    "plan.unreachable": lambda form: plan.document(plans.unreachable(), RULESET, form),
    "comparison.hostile": lambda form: comparison.document(comparisons.hostile(), RULESET, form),
}
"""What is said on the terminal alone, or as elsewhere."""

OTHERS = {
    *("check.json", "check.sarif.json", "check.github.txt", "check.junit.xml"),
    *("rekap.csv", "progress.json", "plan.sheets.txt"),
}
"""Golden files of what is no document."""

FILES: dict[str, tuple[Make, Format, str]] = {
    **{f"{name}.{ENDINGS[form]}": (make, form, "id") for name, make in MADE.items() for form in ENDINGS},
    **{f"{name}.txt": (make, "text", "id") for name, make in SAID.items()},
    **{f"plan.{ENDINGS[form]}": (PLAN, form, "id") for form in ENDINGS if form != "xlsx"},
    "kinds.en.txt": (MADE["kinds"], "text", "en"),
    "evaluation.en.txt": (MADE["evaluation"], "text", "en"),
    "comparison.en.txt": (MADE["comparison"], "text", "en"),
    "rounds.en.txt": (MADE["rounds"], "text", "en"),
    "plan.en.txt": (PLAN, "text", "en"),
    "monitoring.en.txt": (MADE["monitoring"], "text", "en"),
}


def made(name: str) -> str:
    """Return what a golden file must hold."""
    make, form, language = FILES[name]
    use_language(language)
    return golden(make(form), form)


@pytest.mark.parametrize("name", FILES)
def test_golden(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each format says what its golden file holds, to the letter."""
    monkeypatch.chdir(FOLDER.parents[1])
    assert made(name) == (FOLDER / name).read_bytes().decode()


def test_every_golden_file_is_compared() -> None:
    """No file of a document that is gone; those of other formats are compared where these are tested."""
    assert {path.name for path in FOLDER.iterdir()} - OTHERS == set(FILES)


if __name__ == "__main__":
    for file in FILES:
        (FOLDER / file).write_bytes(made(file).encode())
