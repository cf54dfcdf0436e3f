"""Build step: compile the message catalogues (``.po`` to ``.mo``), which are not committed."""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Runs before a wheel is packed and before an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface's
        """Write a ``.mo`` beside every ``.po``, whole at once: the program may run from this folder meanwhile."""
        for source in Path(self.root, "zi_score", "locale").rglob("*.po"):
            target = source.with_suffix(".mo")
            draft = target.with_suffix(f".{os.getpid()}")
            with source.open("rb") as po, draft.open("wb") as mo:
                write_mo(mo, read_po(po))
            draft.replace(target)
