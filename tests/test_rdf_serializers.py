"""Exports: every format reads back to the same quads, with the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat
from rdflib import Dataset
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from atsmu_kg.rdf import serializers as exports
from atsmu_kg.rdf.formats import Format, named, of_path
from atsmu_kg.rdf.namespaces import PREFIXES

# rdflib's own code calls what rdflib deprecates, and warns of literals that it would write otherwise.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:(Serializing|Parsing) weird:UserWarning"),
]

EX = "http://example.org/"
RDF, XSD, SKOS = PREFIXES["rdf"], PREFIXES["xsd"], PREFIXES["skos"]
A, B, P, G = (NamedNode(EX + name) for name in "abpg")
DATA = Path(__file__).parent.parent / "data" / "atsmu-kg.nq"

READERS = {
    "turtle": (RdfFormat.TURTLE, "turtle"),
    "trig": (RdfFormat.TRIG, "trig"),
    "n-triples": (RdfFormat.N_TRIPLES, "nt"),
    "n-quads": (RdfFormat.N_QUADS, "nquads"),
    "rdf-xml": (RdfFormat.RDF_XML, "xml"),
    "json-ld": (RdfFormat.JSON_LD, "json-ld"),
}
formats = pytest.mark.parametrize("format", exports.FORMATS, ids=[format.name for format in exports.FORMATS])


def wanted(quads: set[Quad], format: Format) -> set[Quad]:
    """The quads that a format has a place for, with canonical blank nodes."""
    dataset = ox.Dataset(quads if format.datasets else {Quad(*quad.triple) for quad in quads})
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def read(content: bytes, format: Format) -> set[Quad]:
    return set(ox.parse(content, READERS[format.name][0]))


def read_by_rdflib(content: bytes, format: str) -> set[tuple[str, ...]]:
    """What rdflib reads, as text: its literals compare by value and would hide a change of characters."""
    dataset = Dataset()
    (dataset if format in ("trig", "nquads", "json-ld") else dataset.default_graph).parse(
        data=content, format=format
    )
    return {tuple(node.n3() if node is not None else "" for node in quad) for quad in dataset.quads()}


@pytest.fixture(scope="module")
def packaged() -> set[Quad]:
    return set(ox.parse(path=str(DATA)))


@pytest.fixture(scope="module")
def part(packaged: set[Quad]) -> list[Quad]:
    """One in eight of the quads, of all graphs and kinds, in the order of their text."""
    return sorted(packaged, key=str)[::8]


@pytest.fixture(scope="module")
def contents(packaged: set[Quad]) -> dict[str, bytes]:
    """The packaged graph in each format."""
    return {format.name: exports.serialize(packaged, format.name) for format in exports.FORMATS}


@pytest.fixture(scope="module")
def packaged_by_rdflib(packaged: set[Quad]) -> set[tuple[str, ...]]:
    return read_by_rdflib("".join(f"{quad} .\n" for quad in packaged).encode(), "nquads")


@pytest.fixture(scope="module")
def packaged_by_kind(packaged: set[Quad]) -> dict[bool, set[Quad]]:
    """What formats with a place for named graphs have of the packaged graph, and what those without."""
    kinds = {format.datasets: format for format in exports.FORMATS}
    return {datasets: wanted(packaged, format) for datasets, format in kinds.items()}


@formats
@pytest.mark.whole
def test_the_packaged_graph_reads_back(
    packaged_by_kind: dict[bool, set[Quad]], contents: dict[str, bytes], format: Format
) -> None:
    assert read(contents[format.name], format) == packaged_by_kind[format.datasets]


@formats
def test_the_bytes_do_not_depend_on_the_order_of_quads(part: list[Quad], format: Format) -> None:
    content = exports.serialize(part, format.name)
    assert content == exports.serialize(sorted(part, key=hash), format.name)


@pytest.mark.long
@formats
def test_rdflib_reads_the_same_from_the_packaged_graph(
    contents: dict[str, bytes], packaged_by_rdflib: set[tuple[str, ...]], format: Format
) -> None:
    expected = packaged_by_rdflib
    if not format.datasets:
        expected = {(*triple, DATASET_DEFAULT_GRAPH_ID.n3()) for *triple, _ in packaged_by_rdflib}
    assert read_by_rdflib(contents[format.name], READERS[format.name][1]) == expected


# XML 1.0 has no place for most control characters; test_rdf_serializers_unhappy.py has those.
letters = st.one_of(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    st.sampled_from("\t\n\r\x85"),
)
# Everything that an IRI may have behind its scheme, and more of what writers stumble over.
iri_letters = st.sampled_from("abcXYZ019-._~:/?#[]@!$&'()*+,;=%é医\u0301\u200c")
local_names = st.text(st.sampled_from("abcxyz0189-._:é医\u0301"), min_size=1, max_size=6)
starts = st.sampled_from([*PREFIXES.values(), EX, "urn:x:", "geo:", "skos:", "a:", "x+y:"])


def node(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None


iris = st.one_of(
    st.builds(lambda start, rest: node(start + rest), starts, st.text(iri_letters, max_size=8)),
    st.builds(lambda start, name: node(start + name), starts, local_names),
    st.sampled_from([NamedNode(f"{RDF}type"), NamedNode(f"{SKOS}prefLabel"), NamedNode(f"{RDF}nil")]),
).filter(bool)
predicates = st.one_of(
    st.builds(
        lambda start, name: NamedNode(start + name),
        st.sampled_from([EX, f"{EX}#", f"{EX}a", "urn:x:", "geo:", SKOS, PREFIXES["akg"]]),
        st.from_regex(r"\A[A-Za-z_é][A-Za-z0-9_.é-]{0,4}\Z"),
    ),
    st.sampled_from([NamedNode(f"{RDF}{name}") for name in ("type", "first", "rest", "value", "_1")]),
)
numbers = st.from_regex(r"\A[-+]?[0-9]{0,3}\.?[0-9]{0,3}([eE][-+]?[0-9])?\Z")
oddities = st.sampled_from(
    ["true", "TRUE", "1", "-0", "9007199254740993", "]]>", "\\u0041", '"""', "\r\n", " ", "{}", "@id", "_:b"]
)
lexical_forms = st.one_of(st.text(letters, max_size=12), numbers, oddities)
datatypes = st.sampled_from(
    [
        *(f"{XSD}{name}" for name in ("integer", "decimal", "double", "boolean", "gYear", "string", "byte")),
        *("geo:point", f"{PREFIXES['geo']}wktLiteral", f"{RDF}JSON", f"{EX}type"),
    ]
)
literals = st.one_of(
    st.builds(Literal, lexical_forms),
    st.builds(
        lambda text, lang: Literal(text, language=lang), lexical_forms, st.sampled_from(["ru", "zh-hant"])
    ),
    st.builds(lambda text, name: Literal(text, datatype=NamedNode(name)), lexical_forms, datatypes),
)
blanks = st.sampled_from([BlankNode(name) for name in ("b0", "x", "c14n1")])
graph_names = st.one_of(st.none(), iris, blanks)
quad_sets = st.sets(
    st.builds(Quad, iris | blanks, predicates, iris | blanks | literals, graph_names), max_size=6
)


@formats
@given(quads=quad_sets)
def test_any_dataset_reads_back(format: Format, quads: set[Quad]) -> None:
    content = exports.serialize(quads, format.name)
    assert wanted(read(content, format), format) == wanted(quads, format)
    # The labels are canonical already, but that rdf:nodeID and JSON-LD readers may rename them.
    if format.name not in ("json-ld", "rdf-xml"):
        assert read(content, format) == wanted(quads, format)


@formats
@given(
    quads=st.sets(st.builds(Quad, iris, predicates, iris | literals, st.one_of(st.none(), iris)), max_size=5)
)
def test_rdflib_reads_the_same_from_any_dataset(format: Format, quads: set[Quad]) -> None:
    plain = "n-quads" if format.datasets else "n-triples"
    reference = read_by_rdflib(exports.serialize(quads, plain), READERS[plain][1])
    assert read_by_rdflib(exports.serialize(quads, format.name), READERS[format.name][1]) == reference


BLANK = "_:x <http://example.org/p> _:y, _:z . _:z <http://example.org/q> _:x ."


def test_the_bytes_do_not_depend_on_the_hash_seed(part: list[Quad], tmp_path: Path) -> None:
    code = """
import hashlib, sys
from pyoxigraph import RdfFormat, parse
from atsmu_kg.rdf import serializers as exports
for quads in (set(parse(path=sys.argv[1])), set(parse(sys.argv[2], RdfFormat.TURTLE))):
    for format in exports.FORMATS:
        print(hashlib.sha256(exports.serialize(quads, format.name)).hexdigest())
"""
    written = tmp_path / "part.nq"
    written.write_text("".join(f"{quad} .\n" for quad in part), "utf-8")
    seed = "4242" if os.environ.get("PYTHONHASHSEED") != "4242" else "1"
    run = subprocess.run(
        [sys.executable, "-c", code, str(written), BLANK],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    blank = set(ox.parse(BLANK, RdfFormat.TURTLE))
    here = [exports.serialize(quads, format.name) for quads in (part, blank) for format in exports.FORMATS]
    assert run.stdout.split() == [hashlib.sha256(content).hexdigest() for content in here]


QUADS = [
    Quad(A, NamedNode(f"{SKOS}prefLabel"), Literal("а", language="tg")),
    Quad(A, NamedNode(f"{SKOS}prefLabel"), Literal("a", language="en")),
    Quad(A, NamedNode(f"{PREFIXES['akg']}bound"), Literal("007", datatype=NamedNode(f"{XSD}integer"))),
    Quad(A, NamedNode(f"{PREFIXES['akg']}bound"), Literal("7", datatype=NamedNode(f"{XSD}integer"))),
    Quad(A, NamedNode(f"{RDF}type"), NamedNode(f"{PREFIXES['akg']}Figure")),
    Quad(A, P, Literal("1.50", datatype=NamedNode(f"{XSD}decimal"))),
    Quad(A, P, Literal("-1.5", datatype=NamedNode(f"{XSD}decimal"))),
    Quad(A, P, Literal("true", datatype=NamedNode(f"{XSD}boolean"))),
    Quad(A, P, Literal('"\n', datatype=NamedNode(f"{XSD}string"))),
    Quad(B, P, NamedNode(f"{PREFIXES['atsmu']}a/b")),
    Quad(A, P, B, G),
]

TRIG = """\
@prefix akg: <https://w3id.org/atsmu-kg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<http://example.org/a> a akg:Figure ;
    skos:prefLabel "a"@en, "а"@tg ;
    <http://example.org/p> -1.5, "1.50"^^xsd:decimal, "\\"\\n", true ;
    akg:bound "007"^^xsd:integer, 7 .

<http://example.org/b> <http://example.org/p> <https://w3id.org/atsmu-kg/id/a/b> .

<http://example.org/g> {
    <http://example.org/a> <http://example.org/p> <http://example.org/b> .
}
"""


def test_trig_reads_well() -> None:
    assert exports.serialize(QUADS, "trig").decode() == TRIG


def test_turtle_breaks_long_lists_of_objects() -> None:
    quads = [Quad(A, P, Literal(f"{number} " + "x" * 40)) for number in range(3)]
    lines = exports.serialize(quads, "turtle").decode().split("\n")
    assert [len(line) - len(line.lstrip()) for line in lines] == [0, 8, 8, 8, 0]


def test_turtle_of_a_dataset_is_the_merge_of_its_graphs() -> None:
    text = exports.serialize([Quad(A, P, B), Quad(A, P, B, G), Quad(B, P, A, G)], "turtle").decode()
    assert text.count("example.org/p") == 2


def test_n_quads_are_sorted_lines() -> None:
    lines = exports.serialize(QUADS, "n-quads").decode().splitlines(keepends=True)
    assert lines == sorted(f"{quad} .\n" for quad in QUADS)


def test_json_ld_reads_well() -> None:
    document = json.loads(exports.serialize(QUADS, "json-ld"))
    assert sorted(document["@context"]) == ["akg", "skos", "xsd"]
    first, second, graph = document["@graph"]
    assert first["@type"] == "akg:Figure"
    assert first["skos:prefLabel"] == [
        {"@language": "en", "@value": "a"},
        {"@language": "tg", "@value": "а"},
    ]
    assert first["akg:bound"] == [{"@type": "xsd:integer", "@value": "007"}, 7]
    assert first[EX + "p"][-1] is True
    assert second[EX + "p"] == {"@id": "https://w3id.org/atsmu-kg/id/a/b"}
    assert graph == {"@graph": [{"@id": EX + "a", EX + "p": {"@id": EX + "b"}}], "@id": EX + "g"}


def test_json_ld_has_sorted_keys() -> None:
    text = exports.serialize(QUADS, "json-ld").decode()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def test_json_ld_declares_no_prefix_that_an_iri_has_for_its_scheme() -> None:
    quads = [Quad(NamedNode("geo:38.5,68.8"), NamedNode(f"{PREFIXES['geo']}asWKT"), Literal("x"))]
    assert json.loads(exports.serialize(quads, "json-ld"))["@context"] == {}


@pytest.mark.whole
def test_the_context_is_a_part_of_the_published_one(contents: dict[str, bytes]) -> None:
    root = DATA.parent.parent
    published = json.loads((root / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    used = json.loads(contents["json-ld"])["@context"]
    assert used.items() <= published.items()


def test_rdf_xml_finds_names_for_predicates_of_unknown_namespaces() -> None:
    quads = [Quad(A, NamedNode(f"{EX}{name}"), B) for name in ("x#p", "x#q", "y/r", "012s")]
    text = exports.serialize(quads, "rdf-xml").decode()
    declared = dict(re.findall('xmlns:(\\w+)="(.*?)"', text))
    assert declared == {"rdf": RDF, "ns1": f"{EX}012", "ns2": f"{EX}x#", "ns3": f"{EX}y/"}


def test_rdf_xml_binds_no_prefix_that_xml_reserves() -> None:
    reserved = {"xmlfoo": EX, "a": "http://www.w3.org/XML/1998/namespace", "rdf": f"{EX}a", "b c": EX}
    quads = {Quad(A, NamedNode("http://www.w3.org/XML/1998/namespacelang"), B), Quad(A, P, B)}
    content = exports.serialize(quads, "rdf-xml", prefixes=reserved)
    assert read(content, named("rdf-xml")) == quads


def test_own_prefixes() -> None:
    text = exports.serialize([Quad(A, P, B)], "turtle", prefixes={"ex": EX, "unused": "http://example.com/"})
    assert text == b"@prefix ex: <http://example.org/> .\n\nex:a ex:p ex:b .\n"


@formats
def test_an_empty_graph(format: Format) -> None:
    assert read(exports.serialize([], format.name), format) == set()


@formats
def test_a_format_has_many_names(format: Format) -> None:
    names = [format.name, *format.aliases, *format.extensions, format.media_type]
    assert {named(name.upper()) for name in names} == {format}
    assert {of_path(f"a/b.c{extension.upper()}") for extension in format.extensions} == {format}


@formats
def test_a_file_is_what_serialize_gives(format: Format, tmp_path: Path) -> None:
    for extension in format.extensions:
        target = tmp_path / f"graph{extension}"
        exports.write(QUADS, target)
        assert target.read_bytes() == exports.serialize(QUADS, format.name)
    exports.write(QUADS, str(tmp_path / "named"), format.name)
    assert (tmp_path / "named").read_bytes() == exports.serialize(QUADS, format.name)


def test_a_stream_is_written_and_stays_open() -> None:
    stream = io.BytesIO()
    exports.write(QUADS, stream, "trig")
    assert stream.getvalue().decode() == TRIG


def test_a_replaced_file_keeps_its_mode_and_leaves_no_other(tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    target.write_text("old")
    target.chmod(0o640)
    exports.write(QUADS, target)
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_text("old")
    (tmp_path / "link.ttl").symlink_to(tmp_path / "real.ttl")
    exports.write(QUADS, tmp_path / "link.ttl")
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "real.ttl").read_bytes() == exports.serialize(QUADS, "turtle")


def test_a_device_is_written_to_and_not_replaced() -> None:
    exports.write(QUADS, os.devnull, "turtle")
    assert not Path(os.devnull).is_file()
