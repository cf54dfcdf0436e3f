"""Options that commands share, declared once: a command names those that it takes, and gets them together."""

import inspect
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from zi_score.cli.app import Exit, app, fail, named_ruleset
from zi_score.cli.options import Color, Language
from zi_score.cli.words import Command
from zi_score.model.language import translate as _

if TYPE_CHECKING:
    from zi_score.cli.run import Look
    from zi_score.law.ruleset import Ruleset
    from zi_score.pipeline import HowOptions


class Shared(NamedTuple):
    """What was asked for in the options that commands share; those that a command does not take have their defaults."""

    holds_wbk: bool | None = None
    fact: list[str] | None = None
    sheet: str | None = None
    column: str | None = None
    year: int | None = None
    no_compute: bool = False
    ruleset: str | None = None
    lang: Language | None = None  # read before parsing, see zi_score.cli
    date: str | None = None
    color: Color = Color.AUTO
    quiet: bool = False
    verbose: bool = False

    @property
    def which(self) -> "HowOptions":
        """Which part of a workbook is to be read, and whether answers are computed that are formulas."""
        return {"sheet": self.sheet, "column": self.column, "year": self.year, "compute": not self.no_compute}

    @property
    def law(self) -> "Ruleset | None":
        """The ruleset that was named; without one, the workbook tells its own."""
        return named_ruleset(self.ruleset)

    @property
    def facts(self) -> dict[str, str]:
        """What was stated from outside the LKE, by key."""
        from zi_score.cli.facts import facts_of

        return facts_of(self.fact or ())

    @property
    def look(self) -> "Look":
        """How much is to be said, and how it is to look."""
        from zi_score.cli.run import Look

        return Look.of(self.color, self.date, quiet=self.quiet, verbose=self.verbose)


_OPTIONS: dict[str, Any] = {
    "holds_wbk": Annotated[
        bool | None, typer.Option("--holds-wbk/--no-holds-wbk", help=_("Whether the unit already holds WBK."))
    ],
    "fact": Annotated[
        list[str] | None,
        typer.Option("--fact", metavar=_("KEY=VALUE"), help=_("A fact from outside the LKE; may be repeated.")),
    ],
    "sheet": Annotated[
        str | None, typer.Option("--sheet", metavar=_("NAME"), help=_("Sheet to read, where several hold an LKE."))
    ],
    "column": Annotated[
        str | None,
        typer.Option(
            "--column",
            metavar=_("LETTER|HEADER"),
            help=_("Column to read, where an assessor has several columns of answers."),
        ),
    ],
    "year": Annotated[
        int | None,
        typer.Option(
            "--year",
            min=2000,
            max=2049,
            metavar="N",
            help=_("Year whose column to read, where an assessor has several; by default the workbook's."),
        ),
    ],
    "no_compute": Annotated[
        bool, typer.Option("--no-compute", help=_("Leave answers unknown whose formulas have no saved result."))
    ],
    "ruleset": Annotated[
        list[str] | None,
        typer.Option(
            "--ruleset",
            metavar=_("ID|FOLDER|XLSX"),
            help=_("Ruleset: an id of zi-score rules, or a folder or workbook of your own; may be repeated."),
        ),
    ],
    "date": Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            help=_("Date that reports bear (also SOURCE_DATE_EPOCH); by default today."),
        ),
    ],
    "lang": Annotated[Language | None, typer.Option("--lang", help=_("Language of the output (also ZI_SCORE_LANG)."))],
    "color": Annotated[Color, typer.Option("--color", help=_("When to write colours."))],
    "quiet": Annotated[bool, typer.Option("--quiet", "-q", help=_("Only the verdict and its reasons."))],
    "verbose": Annotated[
        bool, typer.Option("--verbose", "-v", help=_("Everything: all findings, nodes, conventions."))
    ],
}

FACTS = ("holds_wbk", "fact")
PART = ("sheet", "column", "year", "no_compute")
LOOK = ("color", "quiet", "verbose")
ALL = (*FACTS, *PART, "ruleset", "date", "lang", *LOOK)


_OF_ONE = ("explain", "show", "template")
"""Commands that read no workbook: nothing tells which of several rulesets is meant."""


def _ruleset(name: str, given: dict[str, Any]) -> str | None:
    """Return the ruleset that was named; of several, workbooks are recognised by them, too."""
    named: list[str] = given.pop("ruleset", None) or []
    if len(named) > 1 and name in _OF_ONE:
        fail(
            Exit.USAGE,
            _("--ruleset {rulesets}: one only, as no workbook tells which is meant.").format(rulesets=", ".join(named)),
        )
    if len(named) <= 1 and "ZI_SCORE_RULESETS" not in os.environ:
        return named[0] if named else None
    from zi_score.law.fault import RulesetError
    from zi_score.reading.rulesets import own_rulesets, use_rulesets

    try:
        if len(named) > 1:
            use_rulesets(named)
        own_rulesets()
    except RulesetError as problem:
        fail(Exit.USAGE, str(problem))
    return named[0] if len(named) == 1 else None


def command(
    help_: str, example: str, *shared: str, to: typer.Typer = app
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a command with these of the shared options behind its own; it may get them as ``shared``.

    Args:
        help_: what the command does.
        example: a command line, without the program.
        shared: names of fields of ``Shared``.
        to: where the command belongs.

    """

    def decorated(function: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(function, eval_str=True).parameters.values()
        defaults, takes_shared = Shared(), any(parameter.name == "shared" for parameter in own)
        behind = [
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=getattr(defaults, name), annotation=_OPTIONS[name]
            )
            for name in shared
        ]

        def run(**given: Any) -> None:  # noqa: ANN401 - whatever the command takes
            together = Shared(
                ruleset=_ruleset(function.__name__, given),
                **{name: given.pop(name) for name in shared if name != "ruleset"},
            )
            function(**given, **({"shared": together} if takes_shared else {}))

        run.__name__, run.__doc__ = function.__name__, function.__doc__
        run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # what Typer looks at
            [*(parameter for parameter in own if parameter.name != "shared"), *behind]
        )
        epilog = f"{_('Example:')} zi-score {example}"
        to.command(cls=Command, options_metavar=_("[OPTIONS]"), help=help_, epilog=epilog)(run)
        return function

    return decorated
