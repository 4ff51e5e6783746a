"""The lines of an N-Quads document in the orders of their terms: an index, and what is looked up by it."""

from __future__ import annotations

import sys
from bisect import bisect_left
from itertools import accumulate, chain, pairwise

from atsmu_kg.errors import StoreError
from atsmu_kg.stores.lines import graph, has_graph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from mmap import mmap

ORDERS = [(named, term) for named, terms in ((False, "spo"), (True, "spog")) for term in terms]
# The numbers before the orders: the length of the document, those of the orders, and those of their runs.
HEAD = 1 + 2 * len(ORDERS)
WIDTH = 4


class OrderedLines:
    """The lines of an N-Quads document by their subjects, predicates, objects or graphs.

    This is what a triple store calls its SPO, POS, OSP and GSP indexes. The lines of the default graph and
    those of named graphs are apart.

    content: the document.
    numbers: its index.
    index: the file of that, for messages.
    """

    __slots__ = ("_content", "_known", "_orders", "_starts")

    def __init__(self, content: mmap | bytes, numbers: Sequence[int], index: str = "") -> None:
        lengths = numbers[1:HEAD]
        # Without numbers there are no lengths either.
        if len(lengths) != HEAD - 1 or numbers[0] != len(content) or len(numbers) != HEAD + sum(lengths):
            what = "the index was made from another version of the graph"
            raise StoreError(what, file=index, advice="Run make data.")
        self._content = content
        self._known: dict[tuple[bool, str, bytes], tuple[int, int]] = {}
        ends = list(accumulate(lengths, initial=HEAD))
        lists = [numbers[start:end] for start, end in pairwise(ends)]
        self._orders = dict(zip(ORDERS, lists, strict=False))
        self._starts = dict(zip(ORDERS, lists[len(ORDERS) :], strict=True))

    def run(self, named: bool, term: str, beginning: bytes) -> list[bytes]:
        """The lines that from a term on begin so, which ends with a space."""
        order, content = self._orders[named, term], self._content
        start, end = self._ends(named, term, beginning)
        return [content[offset : content.find(b"\n", offset) + 1] for offset in order[start:end]]

    def length(self, named: bool, term: str, beginning: bytes) -> int:
        """The number of lines that ``run`` gives."""
        start, end = self._ends(named, term, beginning)
        return end - start

    def counts(self, named: bool, term: str) -> list[tuple[bytes, int]]:
        """Each IRI that is this term of lines, and the number of these."""
        order, starts, rest = self._orders[named, term], self._starts[named, term], self._rest(term)
        runs = pairwise([*starts, len(order)])
        return [(first_word(rest(order[start]))[:-1], end - start) for start, end in runs]

    def _ends(self, named: bool, term: str, beginning: bytes) -> tuple[int, int]:
        known = self._known.get((named, term, beginning))
        if known is not None:
            return known
        order, starts, rest = self._orders[named, term], self._starts[named, term], self._rest(term)
        word = first_word(beginning)
        run = bisect_left(starts, word, key=lambda start: rest(order[start]))
        if run == len(starts) or not rest(order[starts[run]]).startswith(word):
            ends = 0, 0
        else:
            start, end = starts[run], starts[run + 1] if run + 1 < len(starts) else len(order)
            if word != beginning:
                start = bisect_left(order, beginning, start, end, key=rest)
                # UTF-8 has no byte 255, so that this comes after all that begins so.
                end = bisect_left(order, beginning + b"\xff", start, end, key=rest)
            ends = start, end
        self._known[named, term, beginning] = ends
        return ends

    def _rest(self, term: str) -> Callable[[int], bytes]:
        """What gives, from a term on, the line at an offset."""
        content, rest = self._content, REST[term]
        return lambda offset: rest(content[offset : content.find(b"\n", offset) + 1])


# What stands in a line from a term on.
REST: dict[str, Callable[[bytes], bytes]] = {
    "s": lambda line: line,
    "p": lambda line: line[line.find(b" ") + 1 :],
    "o": lambda line: line.split(b" ", 2)[2],
    "g": lambda line: graph(line) + b" ",
}


def first_word(text: bytes) -> bytes:
    """What comes up to the first space, with it: the first term, if that is an IRI."""
    return text[: text.find(b" ") + 1]


def index_of(document: bytes) -> bytes:
    """The index of an N-Quads document, as 32-bit numbers.

    The offsets of its lines, order by order, and then where in each order the runs of lines start that have
    the same first word.

    >>> list(numbers_of(index_of(b"<a:s> <a:p> <a:o> .\\n<a:t> <a:p> <a:n> .\\n")))[HEAD:]
    [0, 20, 20, 0, 20, 0, 0, 1, 0, 0, 1]
    """
    lines: tuple[list[tuple[bytes, int]], list[tuple[bytes, int]]] = ([], [])
    offset = 0
    for line in document.splitlines(keepends=True):
        lines[has_graph(line)].append((line, offset))
        offset += len(line)
    orders, starts = [], []
    for named, term in ORDERS:
        rest = REST[term]
        order = sorted((rest(line), line, at) for line, at in lines[named])
        words = [first_word(text) for text, _, _ in order]
        orders.append([at for _, _, at in order])
        starts.append([place for place, word in enumerate(words) if not place or words[place - 1] != word])
    lists = orders + starts
    numbers = chain([len(document)], map(len, lists), *lists)
    return b"".join([number.to_bytes(WIDTH, "little") for number in numbers])


def numbers_of(index: bytes) -> Sequence[int]:
    """The whole numbers of an index."""
    numbers = memoryview(index[: len(index) // WIDTH * WIDTH]).cast("I")
    if sys.byteorder == "little":
        return numbers
    return [int.from_bytes(number.to_bytes(WIDTH, "big"), "little") for number in numbers]
