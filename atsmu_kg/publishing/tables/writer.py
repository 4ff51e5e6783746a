"""From quads to a folder of tables: DuckDB sorts, numbers and writes, on the disk where memory is short."""

from __future__ import annotations

import os
from collections import Counter
from hashlib import file_digest
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from atsmu_kg.atomic import advice_on, draft, remove, swap
from atsmu_kg.choices import require_path
from atsmu_kg.errors import ExportError, MissingDependencyError, StoreError
from atsmu_kg.files import beside
from atsmu_kg.publishing.folder import require_own
from atsmu_kg.publishing.tables.mapping import mapping
from atsmu_kg.publishing.tables.names import names
from atsmu_kg.rdf.datatypes import DATATYPES, INF, INTEGERS, RDF, XSD
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.rdf.serializers.canonical import has_blank_node, labelled, require_rdf_1_1
from atsmu_kg.rdf.tables import manifest as listing
from atsmu_kg.rdf.tables.manifest import Counts, File, Manifest, Property, Table, TermRange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType
    from typing import Any

    from duckdb import DuckDBPyConnection

MAPPING = "mapping.ttl"
KINDS = ("blank", "iri", "literal")
# Bytes. Beyond them, sorting and joining go on in files; but a text is whole in memory, in some copies.
MEMORY = 512 * 10**6
LONG = MEMORY // 128
# DuckDB reads so many bytes at once, besides the longest line twice.
PART = 2**25
# Read in half the time of zstd and version 1, and a fifth larger. DuckDB, Spark and Arrow read it.
PARQUET = "FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2"
# A property is read whole, mostly; of the terms those that an answer has, here and there.
ROWS, TERMS = 122_880, 8_192
# The datatype whose lexical forms a pattern of the steps in SQL stands for.
PATTERNS = {
    "integer": "integer",
    "decimal": "decimal",
    "real": "double",
    "boolean": "boolean",
    "date": "date",
    "year": "gYear",
    "month": "gYearMonth",
    "moment": "dateTime",
    "stamp": "dateTimeStamp",
}


def write(
    quads: Iterable[ox.Quad],
    directory: str | os.PathLike[str],
    *,
    version: str = "",
    prefixes: Mapping[str, str] = PREFIXES,
) -> Manifest:
    """Write quads as tables into a new or empty folder, or in place of earlier tables; all or none.

    quads: in any order; one that comes twice is written once. Those without blank nodes are never all in
        memory. The same quads give the same bytes, by the same version of DuckDB.
    directory: the folder.
    version: that of the dataset, for the manifest.
    prefixes: namespaces by prefix, for the names of the files.

    Gives the manifest. Raises MissingDependencyError without DuckDB, StoreError for a folder that holds
    anything else, and ExportError for RDF 1.2 terms, or if the folder can't be written.
    """
    duckdb = _duckdb()
    require_path(directory=directory)
    target = Path(os.path.realpath(directory))
    require_own(target, "folder of tables", _files_of(target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with draft(target) as folder:
            folder.mkdir()
            work = folder / ".work"
            work.mkdir()
            with duckdb.connect(config=_settings(work)) as database:
                tables = Tables(database, folder)
                tables.read(quads, work / "lines.nq")
                manifest = tables.write(version, prefixes)
            remove(work)
            (folder / listing.NAME).write_bytes(manifest.to_json())
            swap(folder, target)
    except (OSError, duckdb.Error) as error:
        raise ExportError(
            # What DuckDB advises on further lines is about settings that nobody has here.
            f"can't be written: {getattr(error, 'strerror', None) or str(error).partition(chr(10))[0]}",
            file=os.fspath(directory),
            advice=advice_on(error) or "Check the path, its permissions and the room on the disk.",
        ) from error
    return manifest


class Tables:
    """The quads in a database of DuckDB, on their way into a folder."""

    def __init__(self, database: DuckDBPyConnection, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._files: list[File] = []

    def read(self, quads: Iterable[ox.Quad], file: Path) -> None:
        """Take in all quads, by way of a file, and number their terms."""
        ox.serialize(_canonical(quads), str(file), ox.RdfFormat.N_QUADS)
        with file.open("rb") as lines:
            lengths = Counter(map(len, lines))
        longest = max(lengths, default=0)
        if longest > LONG:
            self._database.execute(f"SET memory_limit = '{MEMORY + 40 * longest}B'")
        self._step("lines", file=str(file), longest=longest + 1, buffer=2 * longest + PART)
        file.unlink()
        ((read,),) = self._rows("lines")
        if read != lengths.total():
            raise ExportError(
                f"DuckDB has read {read} of {lengths.total()} quads",
                advice="Please report this, with the version of DuckDB.",
            )
        self._step("terms", xsd=XSD, tagged=f"{RDF}langString")
        integers = [DATATYPES[name] for name in sorted(INTEGERS)]
        self._step(
            "bounds",
            names=[datatype.name for datatype in integers],
            lows=[_bound(datatype.low) for datatype in integers],
            highs=[_bound(datatype.high) for datatype in integers],
        )
        self._step("values", xsd=XSD, **{name: DATATYPES[of].pattern for name, of in PATTERNS.items()})
        self._step("kinds")
        self._step("statements")

    def write(self, version: str, prefixes: Mapping[str, str]) -> Manifest:
        """Write all tables; the manifest of them."""
        for whole in ("terms", "default", "named"):
            self._copy(f"{whole}.parquet", whole)
        kinds = tuple(TermRange(*row) for row in self._rows("ranges"))
        tables = self._tables(prefixes)
        self._map(tables)
        sizes = {file.path: file.rows or 0 for file in self._files}
        default, named = sizes["default.parquet"], sizes["named.parquet"]
        of_kind = {name: sum(kind.count for kind in kinds if kind.kind == name) for name in KINDS}
        return Manifest(
            schema=listing.SCHEMA,
            version=version or None,
            writer=f"DuckDB {_duckdb().__version__}",
            counts=Counts(default + named, default, named, sizes["terms.parquet"], **of_kind),
            kinds=kinds,
            graphs=tuple(graph for (graph,) in self._rows("graphs")),
            properties=tuple(
                Property(iri, id, tuple(table for _, (_, table) in of))
                for (id, iri), of in groupby(tables.items(), key=lambda item: (item[0][0], item[1][0]))
            ),
            files=tuple(sorted(self._files, key=lambda file: file.path)),
        )

    def _tables(self, prefixes: Mapping[str, str]) -> dict[tuple[int, int], tuple[str, Table]]:
        """Write the properties' tables: each with its IRI, by the property's id and the kind's place."""
        for graphs in ("default", "named"):
            (self._folder / graphs).mkdir()
        rows = self._rows("properties")
        called = names(((iri, kind, datatype) for iri, _, _, kind, datatype, *_ in rows), prefixes)
        tables = {}
        for name, (iri, id, place, kind, datatype, *counts) in zip(called, rows, strict=True):
            paths = []
            for graphs, count in zip(("default", "named"), counts, strict=True):
                path = f"{graphs}/{name}.parquet" if count else None
                if path is not None:
                    self._copy(path, f"{graphs}_property", predicate=id, kind=place)
                paths.append(path)
            tables[id, place] = (iri, Table(kind, datatype, *paths))
        return tables

    def _map(self, tables: Mapping[tuple[int, int], tuple[str, Table]]) -> None:
        """Write the mapping."""
        file = self._folder / MAPPING
        file.write_bytes(mapping(self._rows("maps"), tables).encode())
        self._list(file, None)

    def _step(self, name: str, **given: Any) -> None:
        self._database.execute(beside(__file__, f"steps/{name}.sql"), given or None)

    def _rows(self, name: str) -> list[Any]:
        return self._database.execute(beside(__file__, f"selects/{name}.sql")).fetchall()

    def _copy(self, path: str, name: str, **given: Any) -> None:
        """Write what a query selects into a Parquet file."""
        file = self._folder / path
        quoted = str(file).replace("'", "''")
        select = beside(__file__, f"selects/{name}.sql")
        layout = f"{PARQUET}, ROW_GROUP_SIZE {TERMS if name == 'terms' else ROWS}"
        copied = self._database.execute(f"COPY ({select}) TO '{quoted}' ({layout})", given or None)
        ((rows,),) = copied.fetchall()
        self._list(file, rows)

    def _list(self, file: Path, rows: int | None) -> None:
        with file.open("rb") as content:
            digest = file_digest(content, "sha256").hexdigest()
        path = file.relative_to(self._folder).as_posix()
        self._files.append(File(path, rows, file.stat().st_size, digest))


def _canonical(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads, those with blank nodes last, labelled by RDFC-1.0, which looks at no others."""
    with_blank_nodes = set()
    for quad in quads:
        if has_blank_node(quad):
            with_blank_nodes.add(quad)
        else:
            require_rdf_1_1(quad)
            yield quad
    yield from labelled(with_blank_nodes)


def _bound(bound: float) -> int | None:
    return None if abs(bound) == INF else int(bound)


def _settings(work: Path) -> dict[str, str | bool | int]:
    """Nothing is fetched, and nothing lies outside the folder."""
    return {
        "memory_limit": f"{MEMORY}B",
        "temp_directory": str(work / "spilled"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def _files_of(folder: Path) -> set[str]:
    """The files of earlier tables in a folder, if it holds such."""
    try:
        return {listing.NAME, *(file.path for file in Manifest.read(folder).files)}
    except StoreError:
        return set()


def _duckdb() -> ModuleType:
    try:
        import duckdb
    except ImportError as error:
        raise MissingDependencyError.of("duckdb", "tables") from error
    module: ModuleType = duckdb
    return module
