"""The merge of graphs as one text, which engines read, and in which is looked up what else a report tells."""

from __future__ import annotations

import io
import re
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.errors import DataError
from atsmu_kg.rdf.datatypes import well_formed
from atsmu_kg.rdf.terms import spell
from atsmu_kg.validation.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from atsmu_kg.rdf.terms import Term

ILL_TYPED = "urn:atsmu-kg:ill-typed:"

# The engine writes each triple to a line of its own, with one space between its terms. Only literals hold
# more spaces, and they hold no quote without a backslash: the end of a line tells what its object is.
_TYPED = re.compile(rb'"\^\^<(?=[^>\n]*> \.\n)')
_TAGGED = re.compile(rb'"@([0-9A-Za-z]+(?:-[0-9A-Za-z]+)*)(?:--(?:ltr|rtl))? \.\n')
_TRIPLE_TERM = b")>> .\n"


class MergedGraph:
    """The merge of graphs as N-Triples: objects would take several times the memory and the time.

    own: the N-Triples that are validated, as ``n_triples`` writes them.
    beside: those that count as data too.

    A triple comes as often as graphs say it. What is not asked is not looked for.

    >>> triple = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c"))
    >>> MergedGraph(n_triples([triple])).values(triple.subject, "urn:b") == [triple.object]
    True
    """

    def __init__(self, own: bytes, beside: bytes = b"") -> None:
        self.text = own + beside if beside else own
        self._own = len(own)
        self._indices: dict[str, Facts] = {}

    def __iter__(self) -> Iterator[ox.Triple]:
        """Every triple, in the order in which it came."""
        return _parsed(self.text)

    @property
    def whole(self) -> bool:
        """Whether all is validated, and nothing beside it counts as data too."""
        return self._own == len(self.text)

    def only(self, predicates: Collection[str] | None) -> MergedGraph:
        """The triples with the predicates, all of them validated; None are all predicates."""
        if predicates is None:
            return self
        wanted = {b"<%b>" % predicate.encode() for predicate in predicates}
        kept = io.BytesIO()
        kept.writelines(line for line in io.BytesIO(self.text) if line.split(b" ", 2)[1] in wanted)
        return MergedGraph(kept.getvalue())

    def used(self, terms: Collection[bytes], places: tuple[int, ...]) -> set[bytes]:
        """Those of the terms, as ``spelled``, that are in these places of the triples that are validated.

        places: 0 for subjects, 1 for predicates, 2 for objects.
        """
        if not terms:
            return set()
        own = _rows(self.text[: self._own])
        return {row[place] for row in own for place in places if row[place] in terms}

    def rows(self) -> Iterator[list[bytes]]:
        """Subject, predicate and object of every triple, as they are ``spelled``."""
        return _rows(self.text)

    def pairs(self, predicate: str) -> Iterator[tuple[bytes, bytes]]:
        """Subjects and objects of the triples with a predicate, as they are ``spelled``."""
        for start, end in self._lines(predicate):
            subject, _, value = self.text[start : end - 3].split(b" ", 2)
            yield subject, value

    def with_predicate(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Subjects and objects of the triples with a predicate."""
        return self._index(predicate).with_predicate(predicate)

    def values(self, subject: Term, predicate: str) -> list[Term]:
        """The objects of a subject's triples with the predicate."""
        return self._index(predicate).values(subject, predicate)

    @property
    def languages(self) -> list[str]:
        """The language tags of literals."""
        return sorted({tag.decode() for tag in _TAGGED.findall(self.text)})

    @property
    def ill_typed(self) -> Iterator[ox.Triple]:
        """The triples that are validated whose literal has a form that its datatype does not allow."""
        for place in self._ill_typed:
            if place < self._own:
                yield self._triple(place)

    @property
    def estranged(self) -> bytes:
        """The text; an ill-typed literal has a datatype in it that no engine knows.

        Engines take "24" for a year and " 5" for an integer: now all share one judgement.
        """
        places = self._ill_typed
        if not places:
            return self.text
        parts = (self.text[start:end] for start, end in zip([0, *places], [*places, None], strict=True))
        return ILL_TYPED.encode().join(parts)

    @cached_property
    def _ill_typed(self) -> list[int]:
        """Where the datatypes of ill-typed literals begin."""
        judged: dict[bytes, bool] = {}
        places = []
        for match in _TYPED.finditer(self.text):
            start, end = self._line(match.start())
            literal = self.text[start : end - 3].split(b" ", 2)[2]
            sound = judged.get(literal)
            if sound is None:
                sound = judged[literal] = _well_typed(literal)
            if not sound:
                places.append(match.end())
        return places

    def _index(self, predicate: str) -> Facts:
        index = self._indices.get(predicate)
        if index is None:
            lines = b"".join(self.text[start:end] for start, end in self._lines(predicate))
            index = self._indices[predicate] = Facts(_parsed(lines))
        return index

    def _lines(self, predicate: str) -> Iterator[tuple[int, int]]:
        """Where the lines with a predicate begin and end."""
        text, wanted = self.text, b" <%b> " % predicate.encode()
        place = text.find(wanted)
        while place != -1:
            start, end = self._line(place)
            # A literal may hold the same characters.
            if text.find(b" ", start, place) == -1:
                yield start, end
            place = text.find(wanted, end)

    def _line(self, place: int) -> tuple[int, int]:
        return self.text.rfind(b"\n", 0, place) + 1, self.text.find(b"\n", place) + 1

    def _triple(self, place: int) -> ox.Triple:
        start, end = self._line(place)
        return next(_parsed(self.text[start:end]))


def n_triples(triples: Iterable[ox.Triple | ox.Quad]) -> bytes:
    """Triples, and quads of the default graph, as N-Triples. DataError for a triple term."""
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""  # type: ignore[arg-type]
    place = text.find(_TRIPLE_TERM)
    if place != -1:
        raise DataError(
            f"{spell(*MergedGraph(text)._triple(place))} has a triple term, which SHACL does not know",
            advice="Say it with a named graph or a node of its own.",
        )
    return text


def spelled(term: Term) -> bytes:
    """A term as it stands in a merge."""
    return str(term).encode()


def _rows(text: bytes) -> Iterator[list[bytes]]:
    return (line[:-3].split(b" ", 2) for line in io.BytesIO(text))


def _well_typed(literal: bytes) -> bool:
    lexical, _, datatype = literal[1:-1].rpartition(b'"^^<')
    if b"\\" in lexical:
        triple = next(_parsed(b"<urn:s> <urn:p> %b ." % literal))
        return well_formed(triple.object.value, triple.object.datatype.value)  # type: ignore[union-attr]
    return well_formed(lexical.decode(), datatype.decode())


def _parsed(text: bytes) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES, lenient=True))
