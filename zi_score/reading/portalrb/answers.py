"""The answers in a file of the ministry's PortalRB: which belong to which question, and what they mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from zi_score.law.portalrb import ANSWERS, EVIDENCE, FIELDS, NOTES, NUMBER, SHEET, numbered
from zi_score.law.ruleset import Question, Ruleset
from zi_score.model.exact import plain
from zi_score.model.findings import Finding, finding, single_spaced, typed
from zi_score.model.pattern import pattern
from zi_score.model.worksheet import Answer, Assessor, Place, Remark
from zi_score.reading.cells.answers import Meaning, as_typed, count, meaning
from zi_score.reading.file.document import JsonNumber, absent, described, legible, ranges, wrong_type

_TEXT = "string | null"
_NUMBER = pattern(r"[0-9]+([.,][0-9]+)?")

Entry = Mapping[str, object]


class AnswersReader:
    """Reads answers, and gathers what is wrong with them in ``findings``."""

    def __init__(self, ruleset: Ruleset) -> None:
        """Begin without findings."""
        self.findings: list[Finding] = []
        self._ruleset = ruleset
        self._numbers = {code: place.soal_id for code, place in numbered(ruleset).items()}

    def entries(self, listed: Iterable[object]) -> dict[str, Entry]:
        """Return the entries that belong to a question or count, by its code."""
        by_number: dict[int, list[Entry]] = defaultdict(list)
        for position, entry in enumerate(listed, start=1):
            number = entry.get(NUMBER) if isinstance(entry, dict) else None
            whole = number.whole if isinstance(number, JsonNumber) else None
            if not isinstance(entry, dict):
                self.findings.append(wrong_type(f"{SHEET}[{position}]", entry, "object"))
            elif whole is None:
                self.findings.append(wrong_type(f"{SHEET}[{position}].{NUMBER}", number, "integer"))
            else:
                by_number[whole].append(entry)
        self._report_numbers(by_number)
        found = {code: by_number[number][0] for code, number in self._numbers.items() if number in by_number}
        self._report_fields(found)
        return {code: entry for code, entry in found.items() if len(by_number[self._numbers[code]]) == 1}

    def answers(self, assessor: Assessor, entries: Mapping[str, Entry]) -> dict[str, Answer]:
        """Return what an assessor entered; nothing of a TPI that entered nothing, as with a workbook."""
        answers: dict[str, Answer] = {}
        for question in self._ruleset.questions.values():
            found = {
                code: self._answer(assessor, question, code, entries[code])
                for code in question.codes
                if code in entries
            }
            if found and question.code not in found:
                numbers = ranges(self._numbers[code] for code in found)
                found[question.code] = Answer(place=Place(SHEET, f"{NUMBER} {numbers}.{ANSWERS[assessor]}"))
            answers |= found
        is_blank = not any(answer.typed or answer.notes for answer in answers.values())
        return {} if is_blank and assessor is not Assessor.UNIT else answers

    def _report_numbers(self, by_number: Mapping[int, list[Entry]]) -> None:
        codes = {number: code for code, number in self._numbers.items()}
        for number, entries in sorted(by_number.items()):
            place = Place(SHEET, f"{NUMBER} {number}")
            if number not in codes:
                answer = next((entry[field] for entry in entries for field in FIELDS if entry.get(field)), None)
                self.findings.append(
                    finding("portalrb-number-unknown", cell=place, number=number, answer=described(answer))
                )
            elif len(entries) > 1:
                self.findings.append(
                    finding("portalrb-number-twice", code=codes[number], cell=place, number=number, count=len(entries))
                )
        if missing := [number for number in codes if number not in by_number]:
            self.findings.append(
                finding(
                    "portalrb-number-missing", cell=SHEET, count=len(missing), of=len(codes), numbers=ranges(missing)
                )
            )

    def _report_fields(self, entries: Mapping[str, Entry]) -> None:
        """Report the fields that answers lack, once for each field."""
        for field in FIELDS:
            if lacking := [self._numbers[code] for code, entry in entries.items() if field not in entry]:
                self.findings.append(absent(Place(SHEET, f"{NUMBER} {ranges(lacking)}.{field}")))
        unknown = {key: None for entry in entries.values() for key in entry if key not in (NUMBER, *FIELDS)}
        if unknown:
            self.findings.append(finding("portalrb-field-unknown", cell=SHEET, fields=", ".join(unknown)))

    def _answer(self, assessor: Assessor, question: Question, code: str, entry: Entry) -> Answer:
        place = Place(SHEET, f"{NUMBER} {self._numbers[code]}.{ANSWERS[assessor]}")
        raw = entry.get(ANSWERS[assessor])
        text = self._text(raw, place, code, assessor)
        understood = Meaning()
        if text is not None:
            if code == question.code:
                understood = meaning(self._ruleset.scales[question.scale], text, question.ratio)
            else:
                understood = count(text, decimals=question.has_decimals(code))
            self._report(understood, text, place, code, assessor)
        return Answer(
            place=place,
            typed=typed(described(raw) if text is None else as_typed(text)),
            value=understood.value,
            notes=self._remarks(entry, NOTES.get(assessor), code),
            evidence=self._remarks(entry, EVIDENCE.get(assessor), code),
        )

    def _text(self, raw: object, place: Place, code: str, assessor: Assessor) -> str | None:
        """Return an answer as a text; None where it is nothing that can be read as one."""
        if raw is None or isinstance(raw, str):
            return legible(raw or "")
        if isinstance(raw, JsonNumber) and raw.text.lstrip("-")[:1].isdigit():
            self.findings.append(
                finding("portalrb-number-bare", code=code, cell=place, assessor=assessor, typed=typed(raw.text))
            )
            return raw.text
        self.findings.append(wrong_type(place, raw, _TEXT, code))
        return None

    def _report(self, understood: Meaning, text: str, place: Place, code: str, assessor: Assessor) -> None:
        if understood.fault:
            details = {key: typed(value) for key, value in understood.details.items()}
            self.findings.append(finding(understood.fault, code=code, cell=place, assessor=assessor, **details))
        elif not isinstance(understood.value, str | None) and not _NUMBER.fullmatch(text.strip()):
            value = plain(understood.value)
            self.findings.append(
                finding("number-as-text", code=code, cell=place, assessor=assessor, typed=typed(text), value=value)
            )

    def _remarks(self, entry: Entry, field: str | None, code: str) -> tuple[Remark, ...]:
        said = entry.get(field) if field else None
        if said is None:
            return ()
        place = Place(SHEET, f"{NUMBER} {self._numbers[code]}.{field}")
        if not isinstance(said, str):
            self.findings.append(wrong_type(place, said, _TEXT, code))
            return ()
        whole = legible(said)
        text = single_spaced(whole)
        return (Remark(place=place, text=text, typed=whole if whole != text else None),) if text else ()
