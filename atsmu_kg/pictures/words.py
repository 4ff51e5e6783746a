"""What pictures say beyond the names that the graph gives, in English, Russian and Tajik."""

from __future__ import annotations

from functools import cache
from typing import Literal

from atsmu_kg.errors import ParameterError
from atsmu_kg.files import beside

Language = Literal["en", "ru", "tg"]
LANGUAGES: tuple[Language, ...] = ("en", "ru", "tg")


def word(key: str, lang: str) -> str:
    """The wording of a key in a language.

    >>> word("both", "tg")
    'муассисаҳои шарик ва донишҷӯён'
    """
    return _words()[key][checked(lang)]


def checked(lang: str) -> Language:
    """The same language if pictures speak it; else ParameterError."""
    for language in LANGUAGES:
        if lang == language:
            return language
    known = ", ".join(LANGUAGES)
    raise ParameterError(
        f"{lang!r} is not a language of the pictures", advice=f"Known are {known}.", lang=lang
    )


@cache
def _words() -> dict[str, dict[str, str]]:
    import tomllib

    return tomllib.loads(beside(__file__, "words.toml"))
