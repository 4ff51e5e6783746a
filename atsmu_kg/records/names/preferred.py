"""The names of a thing in its languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from atsmu_kg.errors import ParameterError, UnknownNameError, quoted
from atsmu_kg.rdf.namespaces import IRI, SKOS
from atsmu_kg.rdf.terms import Text

DEFAULT = "en"
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8})*")


class UnknownLanguageError(UnknownNameError, KeyError):
    """The thing has no name in that language; a KeyError too, as mappings expect."""


def require_tag(lang: object) -> None:
    """Raises ParameterError for what is not a language tag (BCP 47)."""
    if not isinstance(lang, str) or not LANGUAGE.fullmatch(lang):
        advice = "Give one such as 'en', 'ru' or 'tg'."
        raise ParameterError(f"{quoted(lang)} is not a language tag", advice=advice, value=lang)


class Names(Mapping[str, Text]):
    """The preferred names of a thing by language tag; ``best()`` falls back where there is none.

    >>> names = Names([Text("Iran", "en"), Text("Эрон", "tg")])
    >>> names["tg"], names.best("ru"), names.get("ru")
    (Text('Эрон', 'tg'), Text('Iran', 'en'), None)
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Iterable[Text] = ()) -> None:
        self._texts: dict[str, Text] = {}
        for text in sorted(texts, key=lambda text: (text.lang, str.__str__(text))):
            self._texts.setdefault(text.lang, text)

    def __getitem__(self, lang: str) -> Text:
        if isinstance(lang, str) and lang.lower() in self._texts:
            return self._texts[lang.lower()]
        known = ", ".join(self) or "none"
        raise UnknownLanguageError(
            f"there is no name in {quoted(lang)}",
            advice=f"The languages are: {known}. best({quoted(lang)}) falls back to one of them.",
            nearest=list(self),
        )

    def best(self, lang: str = DEFAULT, *, otherwise: str = "") -> str:
        """The name in a language, else in English, else in the first language that there is.

        Raises ParameterError for what is not a language tag (BCP 47).
        """
        require_tag(lang)
        for tag in (lang.lower(), lang.lower().partition("-")[0], DEFAULT, *self._texts):
            if tag in self._texts:
                return self._texts[tag]
        return otherwise

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(tuple(self._texts.values()))

    def __repr__(self) -> str:
        return f"Names({list(self._texts.values())})"


def preferred(names: Iterable[tuple[IRI, IRI, str]]) -> dict[IRI, Names]:
    """The preferred names of each thing, from things, properties and names."""
    texts: dict[IRI, list[Text]] = {}
    for thing, property, text in names:
        if property == SKOS.prefLabel and isinstance(text, Text):
            texts.setdefault(thing, []).append(text)
    return {thing: Names(each) for thing, each in texts.items()}
