"""Options that commands share, and what their values mean."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from zi_score.language import translate as _


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
    """Form of an evaluation."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"


class CheckFormat(StrEnum):
    """Form of a check."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"


class BatchFormat(StrEnum):
    """Form of a batch."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    HTML = "html"


class PlanFormat(StrEnum):
    """Form of a plan."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"


class CompareFormat(StrEnum):
    """Form of a comparison."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    XLSX = "xlsx"
    HTML = "html"


class FailOn(StrEnum):
    """From which severity on a finding makes the check fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    NEVER = "never"


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


ReportOption = Annotated[
    list[str] | None,
    typer.Option("--report", metavar=_("FORMAT:PATH"), help=_("Write the result to a file too; may be repeated.")),
]
RequireOption = Annotated[
    str | None,
    typer.Option("--require", metavar="WBK|WBBM", help=_("Exit with 1 unless this predicate is met.")),
]
RulesetOption = Annotated[
    str | None,
    typer.Option(
        "--ruleset", metavar=_("ID|FOLDER"), help=_("Ruleset: an id of zi-score rules, or a folder of your own.")
    ),
]
FileArgument = Annotated[
    str, typer.Argument(metavar=_("FILE"), help=_("Workbook with the LKE; - reads standard input."))
]
HoldsOption = Annotated[
    bool | None, typer.Option("--holds-wbk/--no-holds-wbk", help=_("Whether the unit already holds WBK."))
]
FactOption = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar=_("KEY=VALUE"), help=_("A fact from outside the LKE; may be repeated.")),
]
SheetOption = Annotated[
    str | None, typer.Option("--sheet", metavar=_("NAME"), help=_("Sheet to read, where several hold an LKE."))
]
ColumnOption = Annotated[
    str | None,
    typer.Option(
        "--column",
        metavar=_("LETTER|HEADER"),
        help=_("Column to read, where an assessor has several columns of answers."),
    ),
]
YearOption = Annotated[
    int | None,
    typer.Option(
        "--year",
        min=2000,
        max=2049,
        metavar="N",
        help=_("Year whose column to read, where an assessor has several; by default the workbook's."),
    ),
]
DateOption = Annotated[
    datetime | None,
    typer.Option(
        "--date",
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help=_("Date that reports bear (also SOURCE_DATE_EPOCH); by default today."),
    ),
]
LanguageOption = Annotated[
    Language | None, typer.Option("--lang", help=_("Language of the output (also ZI_SCORE_LANG)."))
]
ColorOption = Annotated[Color, typer.Option("--color", help=_("When to write colours."))]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=_("Only the verdict and its reasons."))]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help=_("Everything: all findings, nodes, conventions."))
]
