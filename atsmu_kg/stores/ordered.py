"""The lines of an N-Quads document in the orders of their terms: an index, and what is looked up by it."""

from __future__ import annotations

import sys
from bisect import bisect_left

from atsmu_kg.errors import StoreError
from atsmu_kg.stores.lines import graph, has_graph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from mmap import mmap

TERMS = ("spo", "spog")
# The numbers before the orders: the length of the document, its lines of the default graph, and the others.
HEAD = 3
WIDTH = 4


class OrderedLines:
    """The lines of an N-Quads document by their subjects, predicates, objects or graphs.

    This is what a triple store calls its SPO, POS, OSP and GSP indexes. The lines of the default graph and
    those of named graphs are apart.

    content: the document.
    numbers: its index.
    index: the file of that, for messages.
    """

    __slots__ = ("_content", "_known", "_orders")

    def __init__(self, content: mmap | bytes, numbers: Sequence[int], index: str = "") -> None:
        counts = numbers[1:HEAD]
        if (
            len(counts) < len(TERMS)
            or numbers[0] != len(content)
            or len(numbers)
            != HEAD + sum(count * len(terms) for count, terms in zip(counts, TERMS, strict=True))
        ):
            what = "the index was made from another version of the graph"
            raise StoreError(what, file=index, advice="Run make data.")
        self._content = content
        self._known: dict[tuple[bool, str, bytes], tuple[int, int]] = {}
        self._orders: dict[tuple[bool, str], Sequence[int]] = {}
        start = HEAD
        for named, count in zip((False, True), counts, strict=True):
            for term in TERMS[named]:
                self._orders[named, term] = numbers[start : start + count]
                start += count

    def run(self, named: bool, term: str, beginning: bytes) -> list[bytes]:
        """The lines that from a term on begin so, which ends with a space."""
        order, content = self._orders[named, term], self._content
        start, end = self._ends(named, term, beginning)
        return [content[offset : content.find(b"\n", offset) + 1] for offset in order[start:end]]

    def length(self, named: bool, term: str, beginning: bytes) -> int:
        """The number of lines that ``run`` gives."""
        start, end = self._ends(named, term, beginning)
        return end - start

    def _ends(self, named: bool, term: str, beginning: bytes) -> tuple[int, int]:
        known = self._known.get((named, term, beginning))
        if known is not None:
            return known
        order, content, rest = self._orders[named, term], self._content, REST[term]

        def key(offset: int) -> bytes:
            return rest(content[offset : content.find(b"\n", offset) + 1])

        start = bisect_left(order, beginning, key=key)
        # UTF-8 has no byte 255, so that this comes after all that begins so.
        ends = start, bisect_left(order, beginning + b"\xff", start, key=key)
        self._known[named, term, beginning] = ends
        return ends


# What stands in a line from a term on.
REST: dict[str, Callable[[bytes], bytes]] = {
    "s": lambda line: line,
    "p": lambda line: line[line.find(b" ") + 1 :],
    "o": lambda line: line.split(b" ", 2)[2],
    "g": lambda line: graph(line) + b" ",
}


def index_of(document: bytes) -> bytes:
    """The index of an N-Quads document: the offsets of its lines, order by order, as 32-bit numbers.

    >>> list(numbers_of(index_of(b"<a:s> <a:p> <a:o> .\\n<a:t> <a:p> <a:n> .\\n")))
    [40, 2, 0, 0, 20, 20, 0, 20, 0]
    """
    lines: tuple[list[tuple[bytes, int]], list[tuple[bytes, int]]] = ([], [])
    offset = 0
    for line in document.splitlines(keepends=True):
        lines[has_graph(line)].append((line, offset))
        offset += len(line)
    numbers = [len(document), len(lines[False]), len(lines[True])]
    for named in (False, True):
        for term in TERMS[named]:
            rest = REST[term]
            numbers += [
                offset for _, _, offset in sorted((rest(line), line, at) for line, at in lines[named])
            ]
    return b"".join([number.to_bytes(WIDTH, "little") for number in numbers])


def numbers_of(index: bytes) -> Sequence[int]:
    """The whole numbers of an index."""
    numbers = memoryview(index[: len(index) // WIDTH * WIDTH]).cast("I")
    if sys.byteorder == "little":
        return numbers
    return [int.from_bytes(number.to_bytes(WIDTH, "big"), "little") for number in numbers]
