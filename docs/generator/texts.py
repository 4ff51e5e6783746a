"""What the pages say in a language: the English text, or its translation in ``docs/locale/``."""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po

from atsmu_kg.choices import Language
from atsmu_kg.errors import DataError

LANGUAGES: dict[Language, str] = {"en": "English", "ru": "Русский", "tg": "Тоҷикӣ"}
LOCALE = Path(__file__).parent.parent / "locale"


class Texts:
    """The texts of one language.

    >>> Texts("en")("Classes")
    'Classes'
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.file = LOCALE / f"{lang}.po"
        self._translations: dict[str, str] = {}
        if lang != "en":
            with self.file.open("rb") as file:
                for message in read_po(file, locale=lang):
                    self._translations[str(message.id)] = str(message.string)

    def __call__(self, text: str, **values: object) -> str:
        """The text in the language, with ``{places}`` filled in. DataError if nobody has translated it."""
        if self.lang != "en" and text:
            found = self._translations.get(text)
            if not found:
                raise DataError(
                    f"{text!r} has no translation",
                    file=str(self.file),
                    advice="Add it as a msgid with its msgstr.",
                )
            text = found
        return text.format(**values) if values else text
