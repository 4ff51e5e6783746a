"""What is counted of a graph: its triples, and a hash of them that does not depend on their order."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

import pyoxigraph as ox

from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.stores.protocol import Object

MODULUS = 1 << 256


class Tally:
    """The number of triples of a graph, and their hash: the sum of the SHA-256 of each line, modulo 2²⁵⁶.

    A graph that streams in is counted without being sorted or kept. A line that comes twice counts twice.

    >>> one, other = Tally(["<a:s> <a:p> <a:o>", "<a:s> <a:p> <a:q>"]), Tally(["<a:s> <a:p> <a:q>"])
    >>> other.add("<a:s> <a:p> <a:o>")
    >>> one == other, one.size, one.hash[:8]
    (True, 2, '82a077e8')
    """

    __slots__ = ("_sum", "size")

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self.size = 0
        self._sum = 0
        for each in lines:
            self.add(each)

    @classmethod
    def read(cls, size: int, hash: str) -> Tally:
        """A tally that was written down; ValueError if the hash is none."""
        tally = cls()
        tally.size, tally._sum = size, int(hash, 16)
        return tally

    @property
    def hash(self) -> str:
        """The hash, in 64 hexadecimal digits."""
        return f"{self._sum:064x}"

    def add(self, line: str) -> None:
        """Count a triple, as ``line`` gives it."""
        self.size += 1
        self._sum = (self._sum + int.from_bytes(sha256(line.encode()).digest())) % MODULUS

    def of_size(self, size: int) -> Tally:
        """The same hash with another count, one that an endpoint says."""
        return Tally.read(size, self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and (self.size, self._sum) == (other.size, other._sum)

    def __hash__(self) -> int:
        return hash((self.size, self._sum))

    def __repr__(self) -> str:
        return f"<Tally of {counted(self.size, 'triple')}: {self.hash[:16]}…>"


def line(triple: ox.Triple) -> str:
    """A triple in N-Triples, without the dot, as an Oxigraph store would hold it.

    Engines normalise numbers and dates, each in its own way, so what two of them hold can be compared only
    in the form of one: ``"1.50"`` and ``"1.5"`` count as the same decimal.

    >>> decimal = ox.Literal("1.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    >>> line(ox.Triple(ox.NamedNode("a:s"), ox.NamedNode("a:p"), decimal))
    '<a:s> <a:p> "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    text = str(triple)
    if '"^^<' not in text:
        return text
    return str(ox.Triple(triple.subject, triple.predicate, _held(triple.object)))


@lru_cache(maxsize=1 << 14)
def _held(term: Object) -> Object:
    """A term as a store gives it back."""
    store = ox.Store()
    store.add(ox.Quad(_ANY, _ANY, term))
    held: Object = next(iter(store)).object
    return held


_ANY = ox.NamedNode("urn:any")
