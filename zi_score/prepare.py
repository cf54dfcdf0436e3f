"""Build step: what is not committed, but made of what is: compiled message catalogues, and data ready to load."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
"""What stands in a catalogue in place of the clock: a wheel is the same whenever it is built."""


class PreparedFiles(BuildHookInterface[Any]):
    """Runs before a wheel is packed and before an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface's
        """Write a ``.mo`` beside every ``.po``, and what is validated beside its sources."""
        for source in Path(self.root, "zi_score", "locale").rglob("*.po"):
            with source.open("rb") as po, _draft(source.with_suffix(".mo")).open("wb") as mo:
                catalogue = read_po(po)
                catalogue.creation_date = _MOMENT
                write_mo(mo, catalogue)
            _put_in_place(source.with_suffix(".mo"))
        sys.path.insert(0, self.root)
        from zi_score.law.load import prepared_rulesets  # noqa: PLC0415 - of the folder that is built
        from zi_score.model.findings import prepared_catalogue  # noqa: PLC0415 - as above
        from zi_score.reports.render.page.templates import prepared_templates  # noqa: PLC0415 - as above

        for path, text in (prepared_catalogue(), *prepared_rulesets(), prepared_templates()):
            _draft(path).write_text(text, encoding="utf-8", newline="\n")
            _put_in_place(path)


def _draft(path: Path) -> Path:
    """Return the draft of a file."""
    return path.with_name(f"{path.name}.{os.getpid()}")


def _put_in_place(path: Path) -> None:
    """Put a draft in the place of its file, whole at once: the program may run from this folder meanwhile."""
    _draft(path).replace(path)
