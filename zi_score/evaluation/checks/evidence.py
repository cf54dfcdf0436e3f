"""What stands beside the unit's answers: evidence and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from zi_score.evaluation.checks.subject import Subject
from zi_score.evaluation.scoring import QuestionNode, questions_of
from zi_score.evaluation.unproven import Unproven
from zi_score.model.exact import rounded
from zi_score.model.findings import Finding, finding, shown, typed
from zi_score.model.pattern import pattern
from zi_score.model.worksheet import Assessor, Place, Remark

_EMPTY, _UNLINKED, _REPEATED = "evidence-placeholder", "evidence-without-link", "evidence-repeated"

_MANY = 5
"""Questions beside which the same evidence stands; fewer may well share a document."""

_LINK = pattern(r"(https?|ftp)\s*:?\s*//|www\.", re.IGNORECASE)
_REACHABLE = pattern(
    r"((https?|ftp)://(?!localhost\b|127\.|0\.0\.0\.0)[\w-]+(\.[\w-]+)+|www\.[\w-]+(\.[\w-]+)+)(:\d+)?([/?#]\S*)?"
    r"|(?<![\w/.@:-])([a-z0-9-]+\.)+(ly|id|com|net|org|gl|me|link|page|app|io|example)/[\w%~-]\S*",
    re.IGNORECASE,
)
"""Addresses, and those of which people write no more than what they read aloud: ``bit.ly/zi-2026``."""

_LOCAL = pattern(r"file:|[a-z]:[\\/]|\\\\\w|/(home|users|mnt|media)/|localhost\b", re.IGNORECASE)
_BARE_SCHEME = pattern(r"(https?|ftp)\s*:?/{0,2}\s*\.*|www\.?", re.IGNORECASE)
_FILE = pattern(
    r"[^\s/\\]\.(pdf|docx?|xlsx?|xlsm|pptx?|odt|ods|odp|rtf|txt|csv|jpe?g|png|gif|zip|rar|7z|mp[34])\b", re.IGNORECASE
)
_PLACEHOLDER = pattern(
    r"[-–—_.?\s]*|x{2,}|(bl?m|belum)(\s+\w+){0,3}|n\s?[/.]?\s?a\.?|t\.?b\.?[ad]\.?|todo|nihil|kosong|s\.?d\.?a\.?"
    r"|(tidak|tdk\.?) (ada|tersedia)( (bukti|data|dokumen|(pen)?dukung|eviden\w*|file|berkas|lampiran|link|tautan))*\.?"
    r"|((link|tautan|file|berkas|dokumen|data|bukti|dukung|eviden\w*|akan|masih|sedang|dalam|on|in)\s+)*"
    r"(menyusul|disusulkan|diunggah|diupload|progress?|proses|disusun|disiapkan|diproses|dilengkapi)"
    r"(\s+(penyusunan|pembuatan|pengumpulan|upload|unggah|kemudian|nanti))?\.?"
    r"|none|null|[a-z]"
    r"|lorem ipsum.*|#[a-z0-9/]+[!?]?|[\[<{(]\s*[^\])>}]*\s*[\])>}]"
    r"|(isi|tulis|ketik|masukkan|cantumkan)\b.*\b(di ?sini)\b.*|(contoh|te?st?|coba|dummy|abc|asdf?\w*|123)",
    re.IGNORECASE,
)
_EMPTY_WORDS = frozenset(
    "ada sudah telah terlampir lampiran dilampirkan tersedia lengkap disiapkan lihat link tautan file berkas folder "  # noqa: SIM905 - one word a line would fill the page
    "drive gdrive google klik disini sini cek softcopy hardcopy soft hard copy bukti dukung dokumen data eviden "
    "evidence ok oke ya iya di dan pada yang atas bawah sama "
    "dengan idem sda".split()
)
"""Words that name no document, however many of them stand together."""


def check_claims(subject: Subject) -> Iterator[Finding]:
    """Yield the unit's answers above the lowest level beside which nothing stands, or at full mark only a note.

    A question that is counted is left out: its counts are the evidence.
    """
    for claim in _claims(subject):
        if name := _bare(claim, subject):
            node = claim.node
            yield finding(
                name,
                code=node.code,
                cell=node.cell,
                assessor=Assessor.UNIT,
                typed=f'"{node.answer}"' if node.basis == "answer" else f"{rounded(Fraction(node.value or 0) * 100)} %",
            )


def check_evidence(subject: Subject) -> Iterator[Finding]:
    """Yield the evidence that leads an assessor nowhere."""
    seen: set[Place] = set()
    for claim in _claims(subject):
        for remark, name in _faulty(claim, subject):
            if remark.place not in seen:
                seen.add(remark.place)
                place, code = remark.place, claim.node.code
                yield finding(name, code=code, cell=place, assessor=Assessor.UNIT, text=typed(remark.text))


def check_repeated(subject: Subject) -> Iterator[Finding]:
    """Yield the evidence that stands beside many questions."""
    for remarks in _repeated(subject):
        code, first = next(iter(remarks.items()))
        yield finding(
            _REPEATED,
            code=code,
            cell=first.place,
            assessor=Assessor.UNIT,
            text=typed(first.text),
            count=len(remarks),
            codes=", ".join(remarks),
        )


def unproven(subject: Subject) -> tuple[Unproven, ...]:
    """Return the unit's answers that nothing beside them proves, those first at which most points are at stake."""
    repeated = {code for remarks in _repeated(subject) for code in remarks}
    found = []
    for claim in _claims(subject):
        names = [name for _remark, name in _faulty(claim, subject)]
        names += [name for name in (_bare(claim, subject), _REPEATED if claim.node.code in repeated else None) if name]
        if names:
            found.append(
                Unproven(
                    code=claim.node.code,
                    label=claim.node.name,
                    cell=claim.node.cell,
                    points=claim.node.score,
                    findings=tuple(dict.fromkeys(names)),
                    beside=tuple(shown(remark.text) for remark in (*claim.evidence, *claim.notes)),
                )
            )
    return tuple(sorted(found, key=lambda each: -each.points))


def claims_of(subject: Subject) -> int:
    """Return how many of the unit's answers give points and have a place for evidence beside them."""
    columns = subject.columns(Assessor.UNIT)
    return sum(claim.is_answer for claim in _claims(subject)) if columns.notes or columns.evidence else 0


@dataclass(frozen=True)
class _Claim:
    """A question that the unit answered above the lowest level, and what stands beside it and its counts."""

    node: QuestionNode
    notes: tuple[Remark, ...]
    evidence: tuple[Remark, ...]

    @property
    def is_answer(self) -> bool:
        """Whether it rests on what was typed, not on counts."""
        return self.node.basis in ("answer", "typed-percent")


def _claims(subject: Subject) -> Iterator[_Claim]:
    assessment = next((a for a in subject.assessments if a.assessor is Assessor.UNIT), None)
    if assessment is None:
        return
    answers = subject.answers(Assessor.UNIT).answers
    for node in questions_of(assessment.nodes):
        codes = [node.code, *(f"{node.code}.{key}" for key in node.counts)]
        beside = [answers[code] for code in codes if code in answers]
        if node.value:
            yield _Claim(
                node,
                tuple(note for answer in beside for note in answer.notes if not note.is_dash),
                tuple(remark for answer in beside for remark in answer.evidence),
            )


def _bare(claim: _Claim, subject: Subject) -> str | None:
    """Return the finding that an answer gives cause for beside which no evidence stands, if any."""
    columns = subject.columns(Assessor.UNIT)
    if not claim.is_answer or not (columns.notes or columns.evidence):
        return None
    if not claim.notes:
        return None if claim.evidence else "claim-without-evidence"
    if not all(remark.is_dash for remark in claim.evidence):
        return None
    leads = any(_fault(note, subject) is None for note in claim.notes)
    return "full-mark-without-evidence" if columns.evidence and claim.node.value == 1 and not leads else None


def _faulty(claim: _Claim, subject: Subject) -> Iterator[tuple[Remark, str]]:
    """Yield the evidence that leads nowhere, and the finding that says so."""
    faults = {remark: _fault(remark, subject) for remark in claim.evidence}
    is_proven = None in faults.values()
    for remark, name in faults.items():
        if name is None or (name == _UNLINKED and (is_proven or not claim.is_answer)):
            continue
        if not (remark.is_dash and (is_proven or claim.notes)):
            yield remark, name


def _repeated(subject: Subject) -> Iterator[dict[str, Remark]]:
    """Yield the questions beside which the same evidence stands, where they are many."""
    beside: dict[str, dict[str, Remark]] = {}
    for claim in _claims(subject):
        for remark in claim.evidence:
            text = subject.submission.address(remark.place) or " ".join(remark.text.casefold().split())
            if _fault(remark, subject) != _EMPTY:
                beside.setdefault(text, {}).setdefault(claim.node.code, remark)
    yield from (remarks for remarks in beside.values() if len(remarks) >= _MANY)


def _fault(remark: Remark, subject: Subject) -> str | None:
    """Return the finding that a text gives cause for, if any."""
    target = subject.submission.address(remark.place)
    return _fault_of(target or remark.text, bool(target))


@lru_cache(maxsize=4096)
def _fault_of(text: str, is_target: bool) -> str | None:  # noqa: FBT001 - what else is known of the text
    """Return what is wrong with a text or, where it is one, with the target of a link; each is asked for twice."""
    if _REACHABLE.search(text) or (is_target and text.startswith("#")):  # a place in this workbook
        return None
    if _PLACEHOLDER.fullmatch(text) or _BARE_SCHEME.fullmatch(text) or _says_nothing(text):
        return _EMPTY
    if _LOCAL.search(text) or _LINK.search(text) or re.match(r"\w{2,8}:/", text):
        return "evidence-not-usable"
    return None if _FILE.search(text) or is_target else _UNLINKED


def _says_nothing(text: str) -> bool:
    words = re.findall(r"[^\W_]+", text.casefold())
    return all(word in _EMPTY_WORDS for word in words)
