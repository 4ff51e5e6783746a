"""Copies of source documents, which the project does not store: recognised by their hash, read by ranges."""

from __future__ import annotations

from atsmu_kg.errors import DataError, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from atsmu_kg.citations.sources import CitedSource
    from atsmu_kg.rdf.namespaces import IRI


def read(file: str | os.PathLike[str], sources: Iterable[CitedSource]) -> tuple[IRI, str]:
    """The document that a file is a copy of, among those of the sources, and its text.

    Raises StoreError if the file can't be read, DataError if its SHA-256 is that of none of them.
    """
    from hashlib import sha256
    from os import fspath
    from pathlib import Path

    path = fspath(file)
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        advice = "Give a copy of the source document."
        raise StoreError(f"the document can't be read: {reason}", file=path, advice=advice) from error
    hashes = {
        source.document_sha256: source.document
        for source in sources
        if source.document and source.document_sha256
    }
    checksum = sha256(content).hexdigest()
    if checksum not in hashes:
        wanted = ", ".join(f"{document} ({hash[:12]}…)" for hash, document in sorted(hashes.items()))
        raise DataError(
            f"this is not a document that is cited: its SHA-256 is {checksum[:12]}…",
            file=path,
            advice=f"Give a copy of {wanted}." if wanted else "No passage of a document is cited.",
            sha256=checksum,
        )
    try:
        return hashes[checksum], content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"byte {error.start} is not UTF-8", file=path) from error


def passage(text: str, source: CitedSource) -> str:
    """The text of a passage; DataError if it is not the one that the graph was made from."""
    from hashlib import sha256

    cited = text[source.start : source.end]
    if source.sha256 and sha256(cited.encode()).hexdigest() != source.sha256:
        raise DataError(
            f"characters {source.start} to {source.end} of the document are not the passage that is cited",
            advice="The graph's description of its passages is wrong; run make data.",
            passage=source.passage,
        )
    return cited
