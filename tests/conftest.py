"""What several tests share: answers in memory, the worksheets on disk, the command line as a process."""

from __future__ import annotations

import os

os.environ.setdefault("OPENPYXL_LXML", "False")  # as the command line does; openpyxl looks when it is imported

import gc
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from forked import MAIN, Command, can_fork, forked
from proofs import share
from recalculate import Recalculated, recalculate_once

from tests.vectors.oracle import CHOICES, GROUPS, QUESTIONS
from worksheets.cases import Sheet, full
from zi_score.evaluation.assessment import Assessment, assess
from zi_score.law.facts import FactValue
from zi_score.law.load import load_ruleset
from zi_score.model.language import use_language
from zi_score.model.worksheet import Answer, AnswerSheet, Assessor, Place

collect_ignore = ["support/uno_session.py"]  # run by the Python that LibreOffice brings along

gc.disable()  # until the tests are collected: a third of that would be looking for garbage

ROOT = Path(__file__).parents[1]
VALID = ROOT / "worksheets" / "valid"
FIELD = ROOT / "worksheets" / "field"
BROKEN = ROOT / "worksheets" / "broken"
BLANK = ROOT / "worksheets" / "blank" / "permenpanrb-90-2021.xlsx"
RULESET_FOLDER = ROOT / "zi_score" / "rulesets" / "permenpanrb-90-2021"
RULESET = load_ruleset()
SCALES = {code: scale for under in QUESTIONS.values() for code, scale in under.items()}
TIMEOUT = 60


@pytest.fixture(autouse=True)
def _usual_language() -> Iterator[None]:
    """Let every test begin in Indonesian, whatever the one before it spoke."""
    yield
    use_language("id")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests that need LibreOffice come first, so that no process waits for another that runs it."""
    items.sort(key=lambda item: item.get_closest_marker("libreoffice") is None)


def pytest_collection_finish() -> None:
    """Look for garbage again, but less often and not among what was imported: that takes a tenth of all time."""
    gc.freeze()
    gc.set_threshold(100_000)
    gc.enable()


@pytest.fixture(scope="session")
def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of a run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def _proofs(together: Path) -> None:
    """Let a workbook be proven once in a run."""
    share(together / "proofs")


@pytest.fixture(scope="session")
def recalculated(request: pytest.FixtureRequest, together: Path) -> Recalculated:
    """Return what gives the workbooks of ``@libreoffice(write)`` as LibreOffice saved them."""
    marks = (mark for item in request.session.items for mark in item.iter_markers("libreoffice"))
    return recalculate_once(dict.fromkeys(mark.args[0] for mark in marks), together)


def value_of(key: str, typed: object) -> str | Fraction | None:
    """Return what the reader makes of a canonical answer or count: a choice, a number, or nothing."""
    if typed is None:
        return None
    return str(typed) if SCALES.get(key) in CHOICES else Fraction(str(typed))


def answers_of(sheet: Sheet) -> dict[str, Answer]:
    """Return the answers and counts of a sheet as read from cells K1, K2, ..."""
    return {
        key: Answer(
            place=Place("Jawaban", f"K{row}"), typed="" if typed is None else str(typed), value=value_of(key, typed)
        )
        for row, (key, typed) in enumerate({**sheet.answers, **sheet.counts}.items(), start=1)
    }


def answer_sheet(sheet: Sheet, assessor: Assessor = Assessor.UNIT) -> AnswerSheet:
    """Return an assessor's answers in memory."""
    return AnswerSheet(assessor=assessor, answers=answers_of(sheet))


def assessed(sheet: Sheet, facts: Mapping[str, FactValue] | None = None) -> Assessment:
    """Assess a sheet by the current regulation."""
    return assess(RULESET, answer_sheet(sheet), facts or {})


def empty() -> Sheet:
    """Return a sheet without any answer."""
    return full().only("nothing")


def _all_reported(counts: Mapping[str, int | None]) -> dict[str, int | None]:
    """Return the counts of reports that are as many as were obliged, where that is known."""
    found: dict[str, int | None] = {}
    for code, groups in GROUPS.items():
        obliged = [n for group in groups if (n := counts[f"{code}.{group}"]) is not None]
        total = sum(obliged) if len(obliged) == len(groups) else counts[f"{code}.wajib_melapor"]
        found[f"{code}.sudah_melaporkan"] = total
    return found


def random_sheet(seed: int, *, blank: float = 0.08, goodness: float = 0.7) -> Sheet:
    """Return random answers: mostly good ones, some blanks, zeros, typed totals and typed percentages."""
    rnd = random.Random(seed)

    def kept(value: object) -> object:
        return None if rnd.random() < blank else value

    answers: dict[str, str | int | None] = {}
    counts: dict[str, int | None] = {}
    for code, scale in SCALES.items():
        if scale in CHOICES:
            choices = list(CHOICES[scale])
            answers[code] = choices[0] if rnd.random() < goodness else rnd.choice(choices)
        elif scale == "nilai_0_4":
            answers[code] = str(
                Decimal(rnd.randint(300, 400) if rnd.random() < goodness else rnd.randint(0, 400)) / 100
            )
        else:
            answers[code] = None
        answers[code] = answers[code] if kept(code) else None
    for question in RULESET.questions.values():
        summed = {row.key for row in question.inputs if row.sum_of}
        for row in question.inputs:
            number = 0 if rnd.random() < 0.1 else rnd.randint(1, 12)
            counts[f"{question.code}.{row.key}"] = number if kept(row.key) and row.key not in summed else None
        if question.inputs and rnd.random() < 0.05:
            counts |= {f"{question.code}.{row.key}": None for row in question.inputs}
            answers[question.code] = str(Decimal(rnd.randint(0, 120)) / 100)
    for code, groups in GROUPS.items():
        if rnd.random() < 0.15 and answers[code] is None:
            counts |= {f"{code}.{group}": None for group in groups}
            counts[f"{code}.wajib_melapor"] = rnd.randint(0, 9)
    # Else hardly any sheet would have all its reports.
    return Sheet(answers, counts | (_all_reported(counts) if random.Random(~seed).random() < goodness else {}))


def run(  # noqa: PLR0913 - what tells one process from another
    *arguments: str | Path,
    language: str | None = "en",
    stdin: bytes = b"",
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    first: str = "",
    cold: bool = False,
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a user does, in a process of its own: a fork of one that is warm, unless ``cold``.

    ``first`` is code that the process runs before the program.
    """
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in {"ZI_SCORE_LANG", "ZI_SCORE_DEBUG", "ZI_SCORE_RULESETS"}
    }
    spoken = {"ZI_SCORE_LANG": language} if language else {}
    env = {**kept, **spoken, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80", **(environment or {})}
    texts = list(map(str, arguments))
    if not cold and can_fork(env):
        return forked(Command(texts, str(cwd), env, first), stdin, TIMEOUT)
    return subprocess.run(
        [sys.executable, "-c", f"{first}\n{MAIN}", *texts],
        input=stdin,
        cwd=cwd,
        env=env,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )


def current() -> list[Path]:
    """Return the sound worksheets of the regulation in force, for what is told of one regulation alone."""
    return sorted(path for path in VALID.glob("*.xlsx") if not path.stem.startswith("52-2014"))


def worksheets() -> list[Path]:
    """Return every worksheet that can be read, sound or with the field's faults, so that a new file is a new test."""
    return sorted([*VALID.glob("*.xlsx"), *FIELD.glob("*.xlsx")])


SORTS = {"as-typed", "three-assessors", "lke-zi", "52-2014-half-empty", "field-lke-zi", "field-52-2014"}


def of_each_sort(paths: Iterable[Path]) -> list[ParameterSet]:
    """Return worksheets for a test that costs much: one of every sort, and the others for the weekly job."""
    return [pytest.param(path, id=path.stem, marks=[pytest.mark.long] * (path.stem not in SORTS)) for path in paths]


def few(cases: Iterable[object], *usual: object) -> list[ParameterSet]:
    """Return cases for a test that costs much: some are usual, and the others are for the weekly job."""
    return [pytest.param(case, marks=[pytest.mark.long] * (case not in usual)) for case in cases]
