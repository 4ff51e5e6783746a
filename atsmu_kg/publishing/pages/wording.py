"""The words around the data, in English, Russian and Tajik: ``words.toml``, of one page ``console.toml``."""

from __future__ import annotations

import re
from functools import cache

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.files import beside
from atsmu_kg.records.numerals import grouped

# The marks within numbers in English, and those of Russian and Tajik.
MARKS, OTHERS = re.compile(r"(?<=\d)[,.](?=\d)"), {",": "\u00a0", ".": ","}
LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "tg": "Тоҷикӣ"}


class Words:
    """The wording of one language, by keys.

    >>> Words("tg")("search")
    'Ҷустуҷӯ'
    """

    def __init__(self, lang: str) -> None:
        self.lang = LANGUAGES.checked(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key, with what stands between braces filled in."""
        words = _words("words.toml")[key][self.lang]
        return words.format(**values) if values else words

    def number(self, number: object) -> str:
        """A number, or a text with some, as the language writes them (Unicode CLDR).

        >>> Words("en").number(24560), Words("tg").number("беш аз 45000.5")
        ('24,560', 'беш аз 45\\xa0000,5')
        """
        text = grouped(str(number))
        return text if self.lang == "en" else MARKS.sub(lambda mark: OTHERS[mark[0]], text)

    def counted(self, key: str, count: int) -> str:
        """A number with its noun, in the form that the language has for it.

        >>> [Words("ru").counted("statements", count) for count in (1, 3, 5, 21)]
        ['1 сведение', '3 сведения', '5 сведений', '21 сведение']
        """
        forms = _words("words.toml")[key][self.lang].split("|")
        return f"{self.number(count)} {forms[min(_form(self.lang, count), len(forms) - 1)]}"


def _form(lang: str, count: int) -> int:
    """Which plural form a number takes (Unicode CLDR, plural rules for cardinals)."""
    if lang != "ru":
        return int(count != 1)
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else 2


def console_words(lang: str) -> dict[str, str]:
    """All words of the page of SPARQL in a language, by their keys.

    >>> console_words("en")["run"]
    'Run'
    """
    return {key: texts[LANGUAGES.checked(lang)] for key, texts in _words("console.toml").items()}


@cache
def _words(name: str) -> dict[str, dict[str, str]]:
    import tomllib

    return tomllib.loads(beside(__file__, name))
