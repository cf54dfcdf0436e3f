"""``zi-score schema``: the JSON Schema of a result."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import zi_score
from zi_score.cli.shared import command
from zi_score.model.language import translate as _


class SchemaName(StrEnum):
    """Commands that give a result as JSON; ``progress`` is that of ``improve --against``."""

    EVALUATE = "evaluate"
    CHECK = "check"
    COMPARE = "compare"
    IMPROVE = "improve"
    PROGRESS = "progress"
    WHATIF = "whatif"
    BATCH = "batch"


@command(
    _("Print the JSON Schema of what a command gives with --format json."), "schema check > check.schema.json", "lang"
)
def schema(
    result: Annotated[
        SchemaName,
        typer.Argument(
            metavar=_("RESULT"),
            help=_("Command whose result is described: {results}.").format(results=", ".join(SchemaName)),
        ),
    ] = SchemaName.EVALUATE,
) -> None:
    """Print the schema that the project ships."""
    name = "result" if result is SchemaName.EVALUATE else result.value
    typer.echo((Path(zi_score.__file__).parent / f"{name}.schema.json").read_text(encoding="utf-8"), nl=False)
