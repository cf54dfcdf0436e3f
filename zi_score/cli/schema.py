"""``zi-score schema``: the JSON Schema of an evaluation."""

from pathlib import Path

import typer

import zi_score
from zi_score.cli.app import app
from zi_score.cli.options import LanguageOption
from zi_score.cli.words import Command
from zi_score.language import translate as _


@app.command(
    cls=Command,
    options_metavar=_("[OPTIONS]"),
    help=_("Print the JSON Schema of evaluate --format json."),
    epilog=_("Example:") + " zi-score schema > evaluation.schema.json",
)
def schema(*, lang: LanguageOption = None) -> None:  # noqa: ARG001 - read before parsing, see zi_score.cli
    """Print the schema that the project ships."""
    typer.echo((Path(zi_score.__file__).parent / "result.schema.json").read_text(encoding="utf-8"), nl=False)
