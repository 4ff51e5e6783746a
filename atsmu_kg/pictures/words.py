"""What pictures say beyond the names that the graph gives, in English, Russian and Tajik."""

from __future__ import annotations

from functools import cache

from atsmu_kg.choices import LANGUAGES, Language
from atsmu_kg.files import beside


def word(key: str, lang: str) -> str:
    """The wording of a key in a language.

    >>> word("both", "tg")
    'муассисаҳои шарик ва донишҷӯён'
    """
    return _words()[key][checked(lang)]


def checked(lang: str) -> Language:
    """The same language if pictures speak it; else ParameterError."""
    return LANGUAGES.checked(lang)


@cache
def _words() -> dict[str, dict[str, str]]:
    import tomllib

    return tomllib.loads(beside(__file__, "words.toml"))
