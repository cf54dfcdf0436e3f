"""The language of what the program says: Indonesian by default, English on request.

Messages in the code are English; ``locale/`` holds their translations for gettext. Labels,
rubrics and citations come from the ruleset and stay Indonesian in both languages.
"""

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("id", "en")
DOMAIN = "zi_score"
LOCALE_DIR = Path(__file__).parents[1] / "locale"

_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def use_language(language: str) -> None:
    """Speak this language from here on in the current context.

    Raises:
        ValueError: the language is not one of ``LANGUAGES``.

    """
    if language not in LANGUAGES:
        raise ValueError(f"{language}: expected one of {', '.join(LANGUAGES)}")
    _language.set(language)


def current_language() -> str:
    """Return the language in use, ``id`` or ``en``."""
    return _language.get()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=language == "en")


def translate(message: str) -> str:
    """Return the message in the language in use."""
    return _catalogue(_language.get()).gettext(message)


def in_every_language(message: str) -> tuple[str, ...]:
    """Return a marked message in each language: what people may find in a file that was written in either.

    >>> in_every_language(marked("Findings"))
    ('Temuan', 'Findings')
    """
    return tuple(_catalogue(language).gettext(message) for language in LANGUAGES)


def marked(message: str) -> str:
    """Mark a message for translation where it stands; ``translate`` it where it is shown."""
    return message
