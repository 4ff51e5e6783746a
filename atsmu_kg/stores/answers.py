"""What a store gives back for a query, as the engine wrote it: a text, lossless and free of threads.

pyoxigraph's own streams belong to the thread that asked: touched by another one, they end the process. They
also let go of the interpreter lock once a row, so that beside a busy thread 100,000 rows take a minute. An
answer that the engine writes out whole lets go of it once, and each of its terms can be read back exactly.
"""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    from atsmu_kg.rdf.terms import Term

    T = TypeVar("T")

TSV = ox.QueryResultsFormat.TSV


class Solutions:
    """The solutions of a SELECT, as a SPARQL 1.1 TSV document: one line a solution, one cell a term.

    A cell is a term in Turtle syntax, or empty where the variable is unbound.

    >>> solutions = Solutions("?f\\t?n\\n<https://ror.org/>\\t4\\n")
    >>> solutions.columns, len(solutions), solutions.cells()
    (('f', 'n'), 1, ['<https://ror.org/>', '4'])
    """

    __slots__ = ("columns", "shortfall", "tsv")

    def __init__(self, tsv: str, shortfall: str = "") -> None:
        """``shortfall`` says what is missing from an incomplete answer that the caller asked for.

        ``columns`` are the names of the projected variables, in order, without the question mark.
        """
        self.tsv = tsv
        self.columns = _columns(tsv[: tsv.index("\n")])
        self.shortfall = shortfall

    @classmethod
    def of(cls, answer: ox.QuerySolutions) -> Solutions:
        """The solutions that an engine gives."""
        return cls(written(answer.serialize(format=TSV)))

    @classmethod
    def read(cls, document: bytes, format: ox.QueryResultsFormat) -> Solutions:
        """The solutions in a results document of a SELECT; the engine's SyntaxError if it is not one."""
        return cls(written(ox.parse_query_results(document, format).serialize(format=TSV)))

    def __len__(self) -> int:
        return self.tsv.count("\n") - 1

    def cells(self) -> list[str]:
        """The cells, solution by solution, in one list: as many for each solution as there are columns."""
        width = len(self.columns)
        # Neither a tab nor a newline can stand in a cell, where both are escaped.
        return self.tsv.replace("\n", "\t").split("\t")[width:-1] if width else []

    def by_column(self, limit: int | None = None) -> list[list[str]]:
        """The cells of each column: those of all solutions or of the first ones."""
        width = len(self.columns)
        first = self.tsv if limit is None else "\n".join([*self.tsv.split("\n", limit + 1)[:-1], ""])
        cells = Solutions(first).cells()
        return [cells[place::width] for place in range(width)]

    def rows(self, cells: Iterable[T]) -> Iterator[tuple[T, ...]]:
        """Solution by solution what comes cell by cell."""
        width = len(self.columns)
        return zip(*[iter(cells)] * width, strict=True) if width else iter([()] * len(self))

    def batches(self, value: Callable[[str], T]) -> Iterator[Iterable[tuple[T, ...]]]:
        """All solutions at once, as tuples of what ``value`` makes of a cell; a stream has many batches."""
        yield self.rows(map(value, self.cells()))

    def close(self) -> None:
        """Nothing to let go of; a stream has a connection."""

    def serialize(self, format: ox.QueryResultsFormat) -> str:
        """The solutions in another W3C format."""
        return written(ox.parse_query_results(self.tsv, TSV).serialize(format=format))


@lru_cache(maxsize=256)
def _columns(header: str) -> tuple[str, ...]:
    return tuple(name[1:] for name in header.split("\t")) if header else ()


class Triples:
    """The triples of a CONSTRUCT or DESCRIBE, as N-Triples; a triple that the engine built twice counts once.

    >>> len(Triples("<a:s> <a:p> <a:o> .\\n<a:s> <a:p> <a:o> .\\n"))
    1
    """

    __slots__ = ("ntriples", "shortfall")

    def __init__(self, ntriples: str, shortfall: str = "") -> None:
        self.shortfall = shortfall
        self.ntriples = "".join(f"{line}\n" for line in sorted(set(ntriples.split("\n"))) if line)

    @classmethod
    def of(cls, answer: ox.QueryTriples) -> Triples:
        """The triples that an engine gives."""
        return cls(written(answer.serialize(format=ox.RdfFormat.N_TRIPLES)))

    def __len__(self) -> int:
        return self.ntriples.count("\n")

    def quads(self) -> list[ox.Quad]:
        """The triples as quads of the default graph, lexically exact, sorted as N-Triples."""
        return list(ox.parse(self.ntriples, ox.RdfFormat.N_TRIPLES))


def term(cell: str) -> Term | None:
    """The term in one cell of Solutions, or None for the unbound.

    >>> term('"1"^^<http://www.w3.org/2001/XMLSchema#byte>')
    <Literal value=1 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#byte>>
    """
    solutions: Any = ox.parse_query_results(f"?x\n{cell}\n", TSV)
    return next(solutions)[0]  # type: ignore[no-any-return]


def literal(cell: str) -> tuple[str, str] | None:
    """The characters of a literal and its language, if it has any; None for a cell that holds more, or else.

    >>> literal('"да"@ru'), literal('"да"'), literal('"1"^^<http://www.w3.org/2001/XMLSchema#byte>')
    (('да', 'ru'), ('да', ''), None)
    """
    if cell[:1] != '"' or "\\" in cell:
        return None
    characters, _, rest = cell[1:].rpartition('"')
    return (characters, rest[1:]) if rest[:1] in ("", "@") else None


def written(document: bytes | None) -> str:
    """The text of what the engine wrote; it returns None only where it was given a file to write to."""
    return document.decode() if document is not None else ""
