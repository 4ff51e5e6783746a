"""Graphs as tables: what is read back from them is what was written, and the same bytes come each time."""

from __future__ import annotations

import random
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_institution import begin

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.publishing.tables import write, writer
from atsmu_kg.publishing.tables.names import names
from atsmu_kg.rdf.serializers.canonical import labelled
from atsmu_kg.rdf.tables.manifest import Manifest
from atsmu_kg.stores.embedded import EmbeddedStore

XSD = "http://www.w3.org/2001/XMLSchema#"
READ = """
    SELECT s.value, s.kind, p.value, o.value, o.kind, o.datatype, o.language, g.value, g.kind
    FROM {statements} AS t
    JOIN '{folder}/terms.parquet' AS s ON s.id = t.subject
    JOIN '{folder}/terms.parquet' AS p ON p.id = {predicate}
    JOIN '{folder}/terms.parquet' AS o ON o.id = t.object
    LEFT JOIN '{folder}/terms.parquet' AS g ON g.id = {graph}
"""
NODES = st.sampled_from([ox.NamedNode(f"http://example.org/{name}") for name in ("a", "b#c", "ж")])
BLANK = st.sampled_from([ox.BlankNode("one"), ox.BlankNode("two")])
# A quotation mark before a combining character, escapes, and what is no text elsewhere.
TEXTS = st.text(
    st.sampled_from('a"\\\n\r\t\b\f\0\x01\x7f\x85\u0301\u2028\ufffe\U0001f600\U0001ffff<>@^ nu0'), max_size=6
) | st.sampled_from(["\\u0041", '" .', "1", ""])
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.builds(ox.Literal, TEXTS, language=st.sampled_from(["en", "en-GB", "tg"])),
    st.builds(
        ox.Literal,
        TEXTS,
        datatype=st.sampled_from([ox.NamedNode(f"{XSD}integer"), ox.NamedNode("http://example.org/type")]),
    ),
)
QUADS = st.builds(
    ox.Quad, NODES | BLANK, NODES, NODES | BLANK | LITERALS, NODES | BLANK | st.just(ox.DefaultGraph())
)

pytestmark = pytest.mark.whole


def read(folder: Path, manifest: Manifest, *, whole: bool) -> list[ox.Quad]:
    """The quads of a folder: of its two tables of all triples, or of the properties' tables."""
    tables: list[tuple[str, str, bool]] = []
    if whole:
        tables = [("default.parquet", "t.predicate", False), ("named.parquet", "t.predicate", True)]
    for property in () if whole else manifest.properties:
        for table in property.tables:
            tables += [
                (path, str(property.id), named)
                for path, named in ((table.default, False), (table.named, True))
                if path is not None
            ]
    found = []
    for path, predicate, named in tables:
        graph = "t.graph" if named else "0"
        query = READ.format(statements=f"'{folder}/{path}'", folder=folder, predicate=predicate, graph=graph)
        found += [quad(*row) for row in duckdb.sql(query).fetchall()]
    return found


def quad(*row: Any) -> ox.Quad:
    s, s_kind, p, o, o_kind, datatype, language, g, g_kind = row
    node = {"iri": ox.NamedNode, "blank": ox.BlankNode}
    if o_kind == "literal":
        named = None if language else ox.NamedNode(datatype)
        object: Any = ox.Literal(o, language=language, datatype=named)
    else:
        object = node[o_kind](o)
    graph = ox.DefaultGraph() if g is None else node[g_kind](g)
    return ox.Quad(node[s_kind](s), ox.NamedNode(p), object, graph)


@settings(max_examples=10 * settings().max_examples // 25)
@given(quads=st.lists(QUADS, max_size=30))
def test_the_tables_hold_the_quads_and_no_more(quads: list[ox.Quad]) -> None:
    with TemporaryDirectory() as directory:
        folder = Path(directory, "tables")
        manifest = write([*quads, *quads], folder)
        expected = sorted(map(str, labelled(quads)))
        for whole in (True, False):
            assert sorted(map(str, read(folder, manifest, whole=whole))) == expected


def test_texts_of_any_length_are_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB reads a file in parts, whose size follows from the longest line."""
    monkeypatch.setattr(writer, "PART", 2**15)
    node = ox.NamedNode("http://example.org/s")
    texts = [text * number for number, text in enumerate(["a", "long ", "ж\n"] * 400)]
    quads = [ox.Quad(node, node, ox.Literal(f"{number} {text}")) for number, text in enumerate(texts)]
    manifest = write(quads, tmp_path / "tables")
    assert {*read(tmp_path / "tables", manifest, whole=False)} == {*quads}


def literals(*forms: str) -> Iterable[ox.Quad]:
    """A quad for each literal, written ``form^^type``."""
    node = ox.NamedNode("http://example.org/s")
    for form in forms:
        value, _, name = form.rpartition("^^")
        yield ox.Quad(node, node, ox.Literal(value, datatype=ox.NamedNode(XSD + name)))


VALUES = {
    "007^^integer": "7 7 7.0",
    "-128^^byte": "-128 -128 -128.0",
    "128^^byte": "",
    "0^^positiveInteger": "",
    "1.0^^integer": "",
    "9223372036854775807^^integer": "9223372036854775807 9223372036854775807 9.223372036854776e+18",
    "9223372036854775808^^integer": "9223372036854775808 9.223372036854776e+18 beyond",
    "9223372036854775808^^unsignedLong": "9223372036854775808 9.223372036854776e+18 beyond",
    f"1{'0' * 40}^^integer": "1e+40 beyond",
    "+.50^^decimal": "0.5 0.5",
    "0.1234567890123456789^^decimal": "0.12345678901234568 beyond",
    "1e3^^decimal": "",
    "1E3^^double": "1000.0",
    "-INF^^double": "-inf",
    "NaN^^double": "nan",
    "0.1^^float": "0.10000000149011612",
    "inf^^double": "",
    "1^^boolean": "True",
    "false^^boolean": "False",
    "True^^boolean": "",
    "2024-02-29^^date": "2024-02-29 00:00:00",
    "2023-02-29^^date": "",
    "2024-02-29+05:00^^date": "2024-02-28 19:00:00 300",
    "1939^^gYear": "1939-01-01 00:00:00",
    "2024-05:00^^gYear": "2024-01-01 05:00:00 -300",
    "2024-05^^gYearMonth": "2024-05-01 00:00:00",
    "2024-01-01T24:00:00^^dateTime": "2024-01-02 00:00:00",
    "2024-01-01T00:00:00.25Z^^dateTime": "2024-01-01 00:00:00.250000 0",
    "2024-01-01T00:00:00.0000001^^dateTime": "beyond",
    "2024-01-01T00:00:00^^dateTimeStamp": "",
    "250000-01-01^^date": "beyond",
    "5^^string": "",
}


def test_a_literal_has_the_values_of_its_form(tmp_path: Path) -> None:
    manifest = write(literals(*VALUES), tmp_path / "tables")
    rows = duckdb.execute(
        "SELECT value, datatype, integer, decimal, double, boolean, instant, offset_minutes "
        "FROM read_parquet(?) WHERE kind = 'literal'",
        [str(tmp_path / "tables" / "terms.parquet")],
    ).fetchall()
    told = {}
    for value, datatype, integer, decimal, *others in rows:
        exact = None if decimal is None else format(decimal.normalize(), "f")
        shown = [str(cell) for cell in (integer, exact, *others) if cell is not None]
        told[f"{value}^^{datatype.removeprefix(XSD)}"] = " ".join(shown)
    assert told == {form: values.removesuffix("beyond").rstrip() for form, values in VALUES.items()}
    beyond = {kind.datatype.removeprefix(XSD): kind.beyond for kind in manifest.kinds if kind.datatype}
    for name, count in beyond.items():
        assert count == sum(
            form.endswith(f"^^{name}") and values.endswith("beyond") for form, values in VALUES.items()
        ), name


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged graph, by the command line."""
    folder = tmp_path_factory.mktemp("packaged") / "tables"
    assert main(["export", f"{folder}/"]) == 0
    return folder


def test_the_manifest_tells_all_of_the_folder(packaged: Path, quads: frozenset[ox.Quad]) -> None:
    manifest = Manifest.read(packaged)
    named = [quad for quad in quads if quad.graph_name != ox.DefaultGraph()]
    counts = manifest.counts
    assert (counts.quads, counts.default, counts.named) == (len(quads), len(quads) - len(named), len(named))
    assert manifest.version == atsmu_kg.load().version
    assert len(manifest.graphs) == len({quad.graph_name for quad in named})
    # Kinds are ranges of ids without gaps.
    assert [kind.first for kind in manifest.kinds] == [
        1 + sum(kind.count for kind in manifest.kinds[:place]) for place in range(len(manifest.kinds))
    ]
    assert sum(kind.count for kind in manifest.kinds) == counts.terms == counts.iri + counts.literal
    present = {path.relative_to(packaged).as_posix() for path in packaged.rglob("*") if path.is_file()}
    assert present == {"manifest.json", *(file.path for file in manifest.files)}
    for file in manifest.files:
        content = (packaged / file.path).read_bytes()
        assert (file.bytes, file.sha256) == (len(content), sha256(content).hexdigest())
    assert {property.iri for property in manifest.properties} == {quad.predicate.value for quad in quads}
    assert sorted(map(str, read(packaged, manifest, whole=True))) == sorted(map(str, quads))


def test_order_and_processors_leave_the_bytes_alone(
    tmp_path: Path, packaged: Path, quads: frozenset[ox.Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = writer._settings
    monkeypatch.setattr(writer, "_settings", lambda work: {**settings(work), "threads": 3})
    shuffled = sorted(quads, key=str)
    random.Random(4).shuffle(shuffled)
    manifest = write(shuffled, tmp_path / "tables", version=atsmu_kg.load().version)
    assert manifest == Manifest.read(packaged)
    assert (tmp_path / "tables" / "manifest.json").read_bytes() == (packaged / "manifest.json").read_bytes()


def test_another_institution_and_a_store_are_exported_too(tmp_path: Path) -> None:
    college = begin(tmp_path / "college")
    assert main(["export", f"{tmp_path}/one/", "--dataset", str(college.root)]) == 0
    college.export(tmp_path / "college.nq")
    with EmbeddedStore.open(tmp_path / "store", create_from=str(tmp_path / "college.nq")):
        pass
    assert main(["export", f"{tmp_path}/two", "--format", "parquet", "--store", str(tmp_path / "store")]) == 0
    college.export(f"{tmp_path}/three/")
    one, two, three = (Manifest.read(tmp_path / name) for name in ("one", "two", "three"))
    assert one.counts == two.counts and one.kinds == two.kinds
    assert one == three and one.version


def test_the_names_of_files_are_readable_and_differ() -> None:
    tables = [
        ("http://example.org/a", "iri", None),
        ("http://example.org/A", "iri", None),
        ("http://other.example/x/a/", "iri", None),
        ("http://example.org/ном/", "literal", f"{XSD}integer"),
        (f"http://other.example/{'long' * 100}", "blank", None),
    ]
    called = names(tables, {"ex": "http://example.org/"})
    assert called[:4] == ["ex-a.iri", "ex-A.iri.2", "a.iri", "-.integer"]
    assert len(called[4]) < 100
