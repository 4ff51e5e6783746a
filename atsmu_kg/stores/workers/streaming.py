"""Answers that a worker writes in the format that is wanted, and sends while the engine finds them."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.errors import LimitError
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.stores.evaluation import evaluate
from atsmu_kg.stores.workers import frames
from atsmu_kg.stores.workers.rows import LINES, RowCount
from atsmu_kg.stores.workers.sheet import StreamedSheet, require_few

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import IO, Any


def stream(  # noqa: PLR0913  (each is a setting of its own)
    engine: ox.Store,
    out: IO[bytes],
    text: str,
    formats: Mapping[str, str | None],
    *,
    default_graphs: Sequence[str] | None = None,
    named_graphs: Sequence[str] | None = None,
    base: str | None = None,
    prefixes: Mapping[str, str] | None = None,
    max_rows: int | None = None,
    max_bytes: int | None = None,
) -> None:
    """Send the answer to a query in frames: one that says what it is, DATA, and END.

    formats: the media types in which ``solutions`` and ``triples`` are wanted; where that is None, no DATA
        comes. A BOOLEAN frame holds the answer itself.
    default_graphs, named_graphs: the dataset that is asked instead of the whole, or of the one in the text:
        the merge of some graphs, each triple once, and named graphs. A graph that is not there is empty.
    base: the IRI that relative ones are resolved against.
    prefixes: those that need no declaration (default: the packaged ones).
    max_rows, max_bytes: of the answer, each triple that is built counting as a row.

    Raises what EmbeddedStore.query does, and LimitError, perhaps after a part of the answer was sent.

    >>> from io import BytesIO
    >>> out = BytesIO()
    >>> stream(ox.Store(), out, "SELECT (1 AS ?n) {}", {"solutions": "text/csv"})
    >>> out.getvalue().count(frames.DATA + (6).to_bytes(8, "little") + b"n\\r\\n1\\r\\n")
    1
    """

    def sheet(kind: bytes, media_type: str) -> StreamedSheet:
        rows = RowCount(media_type) if kind == frames.SOLUTIONS or media_type in LINES else None
        return StreamedSheet(out, kind, rows, max_rows, max_bytes)

    def solutions(bindings: ox.QuerySolutions) -> None:
        media_type = formats["solutions"]
        if media_type is None:
            _unwanted(out, frames.SOLUTIONS)
            return
        written = sheet(frames.SOLUTIONS, media_type)
        bindings.serialize(written, ox.QueryResultsFormat.from_media_type(media_type))  # type: ignore[arg-type]
        written.end()

    def triples(built: ox.QueryTriples) -> None:
        media_type = formats["triples"]
        if media_type is None:
            _unwanted(out, frames.TRIPLES)
            return
        written, format = sheet(frames.TRIPLES, media_type), ox.RdfFormat.from_media_type(media_type)
        if max_rows is None or media_type in LINES:
            built.serialize(written, format)  # type: ignore[arg-type]
        else:
            ox.serialize(_few(built, max_rows), written, format)  # type: ignore[arg-type]
        written.end()

    try:
        outcome = evaluate(
            engine,
            text,
            solutions=solutions,
            triples=triples,
            default_graph=_names(default_graphs),
            named_graphs=_names(named_graphs),
            base=base,
            prefixes=PREFIXES if prefixes is None else prefixes,
        )
    except MemoryError as error:
        raise LimitError("the answer needs more memory than a worker has", limit="memory") from error
    if outcome is not None:
        frames.send(out, frames.BOOLEAN, b"1" if outcome else b"0")
        frames.send(out, frames.END)


def _unwanted(out: IO[bytes], kind: bytes) -> None:
    frames.send(out, kind)
    frames.send(out, frames.END)


def _few(built: ox.QueryTriples, max_rows: int) -> Iterator[ox.Triple]:
    """The triples that are built, as long as they are not too many."""
    for count, triple in enumerate(built, 1):
        require_few(count, max_rows)
        yield triple


def _names(iris: Sequence[str] | None) -> list[Any] | None:
    return None if iris is None else [ox.NamedNode(iri) for iri in iris]
