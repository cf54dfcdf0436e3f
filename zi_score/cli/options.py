"""Options that commands share, and what their values mean."""

from enum import StrEnum
from typing import Annotated

import typer

from zi_score.model.language import translate as _


class Language(StrEnum):
    """Language of the output."""

    ID = "id"
    EN = "en"


class Color(StrEnum):
    """When to write colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Format(StrEnum):
    """Form of a result, where a command has no other of its own."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"


class Shown(StrEnum):
    """Whose answers to show."""

    UNIT = "unit"
    TPI = "tpi"
    TPI_2 = "tpi-2"
    TPN = "tpn"
    ALL = "all"


class Whose(StrEnum):
    """Whose answers to start from."""

    UNIT = "unit"
    TPI = "tpi"
    TPI_2 = "tpi-2"
    TPN = "tpn"


FormatOption = Annotated[Format, typer.Option("--format", help=_("Form of the result."))]
ReportOption = Annotated[
    list[str] | None,
    typer.Option("--report", metavar=_("FORMAT:PATH"), help=_("Write the result to a file too; may be repeated.")),
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help=_("Processes; by default one a core."))
]
NoProgressOption = Annotated[bool, typer.Option("--no-progress", help=_("No progress bar."))]
CacheOption = Annotated[
    str | None,
    typer.Option("--cache", metavar=_("FOLDER"), help=_("Keep results there; unchanged workbooks are then fast.")),
]
RequireOption = Annotated[
    str | None,
    typer.Option("--require", metavar="WBK|WBBM", help=_("Exit with 1 unless this predicate is met.")),
]
FileArgument = Annotated[
    str, typer.Argument(metavar=_("FILE"), help=_("Workbook with the LKE; - reads standard input."))
]
LanguageOption = Annotated[
    Language | None, typer.Option("--lang", help=_("Language of the output (also ZI_SCORE_LANG)."))
]
