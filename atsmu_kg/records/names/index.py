"""The index of names: which things have a name or a code like the one that is looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal

from atsmu_kg.errors import ParameterError, quoted
from atsmu_kg.rdf.namespaces import IRI, SCHEMA, SKOS
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.names.folding import fold, fold_code
from atsmu_kg.records.names.lexicon import Lexicon, lexicon
from atsmu_kg.records.names.matching import KnownWords, Likeness, Pairing
from atsmu_kg.records.names.preferred import Names, preferred
from atsmu_kg.records.names.skeleton import alike, persian, skeleton

Kind = Literal["exact", "folded", "variant", "words", "prefix", "typo"]

# How good a match of each kind is. What part of the name was matched counts for up to a twentieth, and
# so does what part of the words stands in the name just as it was written.
MERIT: dict[Kind, float] = {
    **{"exact": 0.9, "folded": 0.8, "variant": 0.7, "words": 0.6, "prefix": 0.4, "typo": 0.2}
}
PART, WRITTEN, SLIP = 0.05, 0.05, 0.05
# The least part of the name of a term or graph: what has less of its words is not about it.
# All datasets have their things under a namespace that ends so, and nothing else.
THINGS = "/id/"
LEAST_OF_TERM = 0.4
ACRONYM = 5
OTHERWISE = str.maketrans({"j": "y", "c": "ts"})
NAMES = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SCHEMA.name)
LONGEST = 1000
WORD = re.compile(r"\w+")
DOTTED = re.compile(r"\b(?:\w\.){2,}")


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that was found: its name, and which of its names or codes matched, how and how well.

    ``via`` is a property for labels, schema:name of a name in use or the ``scheme`` of a code. ``kind`` is
    ``exact``, ``folded`` (but for script, case, diacritics or blanks), ``variant`` (the whole name in another
    order, other forms or synonyms), ``words`` (all that were given), ``prefix`` (beginnings, other forms or
    synonyms of words) or ``typo``; ``score``, from 0 to 1, falls in that order.
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
    """A name or a code with its folded form, and those of its words that say something."""

    thing: IRI
    property: IRI
    text: str
    folded: str
    words: tuple[str, ...]
    codes: frozenset[str]

    def rank(self) -> tuple[Any, ...]:
        """The order of equal matches: preferred names first, things of the graph before its vocabulary.

        The institution's own parts come before those of others, and short names before long ones.
        """
        kind = NAMES.index(self.property) if self.property in NAMES else len(NAMES)
        language = getattr(self.text, "lang", "")
        return (
            THINGS not in self.thing,
            kind,
            language != "en",
            "/" in self.thing.partition(THINGS)[2],
            len(self.folded.split()),
            self.thing,
            self.property,
            language,
            str(self.text),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: as it was written, folded, its words that say something, and as a code."""

    plain: str
    folded: str
    words: tuple[str, ...]
    written: frozenset[str]
    codes: frozenset[str]
    acronyms: frozenset[str]
    persian: str


class NameIndex:
    """All names and codes of a graph; made from the rows of the query ``names``.

    >>> name = IRI("https://w3id.org/atsmu-kg/id/country/IR"), SKOS.prefLabel, Text("Эрон", "tg")
    >>> NameIndex([name]).find("eron")
    (<Match country:IR 'Эрон': 'Эрон' (tg), folded>,)
    """

    def __init__(self, names: Iterable[tuple[IRI, IRI, str]], folded: Callable[[str], str] = fold) -> None:
        """The index of things, properties and texts; ``folded`` knows what ``fold`` makes of the texts."""
        known = dict.fromkeys(names)
        self.names = preferred(known)
        self._lexicon = lexicon()
        self.entries = sorted((_entry(*naming, self._lexicon, folded) for naming in known), key=Entry.rank)
        self._having: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            for word in dict.fromkeys(entry.words):
                self._having.setdefault(word, []).append(number)
        acronyms = {word for entry in self.entries if entry.words for word in _acronyms(entry.text, 6)}
        self._vocabulary = KnownWords(self._having, frozenset(map(fold, acronyms)), self._lexicon)

    def find(self, text: str, *, limit: int | None = 10) -> tuple[Match, ...]:
        """The things with such a name or code, best first, each by the best of its names.

        Case, diacritics, script, blanks and full stops don't matter (``Tojikiston`` finds Тоҷикистон), nor
        does и for ӣ, г for ғ, к for қ, х for ҳ, ч for ҷ or у for ӯ, the order of words, their endings, or one
        of two words that mean the same (``dental faculty``). Small slips are looked for where nothing else
        fits. A name is ruled out by a word that it has not, nor one like it. Raises ParameterError for what
        has no letter or digit, and for more than 1000 characters.
        """
        if not isinstance(text, str) or len(text) > LONGEST or not fold_code(text):
            shown = f"{text[:20]!r}…" if isinstance(text, str) and len(text) > LONGEST else quoted(text)
            raise ParameterError(
                f"{shown} can't be looked for",
                advice=f"Give a name or a code, up to {LONGEST} characters with a letter or a digit.",
                value=text,
            )
        wanted = self._wanted(text)
        matches = self._whole(wanted) + self._by_words(wanted)
        if not matches:
            for other in map(self._wanted, self._otherwise(text)):
                matches = self._by_words(other)
                if matches:
                    wanted = other
                    break
            else:
                matches = self._by_words(wanted, slips=True)
        best: dict[IRI, Match] = {}
        for match in sorted(self._called_first(wanted, matches), key=attrgetter("score"), reverse=True):
            best.setdefault(match.iri, match)
        return tuple(best.values())[:limit]

    def _called_first(self, wanted: Wanted, matches: list[Match]) -> list[Match]:
        """The matches of a single word, with those things first whose IRIs end in it or a word like it.

        They are meant before others in whose names the word stands; a whole name goes before both.
        """
        if len(wanted.words) != 1 or any(MERIT[match.kind] > MERIT["words"] for match in matches):
            return matches
        slipped = any(match.kind == "typo" for match in matches)
        meant = {wanted.folded, *(self._vocabulary.slips(wanted.folded) if slipped else ())}
        meant |= self._lexicon.synonyms(wanted.folded)
        most = max((match.score for match in matches), default=0.0)
        called = [match for match in matches if fold(match.iri.rpartition("/")[2]) in meant]
        return [*(replace(match, score=most) for match in called), *matches]

    def _wanted(self, written: str) -> Wanted:
        text = DOTTED.sub(_undotted, written)
        folded = fold(text)
        return Wanted(
            plain=str.__str__(written).strip().casefold(),
            folded=folded,
            words=tuple(dict.fromkeys(self._lexicon.content(tuple(folded.split())))),
            written=frozenset(WORD.findall(text.casefold())),
            codes=_codes(written),
            acronyms=frozenset(map(fold, _acronyms(text, ACRONYM))),
            persian=persian(text),
        )

    def _otherwise(self, text: str) -> Iterator[str]:
        """The text with acronyms written out, without its owner, and in other romanisations.

        Those have yo for ё, j and c for й and ц.
        """
        words = DOTTED.sub(_undotted, text).split()
        short, owner = self._lexicon.short, self._lexicon.owner
        yield " ".join(short.get(fold(word), word) for word in words)
        yield " ".join(short.get(fold(word), word) for word in words if fold(word) not in owner)
        plain = text.casefold().replace("yo", "e")
        yield plain
        yield plain.translate(OTHERWISE)

    @cached_property
    def _spellings(self) -> tuple[dict[str, list[int]], ...]:
        """The entries of each code, of each name in whatever case, and of each one folded without blanks."""
        coded: dict[str, list[int]] = {}
        plain: dict[str, list[int]] = {}
        joined: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            for code in entry.codes:
                coded.setdefault(code, []).append(number)
            if not entry.codes:
                plain.setdefault(str.__str__(entry.text).casefold(), []).append(number)
                joined.setdefault(entry.folded.replace(" ", ""), []).append(number)
        return coded, plain, joined

    def _whole(self, wanted: Wanted) -> list[Match]:
        """The names and codes that are what is looked for, but for script, case, diacritics or blanks."""
        coded, plain, joined = self._spellings
        exact = {*plain.get(wanted.plain, ()), *(at for code in wanted.codes for at in coded.get(code, ()))}
        together = wanted.folded.replace(" ", "")
        folded = {*joined.get(together, ())} - exact if together else set()
        persian = self._persian(wanted.persian) - exact - folded if wanted.persian else set[int]()
        matches = []
        for number in sorted(exact | folded | persian):
            entry = self.entries[number]
            kind: Kind = "exact" if number in exact else "folded"
            written = 1.0 if number in exact else _written(entry, wanted) if number in folded else 0.0
            matches.append(self._match(entry, kind, 1.0, written))
        return matches

    def _persian(self, wanted: str) -> set[int]:
        """The Tajik names that have such skeletons."""
        return {
            number
            for number, entry in enumerate(self.entries)
            if not entry.codes and _language(entry) == "tg" and alike(wanted, skeleton(entry.folded))
        }

    def _by_words(self, wanted: Wanted, *, slips: bool = False) -> list[Match]:
        """The names that have all words that are looked for, or words like them."""
        count: dict[str, int] = {}
        likes: dict[str, dict[str, Likeness]] = {}
        for word in wanted.words:
            likes[word] = self._vocabulary.like(word, acronym=word in wanted.acronyms)
            if slips and word not in wanted.acronyms:
                near = self._vocabulary.slips(word, short=len(wanted.words) > 1)
                count |= near
                likes[word] = dict.fromkeys(near, Likeness.SLIP) | likes[word]
        if not wanted.words or not any(likes.values()):
            return []
        matches = []
        for number in sorted(self._with_words_like(likes)):
            entry = self.entries[number]
            pairing = Pairing(wanted.words, entry.words, likes)
            kind = self._kind(entry, pairing)
            if kind:
                slipped = sum(count[known] for _, known in pairing.slipped)
                matches.append(self._match(entry, kind, pairing.part, _written(entry, wanted), slipped))
        return matches

    def _with_words_like(self, likes: Mapping[str, Mapping[str, Likeness]]) -> set[int]:
        """The entries that may be meant: those with a word like each, but for what may be left out."""
        having = {
            word: {number for known in alike for number in self._having[known]}
            for word, alike in likes.items()
        }
        needed = [numbers for word, numbers in having.items() if word not in self._lexicon.context]
        return set.intersection(*needed) if needed else set[int]().union(*having.values())

    def _kind(self, entry: Entry, pairing: Pairing) -> Kind | None:
        """The kind of a match; None if it is none, and for terms and graphs if it is not of their words."""
        context, words, worst = self._lexicon.context, frozenset(pairing.words), pairing.worst
        whole = worst <= Likeness.SYNONYM and pairing.rest <= context
        if THINGS not in entry.thing and (
            worst not in (Likeness.SAME, Likeness.BEGINNING) or pairing.part < LEAST_OF_TERM
        ):
            return None
        if pairing.missing:
            # Where the whole name is there, the country that it is in may be named besides.
            return "variant" if whole and pairing.missing <= context and not words <= context else None
        if whole:
            return "variant"
        if words <= self._lexicon.apart or (worst > Likeness.SAME and not pairing.sure):
            return None
        return "words" if worst == Likeness.SAME else "typo" if worst == Likeness.SLIP else "prefix"

    def _match(self, entry: Entry, kind: Kind, part: float, written: float, slips: int = 0) -> Match:
        score = round(max(0.0, MERIT[kind] + PART * min(part, 1.0) + WRITTEN * written - SLIP * slips), 4)
        return Match(
            entry.thing, self.names.get(entry.thing, Names()), entry.text, entry.property, kind, score
        )


def _entry(thing: IRI, property: IRI, text: str, lexicon: Lexicon, folded: Callable[[str], str]) -> Entry:
    if property not in NAMES:
        return Entry(thing, property, text, "", (), _codes(text))
    letters = folded(text)
    return Entry(thing, property, text, letters, lexicon.content(tuple(letters.split())), frozenset())


def _language(entry: Entry) -> str:
    return getattr(entry.text, "lang", "")


def _written(entry: Entry, wanted: Wanted) -> float:
    """What part of the words stands in a name as it was written, before folding; none in a title."""
    if THINGS not in entry.thing:
        # A page or a graph that has a thing in its title is not what is looked for.
        return 0.0
    return len(wanted.written.intersection(WORD.findall(entry.text.casefold()))) / max(len(wanted.written), 1)


def _undotted(found: re.Match[str]) -> str:
    return found[0].replace(".", "")


def _acronyms(text: str, longest: int) -> list[str]:
    return [word for word in WORD.findall(text) if word.isupper() and len(word) <= longest]


def _codes(text: str) -> frozenset[str]:
    """A code as it may be given: whole or, of one that is an address, without scheme and host."""
    path = text.partition("://")[2].partition("/")[2]
    return frozenset(filter(None, map(fold_code, (text, path))))
