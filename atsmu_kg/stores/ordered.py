"""The lines of an N-Quads document in the orders of their terms: an index, and what is looked up by it."""

from __future__ import annotations

import sys
from io import BytesIO
from itertools import accumulate, chain, pairwise

from atsmu_kg.errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from mmap import mmap
    from typing import TypeAlias

    Footprint: TypeAlias = "tuple[tuple[str, ...], ...]"

ORDERS = [(named, term) for named, terms in ((False, "spo"), (True, "spog")) for term in terms]
# The numbers before the orders: the length of the document, those of the orders, those of their runs, and
# those of what tells the parts that are known (see ``stores.parts``).
HEAD = 1 + 2 * len(ORDERS) + 2
WIDTH = 4
# A part has its key, in two numbers, and the end of its bounds.
PART = 3
# The places of a step that is known without lines.
COUNT = 2
# The greatest prime number of 64 bits: remainders by it differ as well as numbers at random.
MODULUS = 2**64 - 59
# To find one run takes as long as to read the first words of so many.
RUNS_PER_SEARCH = 8


class OrderedLines:
    """The lines of an N-Quads document by their subjects, predicates, objects or graphs.

    This is what a triple store calls its SPO, POS, OSP and GSP indexes. The lines of the default graph and
    those of named graphs are apart.

    content: the document.
    numbers: its index.
    index: the file of that, for messages.
    """

    __slots__ = ("_bounds", "_content", "_known", "_orders", "_parts", "_searches", "_starts", "_words")

    def __init__(self, content: mmap | bytes, numbers: Sequence[int], index: str = "") -> None:
        lengths = numbers[1:HEAD]
        # Without numbers there are no lengths either.
        if len(lengths) != HEAD - 1 or numbers[0] != len(content) or len(numbers) != HEAD + sum(lengths):
            what = "the index was made from another version of the graph"
            raise StoreError(what, file=index, advice="Run make data.")
        self._content = content
        self._known: dict[tuple[bool, str, bytes], tuple[int, int]] = {}
        self._searches = dict.fromkeys(ORDERS, 0)
        self._words: dict[tuple[bool, str], dict[bytes, int]] = {}
        ends = list(accumulate(lengths, initial=HEAD))
        lists = [numbers[start:end] for start, end in pairwise(ends)]
        self._orders = dict(zip(ORDERS, lists, strict=False))
        self._starts = dict(zip(ORDERS, lists[len(ORDERS) :], strict=False))
        self._parts, self._bounds = lists[-2:]

    def part(self, footprint: Footprint) -> bytes | None:
        """The lines in a footprint if the index knows them, in the order of the document."""
        parts, key = self._parts, key_of(footprint)
        for place in range(0, len(parts), PART):
            if (parts[place], parts[place + 1]) == key:
                begin = parts[place - 1] if place else 0
                bounds = self._bounds[begin : parts[place + 2]]
                lines = BytesIO()
                lines.writelines(map(self._content.__getitem__, map(slice, bounds[::2], bounds[1::2])))
                return lines.getvalue()
        return None

    def run(self, named: bool, term: str, beginning: bytes) -> list[bytes]:
        """The lines that from a term on begin so, which ends with a space."""
        content, find = self._content, self._content.find
        start, end = self._ends(named, term, beginning)
        return [content[offset : find(b"\n", offset) + 1] for offset in self._orders[named, term][start:end]]

    def run_of(self, subjects: frozenset[bytes], named: bool, term: str, beginning: bytes) -> list[bytes]:
        """Those lines of a run that have one of several subjects."""
        content, find = self._content, self._content.find
        start, end = self._ends(named, term, beginning)
        return [
            content[offset : find(b"\n", offset) + 1]
            for offset in self._orders[named, term][start:end]
            if content[offset : find(b" ", offset)] in subjects
        ]

    def length(self, named: bool, term: str, beginning: bytes) -> int:
        """The number of lines that ``run`` gives."""
        start, end = self._ends(named, term, beginning)
        return end - start

    def counted(self, footprint: Footprint) -> dict[str, str]:
        """What stands for each sub-select of a footprint that only counts: the values that it gives."""
        values = {}
        for select, given in [step for step in footprint if len(step) == COUNT]:
            term, *variables = given.split(" ")
            rows = [f"({iri.decode()} {count})" for iri, count in self.counts(term == "g", term)]
            values[select] = f"VALUES ({' '.join(variables)}) {{ {' '.join(rows)} }}"
        return values

    def counts(self, named: bool, term: str) -> list[tuple[bytes, int]]:
        """Each IRI that is this term of lines, and the number of these."""
        lengths = pairwise([*self._starts[named, term], len(self._orders[named, term])])
        words = self._first_words(named, term)
        return [(word[:-1], end - start) for word, (start, end) in zip(words, lengths, strict=True)]

    def _ends(self, named: bool, term: str, beginning: bytes) -> tuple[int, int]:
        known = self._known.get((named, term, beginning))
        if known is None:
            known = self._known[named, term, beginning] = self._found(named, term, beginning)
        return known

    def _found(self, named: bool, term: str, beginning: bytes) -> tuple[int, int]:
        """The places in an order between which lines begin so from the term on."""
        order, starts = self._orders[named, term], self._starts[named, term]
        word = first_word(beginning)
        run = self._run(named, term, word)
        if run is None:
            return 0, 0
        start, end = starts[run], starts[run + 1] if run + 1 < len(starts) else len(order)
        if word != beginning:
            from bisect import bisect_left

            begins = self._begins(term, len(beginning))
            start = bisect_left(order, beginning, start, end, key=begins)
            # UTF-8 has no byte 255, so that this comes after all that begins so.
            end = bisect_left(order, beginning + b"\xff", start, end, key=begins)
        return start, end

    def _run(self, named: bool, term: str, word: bytes) -> int | None:
        """The number of the run of lines with a first word, if there is one."""
        starts = self._starts[named, term]
        self._searches[named, term] += 1
        if self._searches[named, term] * RUNS_PER_SEARCH > len(starts):
            return self._first_words(named, term).get(word)
        from bisect import bisect_left

        order, begins = self._orders[named, term], self._begins(term, len(word))
        run = bisect_left(starts, word, key=lambda start: begins(order[start]))
        return run if run < len(starts) and begins(order[starts[run]]) == word else None

    def _first_words(self, named: bool, term: str) -> dict[bytes, int]:
        """The first word of each run of lines, and its number."""
        words = self._words.get((named, term))
        if words is None:
            order, content, begin = self._orders[named, term], self._content, BEGIN[term]
            places = [begin(content, order[start]) for start in self._starts[named, term]]
            words = {content[at : content.find(b" ", at) + 1]: run for run, at in enumerate(places)}
            self._words[named, term] = words
        return words

    def _begins(self, term: str, length: int) -> Callable[[int], bytes]:
        """What gives so many bytes from a term on, of the line at an offset."""
        content, begin = self._content, BEGIN[term]

        def bytes_of(offset: int) -> bytes:
            at = begin(content, offset)
            return content[at : at + length]

        return bytes_of


# Where in a document a term begins, of the line at an offset.
BEGIN: dict[str, Callable[[mmap | bytes, int], int]] = {
    "s": lambda content, offset: offset,
    "p": lambda content, offset: content.find(b" ", offset) + 1,
    "o": lambda content, offset: content.find(b" ", content.find(b" ", offset) + 1) + 1,
    "g": lambda content, offset: content.rfind(b" ", offset, content.find(b" .\n", offset)) + 1,
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
    from atsmu_kg.stores.lines import has_graph

    lines: tuple[list[tuple[bytes, int]], list[tuple[bytes, int]]] = ([], [])
    offset = 0
    for line in document.splitlines(keepends=True):
        lines[has_graph(line)].append((line, offset))
        offset += len(line)
    orders, starts = [], []
    for named, term in ORDERS:
        begin = BEGIN[term]
        order = sorted((line[begin(line, 0) :], line, at) for line, at in lines[named])
        words = [first_word(text) for text, _, _ in order]
        orders.append([at for _, _, at in order])
        starts.append([place for place, word in enumerate(words) if not place or words[place - 1] != word])
    lists = orders + starts
    return written(chain([len(document)], map(len, lists), [0, 0], *lists))


def key_of(footprint: Footprint) -> tuple[int, int]:
    """Two numbers that stand for a footprint."""
    text = "\n".join(["\t".join(step) for step in footprint])
    return divmod(int.from_bytes(text.encode(), "little") % MODULUS, 1 << 8 * WIDTH)


def written(numbers: Iterable[int]) -> bytes:
    """The bytes of an index."""
    return b"".join([number.to_bytes(WIDTH, "little") for number in numbers])


def numbers_of(index: mmap | bytes) -> Sequence[int]:
    """The whole numbers of an index."""
    numbers = memoryview(index)[: len(index) // WIDTH * WIDTH].cast("I")
    if sys.byteorder == "little":
        return numbers
    return [int.from_bytes(number.to_bytes(WIDTH, "big"), "little") for number in numbers]
