"""The index of names: which things have a name or a code like the one that is looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal

from atsmu_kg.errors import ParameterError
from atsmu_kg.rdf.namespaces import ATSMU, IRI, SKOS
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.names.folding import distance, fold, fold_code
from atsmu_kg.records.names.preferred import Names, preferred

Kind = Literal["exact", "folded", "words", "prefix", "typo"]

# How good a match of each kind is; what part of the name was matched counts for up to a tenth.
MERIT: dict[Kind, float] = {"exact": 0.9, "folded": 0.8, "words": 0.6, "prefix": 0.4, "typo": 0.2}
SLIP = 0.05
NAMES = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that was found: its name, and which of its names or codes matched, how and how well.

    ``via`` is skos:prefLabel, skos:altLabel or the ``scheme`` of a code. ``kind`` is ``exact``, ``folded``
    (but for script, case or diacritics), ``words`` (all that were given), ``prefix`` (beginnings of words)
    or ``typo``; ``score``, from 0 to 1, falls in that order.
    """

    iri: IRI
    names: Names = field(repr=False)
    matched: str
    via: IRI
    kind: Kind
    score: float

    @property
    def name(self) -> str:
        """The name of the thing, in English if it has one."""
        return str.__str__(self.names.best(otherwise=self.iri.curie))

    @property
    def language(self) -> str | None:
        """The language of the name that matched; None for a code."""
        return self.matched.lang if isinstance(self.matched, Text) else None

    @property
    def scheme(self) -> IRI | None:
        """The scheme of the code that matched; None for a name."""
        return None if self.via in NAMES else self.via

    def __repr__(self) -> str:
        how = self.language or self.via.curie
        matched = str.__str__(self.matched)
        return f"<Match {self.iri.curie} {self.name!r}: {matched!r} ({how}), {self.kind}>"


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or a code with its folded form."""

    thing: IRI
    property: IRI
    text: str
    folded: str
    words: tuple[str, ...]
    codes: frozenset[str]

    def rank(self) -> tuple[Any, ...]:
        """The order of equal matches: preferred names first, things of the graph before its vocabulary."""
        kind = NAMES.index(self.property) if self.property in NAMES else len(NAMES)
        language = getattr(self.text, "lang", "")
        return (
            self.thing not in ATSMU,
            kind,
            language != "en",
            self.thing,
            self.property,
            language,
            str(self.text),
        )


class NameIndex:
    """All names and codes of a graph; made from the rows of the query ``names_and_codes``.

    >>> name = IRI("https://w3id.org/atsmu-kg/id/country/IR"), SKOS.prefLabel, Text("Эрон", "tg")
    >>> NameIndex([name]).find("eron")
    (<Match country:IR 'Эрон': 'Эрон' (tg), folded>,)
    """

    def __init__(self, names: Iterable[tuple[IRI, IRI, str]]) -> None:
        known = dict.fromkeys(names)
        self.names = preferred(known)
        self.entries = sorted((_entry(*each) for each in known), key=Entry.rank)
        self._words = sorted({word for entry in self.entries for word in entry.words})

    def find(self, text: str, *, limit: int | None = 10) -> tuple[Match, ...]:
        """The things with such a name or code, best first, each by the best of its names.

        Case, diacritics and script don't matter (``Tojikiston`` finds Тоҷикистон), nor does и for ӣ, г for ғ,
        к for қ, х for ҳ, ч for ҷ or у for ӯ. Small slips are looked for where nothing else fits. Raises
        ParameterError for what has no letter or digit, and for more than 1000 characters.
        """
        if not isinstance(text, str) or len(text) > LONGEST or not fold_code(text):
            shown = f"{text[:20]!r}…" if isinstance(text, str) and len(text) > LONGEST else repr(text)
            raise ParameterError(
                f"{shown} can't be looked for",
                advice=f"Give a name or a code, up to {LONGEST} characters with a letter or a digit.",
                value=text,
            )
        folded = fold(text)
        wanted = Entry(IRI(""), IRI(""), text, folded, tuple(folded.split()), _codes(text))
        found = self._matches(wanted) or self._with_slips(wanted.words)
        best: dict[IRI, Match] = {}
        for match in sorted(found, key=attrgetter("score"), reverse=True):
            best.setdefault(match.iri, match)
        return tuple(best.values())[:limit]

    def _matches(self, wanted: Entry) -> list[Match]:
        plain = str.__str__(wanted.text).strip().casefold()
        words = frozenset(wanted.words)
        length = len(" ".join(words))
        matches = []
        for entry in self.entries:
            kind = _kind(entry, wanted, plain, words)
            if kind:
                matches.append(self._match(entry, kind, length))
        return matches

    def _with_slips(self, words: tuple[str, ...]) -> list[Match]:
        near = [self._near(word) for word in dict.fromkeys(words)]
        matches = []
        for entry in self.entries if near else ():
            slips = [min((each[word] for word in entry.words if word in each), default=None) for each in near]
            if None not in slips:
                matches.append(self._match(entry, "typo", len(" ".join(words)), sum(filter(None, slips))))
        return matches

    def _near(self, word: str) -> dict[str, int]:
        """The known words that are but a few slips away: none for a short word, two for a long one."""
        most = 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 8 else 2
        slips = {known: distance(word, known, most) for known in self._words}
        return {known: count for known, count in slips.items() if count is not None}

    def _match(self, entry: Entry, kind: Kind, length: int, slips: int = 0) -> Match:
        part = min(1.0, length / max(len(entry.folded), 1)) if entry.words else 1.0
        score = round(max(0.0, MERIT[kind] + 0.1 * part - SLIP * slips), 4)
        return Match(
            entry.thing, self.names.get(entry.thing, Names()), entry.text, entry.property, kind, score
        )


def _kind(entry: Entry, wanted: Entry, plain: str, words: frozenset[str]) -> Kind | None:
    if entry.codes:
        return "exact" if entry.codes & wanted.codes else None
    if str.__str__(entry.text).casefold() == plain:
        return "exact"
    if not words:
        return None
    if entry.folded == wanted.folded:
        return "folded"
    if words.issubset(entry.words):
        return "words"
    begins = all(len(each) > 1 and any(word.startswith(each) for word in entry.words) for each in words)
    return "prefix" if begins else None


def _entry(thing: IRI, property: IRI, text: str) -> Entry:
    if property not in NAMES:
        return Entry(thing, property, text, "", (), _codes(text))
    folded = fold(text)
    return Entry(thing, property, text, folded, tuple(folded.split()), frozenset())


def _codes(text: str) -> frozenset[str]:
    """A code as it may be given: whole or, of one that is an address, without scheme and host."""
    path = text.partition("://")[2].partition("/")[2]
    return frozenset(filter(None, map(fold_code, (text, path))))
