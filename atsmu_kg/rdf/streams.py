"""RDF documents of any size, compressed ones too, as streams of quads."""

from __future__ import annotations

import io
import os
from functools import cached_property
from hashlib import file_digest
from pathlib import Path

import pyoxigraph as ox

from atsmu_kg.errors import StoreError
from atsmu_kg.rdf import documents
from atsmu_kg.rdf.compression import BLOCK, Uncompressed, uncompressed_name
from atsmu_kg.rdf.formats import of_document
from atsmu_kg.rdf.scrutiny import Passing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO


class RdfFile:
    """A file of RDF, read as its quads are wanted; JSON-LD is read whole.

    path: the file; its ending says the format, and one behind that how it is compressed: ``facts.nq.gz``.

    Raises StoreError if there is no such file, or its ending stands for no format.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        documents.require_end(path)
        try:
            with Path(path).open("rb") as file:
                self.size = file.seek(0, os.SEEK_END)
        except (OSError, ValueError) as error:
            raise documents.unreadable(path, error) from error
        self.format = of_document(uncompressed_name(path)).engine

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the file, in hexadecimal digits."""
        with Path(self.path).open("rb") as file:
            return file_digest(file, "sha256").hexdigest()

    def quads(self, told: Callable[[int], None] = lambda _: None) -> Iterator[ox.Quad]:
        """The quads, lexically exact, in the order of the file.

        told: is called now and then with the number of bytes of the file that have been read.

        Blank nodes get new names, others each time. Raises StoreError where the file can't be read or
        uncompressed, and what ``documents.parse`` raises, both in the midst of the quads.
        """
        with Path(self.path).open("rb") as file:
            passing = Passing(self.format, self.path, self._again)

            def watch(block: bytes) -> None:
                passing.look(block)
                told(file.tell())

            source: IO[bytes] = io.BufferedReader(Uncompressed(file, self.path, watch), BLOCK)
            try:
                if self.format == ox.RdfFormat.JSON_LD:
                    data = self._whole(source)
                    yield from documents.stream(data, self.format, file=self.path, rename_blank_nodes=True)
                else:
                    yield from ox.parse(source, self.format, rename_blank_nodes=True)
            except SyntaxError as error:
                raise documents.syntax_error(error, self.format, self.path, self._known()) from error

    def _again(self) -> IO[bytes]:
        """The content from its beginning."""
        file = Path(self.path).open("rb")  # noqa: SIM115  (closed with what reads it)
        return io.BufferedReader(Uncompressed(file, self.path, lambda _: None), BLOCK)

    def _whole(self, source: IO[bytes]) -> bytes:
        data = source.read(documents.MAX_BYTES + 1)
        if len(data) > documents.MAX_BYTES:
            raise StoreError(
                f"can't be read: the document has more than {documents.MAX_BYTES:,} bytes",
                file=self.path,
                advice="JSON-LD has to be read whole. Divide it, or write it as N-Quads.",
            )
        return data

    def _known(self) -> bytes:
        """The content, for the place of an error that tells none; nothing of one too large for that."""
        with self._again() as source:
            data = source.read(documents.MAX_BYTES + 1)
        return data if len(data) <= documents.MAX_BYTES else b""
