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
    """Form of a result."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"


class EvaluateFormat(StrEnum):
    """Form of an evaluation."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"
    CHAT = "chat"


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
    DOCX = "docx"


class BatchFormat(StrEnum):
    """Form of a batch."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    HTML = "html"


class UnitFormat(StrEnum):
    """Form of the report of a unit."""

    HTML = "html"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    CSV = "csv"
    DOCX = "docx"
    PDF = "pdf"

    @property
    def suffix(self) -> str:
        """The ending of its files."""
        return ".md" if self is UnitFormat.MARKDOWN else f".{self}"


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


class RulesFormat(StrEnum):
    """Form of a ruleset, or of what is otherwise in it."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"


class FailOn(StrEnum):
    """From which severity on a finding makes the check fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    NEVER = "never"


class Reader(StrEnum):
    """For whom a check is."""

    TPI = "tpi"


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
