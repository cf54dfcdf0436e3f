"""One broken workbook for each finding: a sound one with exactly one fault in it, and what a check must say of it.

``python -m worksheets.build`` writes them. Places are written ``K{A.I.1.i.a}``: the column, and the row
of a question, count (``code.key``), heading or total row (``TOTAL A``, ``TOTAL``) of the sheet ``LKE ZI``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from worksheets import portalrb
from worksheets.drafts import Fault, built, drafted, packed, parts_of, resolved
from worksheets.faults_of_answers import answer_faults, evidence_faults
from worksheets.faults_of_figures import assessor_faults, fact_faults, formula_faults, plan_faults
from worksheets.faults_of_forms import file_faults, form_faults


def write(folder: Path, chosen: Iterable[Fault]) -> None:
    """Write broken workbooks, of these the ones that are kept, and what is expected of them."""
    kept = [fault for fault in chosen if not fault.temporary]
    drafts = {fault.name: drafted(fault) for fault in kept}
    for name, content in built(drafts, {fault.name for fault in kept if fault.is_calculated}).items():
        fault = next(fault for fault in kept if fault.name == name)
        _write_file(fault, content, folder)
        found = {
            "description": fault.tells,
            "arguments": dict(fault.arguments),
            "findings": [list(each) for each in resolved(fault, drafts[name])],
        }
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.expected.json").write_text(text, encoding="utf-8")


def write_temporary(fault: Fault, folder: Path) -> Path:
    """Write a workbook that is not kept; return its path."""
    path = folder / fault.file
    if fault.make:
        fault.make((Path(__file__).parent / "broken" / "near-minimum.xlsx").read_bytes(), path)
    return path


def _write_file(fault: Fault, content: bytes, folder: Path) -> None:
    path = folder / fault.file
    if fault.make:
        fault.make(content, path)
    else:
        path.write_bytes(packed(fault.pack(parts_of(content))) if fault.pack else content)


def faults() -> tuple[Fault, ...]:
    """Return all of them, in the order of the catalogue's chapters."""
    return (
        *file_faults(),
        *form_faults(),
        *answer_faults(),
        *evidence_faults(),
        *formula_faults(),
        *assessor_faults(),
        *fact_faults(),
        *plan_faults(),
        *portalrb.faults(),
    )
