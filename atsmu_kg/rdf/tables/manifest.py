"""What a folder of tables says of itself: ``manifest.json``."""

from __future__ import annotations

import os

import msgspec

from atsmu_kg.choices import require_path
from atsmu_kg.errors import StoreError
from atsmu_kg.rdf.documents import unreadable

NAME = "manifest.json"
# The version of the layout of folders, files and columns.
SCHEMA = 1


class Counts(msgspec.Struct, frozen=True):
    """How many quads there are, in the default graph and in named ones, and how many terms of which kind."""

    quads: int
    default: int
    named: int
    terms: int
    blank: int
    iri: int
    literal: int


class TermRange(msgspec.Struct, frozen=True):
    """Terms of one kind, datatype and language: ``count`` ids from ``first`` on.

    ``beyond`` of them are valid, and none of the columns for values can hold what they stand for.
    """

    kind: str
    datatype: str | None
    language: str | None
    first: int
    count: int
    beyond: int


class Table(msgspec.Struct, frozen=True):
    """The files of one property and kind of object, each None if it would be empty."""

    kind: str
    datatype: str | None
    default: str | None
    named: str | None


class Property(msgspec.Struct, frozen=True):
    """A property, its id in the dictionary, and its tables."""

    iri: str
    id: int
    tables: tuple[Table, ...]


class File(msgspec.Struct, frozen=True):
    """A file of the folder; ``rows`` is None if it is no table."""

    path: str
    rows: int | None
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """All that a reader of the tables needs to know before it opens one.

    schema: the version of the layout.
    version: that of the dataset, or None if it states none.
    writer: what wrote the files, with its version; another version may write other bytes.
    graphs: the ids of the named graphs.
    """

    schema: int
    version: str | None
    writer: str
    counts: Counts
    kinds: tuple[TermRange, ...]
    graphs: tuple[int, ...]
    properties: tuple[Property, ...]
    files: tuple[File, ...]

    @classmethod
    def read(cls, directory: str | os.PathLike[str]) -> Manifest:
        """The manifest of a folder of tables.

        Raises StoreError where there is none, or one that this version of the library can't read.
        """
        require_path(directory=directory)
        path = os.path.join(os.fspath(directory), NAME)  # noqa: PTH118
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                content = file.read()
            schema = msgspec.json.decode(content, type=_Version).schema
            if schema == SCHEMA:
                return msgspec.json.decode(content, type=cls)
        except (FileNotFoundError, NotADirectoryError) as error:
            advice = "Name a folder that 'atsmu-kg export FOLDER/' has written."
            raise StoreError(
                "the folder has no tables, for it has no manifest", file=path, advice=advice
            ) from error
        except OSError as error:
            raise unreadable(path, error) from error
        except msgspec.MsgspecError as error:
            advice = "Export the tables anew."
            raise StoreError(f"the manifest can't be read: {error}", file=path, advice=advice) from error
        raise StoreError(
            f"the tables have the layout {schema}, and this version reads {SCHEMA}",
            file=path,
            advice="Export the tables anew, or install the version of atsmu-kg that wrote them.",
            schema=schema,
        )

    def to_json(self) -> bytes:
        """The file's content."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


class _Version(msgspec.Struct):
    schema: int
