"""The part of an answer that is wanted, and whether there is more."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.errors import LimitError
from atsmu_kg.stores.answers import TSV
from atsmu_kg.stores.workers.rows import LINES, RowCount
from atsmu_kg.stores.workers.sheet import AnswerSheet

TABLE, TRIPLES = LINES[0], LINES[2]


class AnswerWindow:
    """So many rows of an answer behind so many others, with at most so many bytes.

    limit: the most rows.
    max_bytes: the most bytes of them as the engine writes them.
    offset: the rows before them.
    is_whole: whether all rows are wanted as they come, though only the first are taken.

    ``cut`` is afterwards the limit that there is more beyond, ``max_rows`` or ``max_bytes``.
    """

    def __init__(self, limit: int, max_bytes: int, *, offset: int = 0, is_whole: bool = True) -> None:
        self.limit = limit
        self.max_bytes = max_bytes
        self.offset = offset
        self.is_whole = is_whole
        self.cut = ""

    def first(self, answer: ox.QuerySolutions | ox.QueryTriples) -> str:
        """The first rows or triples, whole ones, as TSV or N-Triples; the engine is stopped behind them."""
        is_table = isinstance(answer, ox.QuerySolutions)
        sheet = AnswerSheet(RowCount(TABLE if is_table else TRIPLES), self.limit, self.max_bytes)
        try:
            answer.serialize(sheet, format=TSV if is_table else ox.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
        except LimitError as error:
            self.cut = error.limit
        written = b"".join(sheet.parts).decode(errors="ignore")
        if not self.cut:
            return written
        lines = written.split("\n")[:-1]
        return "".join(f"{line}\n" for line in lines[: self.limit + is_table])
