"""Each constraint component, target and path: graphs that conform or don't, the same from both engines."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.validation import Report, Shapes, validate, validate_files

FOLDER = Path(__file__).with_name("validation")
EXAMPLES = sorted((FOLDER / "components").glob("*.trig"), key=lambda path: path.stem)
EX = "https://example.org/"
ENGINES = ("pyshacl", "shifty")
PREFIXES = """
@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def turtle(text: str) -> list[ox.Quad]:
    return list(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))


def graph(path: Path, name: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=str(path)) if quad.graph_name == ox.NamedNode(EX + name)]


def wanted(path: Path) -> int:
    quads = ox.parse(path=str(path))
    return next(int(quad.object.value) for quad in quads if quad.predicate.value == f"{EX}results")


def told(report: Report) -> str:
    return report.to_text(limit=None)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_component(example: Path, engine: str) -> None:
    shapes = Shapes.read(graph(example, "shapes"))
    good = validate(graph(example, "conforming"), shapes, engine=engine)
    bad = validate(graph(example, "violating"), shapes, engine=engine)
    assert good.conforms, told(good)
    assert good.focus_nodes > 0, f"{example.name}: the conforming graph has no target, so nothing is tested"
    assert len(bad) == wanted(example), told(bad)


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_engines_give_the_same_results(example: Path, lang: str) -> None:
    shapes, data = Shapes.read(graph(example, "shapes")), graph(example, "violating")
    reference, second = (validate(data, shapes, engine=engine, lang=lang) for engine in ENGINES)
    assert reference.results == second.results, told(reference) + told(second)


# Where rdflib leaves SPARQL, or an ill-typed literal is at stake, a bare pySHACL differs.
OURS = {
    *("datatype", "datatype-derived", "ill-typed", "in", "less-than", "max-inclusive", "min-inclusive"),
    *("pattern", "sparql-equality", "sparql-ill-typed"),
}


@pytest.mark.parametrize(
    "example", [path for path in EXAMPLES if path.stem not in OURS], ids=lambda path: path.stem
)
def test_the_results_are_those_of_a_bare_pyshacl(example: Path) -> None:
    import pyshacl
    from rdflib import SH, BNode, Graph

    graphs = [
        Graph().parse(data=ox.serialize(graph(example, name), format=ox.RdfFormat.N_TRIPLES), format="nt")
        for name in ("violating", "shapes")
    ]

    def from_ox(term: object) -> object:
        return BNode() if isinstance(term, ox.BlankNode) else getattr(term, "value", None)

    _, found, _ = pyshacl.validate(graphs[0], shacl_graph=graphs[1])
    nodes = (SH.focusNode, SH.value, SH.sourceConstraintComponent)
    bare = {tuple(found.value(result, node) for node in nodes) for result in found.objects(None, SH.result)}
    ours = {
        (from_ox(result.focus_term), from_ox(result.value_term), result.component)
        for result in validate(graph(example, "violating"), graph(example, "shapes"))
    }

    def text(term: object) -> str:
        return "a blank node" if isinstance(term, BNode) else str(term)

    assert {tuple(map(text, row)) for row in ours} == {tuple(map(text, row)) for row in bare}


def test_named_graphs_are_merged() -> None:
    data = list(
        ox.parse(
            f"<{EX}g1> {{ <{EX}a> a <{EX}Person> }} <{EX}g2> {{ <{EX}a> <{EX}p> 1 }}",
            format=ox.RdfFormat.TRIG,
        )
    )
    assert validate(data, graph(FOLDER / "components" / "target-node.trig", "shapes")).conforms
    assert not validate(data[:1], graph(FOLDER / "components" / "target-node.trig", "shapes")).conforms


@pytest.mark.parametrize("engine", ENGINES)
def test_the_ontology_counts_as_data(engine: str) -> None:
    shapes = turtle("ex:S sh:targetClass ex:Wide ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .")
    data, ontology = (
        turtle("ex:a a ex:Narrow ."),
        turtle("ex:Narrow rdfs:subClassOf ex:Middle . ex:Middle rdfs:subClassOf ex:Wide ."),
    )
    assert validate(data, shapes, engine=engine).focus_nodes == 0
    report = validate(data, shapes, ontology=ontology, engine=engine)
    assert (report.focus_nodes, len(report)) == (1, 1)


@pytest.mark.parametrize("timeout", [None, 60])
@pytest.mark.parametrize("engine", ENGINES)
def test_what_only_the_ontology_mentions_is_no_focus_node(engine: str, timeout: float | None) -> None:
    shapes = turtle(
        "ex:S sh:targetClass rdfs:Class ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] ."
        "ex:T sh:targetSubjectsOf rdfs:range ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] ."
    )
    ontology = turtle(
        "ex:Used a rdfs:Class . ex:Unused a rdfs:Class . ex:p rdfs:range ex:Used . ex:q rdfs:range ex:Used ."
    )
    data = turtle("ex:a a ex:Used ; ex:p ex:a .")
    report = validate(data, shapes, ontology=ontology, engine=engine, timeout=timeout)
    assert {result.focus_node.rpartition("/")[2] for result in report} == {"Used", "p"}
    assert len(validate([*data, *ontology], shapes, engine=engine)) == 4


FIGURE = """
@prefix akg: <https://w3id.org/atsmu-kg/ontology#> . @prefix atsmu: <https://w3id.org/atsmu-kg/id/> .
@prefix qudt: <http://qudt.org/schema/qudt/> . @prefix schema: <https://schema.org/> .
@prefix unit: <http://qudt.org/vocab/unit/> .
ex:students a akg:Figure ; schema:observationAbout atsmu:dentistry-faculty ; schema:value 300 ;
    schema:measuredProperty akg:StudentCount ; akg:bound akg:Exactly ; qudt:hasUnit unit:NUM ;
    schema:minValue 300 ; schema:maxValue 300 .
"""


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Path], Report]:
    """Files with something right, something wrong and something about a thing of the packaged graph, and what
    is told of them beside that graph."""
    wrong = FIGURE.replace("ex:students", "ex:wrong").replace("dentistry", "medical")
    texts = {
        "right": PREFIXES + FIGURE,
        "wrong": PREFIXES + wrong.replace("maxValue 300", "maxValue 299"),
        "more": "<https://w3id.org/atsmu-kg/id/university> <https://schema.org/foundingDate> 'then' .",
    }
    folder = tmp_path_factory.mktemp("beside")
    files = {name: folder / f"{name}.ttl" for name in texts}
    for name, text in texts.items():
        files[name].write_text(text, "utf-8")
    return files, validate_files(files.values(), engine="shifty", with_graph=True)


@pytest.mark.whole
@pytest.mark.whole
def test_files_that_refer_to_the_packaged_graph(beside: tuple[dict[str, Path], Report]) -> None:
    files, report = beside
    assert not validate_files(files["right"], engine="shifty").conforms
    assert 0 < report.focus_nodes < 40, "only what the files speak of is counted"
    assert not [result for result in report if result.file == str(files["right"])], told(report)
    wrong = {result.focus_node for result in report if result.file == str(files["wrong"])}
    assert wrong == {f"{EX}wrong"}, told(report)


@pytest.mark.whole
def test_what_a_file_says_of_the_packaged_graph_is_a_result(beside: tuple[dict[str, Path], Report]) -> None:
    files, report = beside
    university = "https://w3id.org/atsmu-kg/id/university"
    assert {result.focus_node for result in report} == {f"{EX}wrong", university}, told(report)
    assert str(files["more"]) in {result.file for result in report if result.focus_node == university}


@pytest.mark.whole
def test_what_the_packaged_graph_says_against_other_shapes_is_no_result(tmp_path: Path) -> None:
    shapes, file = tmp_path / "shapes.ttl", tmp_path / "students.ttl"
    shapes.write_text(
        f"""{PREFIXES} ex:S sh:targetClass <https://w3id.org/atsmu-kg/ontology#Figure> ;
            sh:property [ sh:path <https://schema.org/value> ; sh:maxInclusive 250 ] ."""
    )
    file.write_text(PREFIXES + FIGURE, "utf-8")
    (result,) = validate_files(file, shapes, engine="shifty", with_graph=True)
    assert result.focus_node == f"{EX}students"


def test_a_file_of_other_things_is_not_checked_by_what_the_graph_holds(tmp_path: Path) -> None:
    shapes, file = tmp_path / "shapes.ttl", tmp_path / "other.ttl"
    shapes.write_text(f"{PREFIXES} ex:S sh:targetSubjectsOf skos:prefLabel ; sh:nodeKind sh:BlankNode .")
    file.write_text(f"<{EX}a> <{EX}b> 'c' .")
    report = validate_files(file, shapes, engine="shifty", with_graph=True)
    assert (report.focus_nodes, len(report)) == (0, 0), told(report)


def test_graphs_that_speak_of_a_thing_are_told_to_shapes_that_ask() -> None:
    base = "https://w3id.org/atsmu-kg/"
    asking = turtle(f"ex:S sh:targetSubjectsOf <{base}ontology#statedIn> ; sh:closed true .")
    other = turtle(
        f"ex:S sh:targetNode <{base}id/university> ; sh:closed true ; sh:property [ sh:path ex:p ] ."
    )
    quad = ox.Quad(
        ox.NamedNode(f"{base}id/university"),
        ox.NamedNode(f"{EX}p"),
        ox.Literal("x"),
        ox.NamedNode(f"{base}graph/profile/s01"),
    )
    assert {result.path for result in validate([quad], asking)} == {f"{base}ontology#statedIn", f"{EX}p"}
    assert validate([quad], other).conforms


def test_shapes_are_read_once_and_used_often() -> None:
    shapes = Shapes.read(graph(FOLDER / "components" / "sparql.trig", "shapes"))
    data = graph(FOLDER / "components" / "sparql.trig", "violating")
    first = validate(data, shapes)
    parsed = dict(shapes.parsed)
    second = validate(data, shapes)
    assert first.results == second.results
    assert len(parsed) == 1
    assert shapes.parsed == parsed
    assert Shapes.read(shapes) is shapes


def test_threads_do_not_disturb_each_other() -> None:
    from concurrent.futures import ThreadPoolExecutor

    names = ("sparql", "sparql-path", "sparql-equality", "less-than")
    files = [FOLDER / "components" / f"{name}.trig" for name in names] * 4

    def counted(path: Path) -> int:
        return len(validate(graph(path, "violating"), graph(path, "shapes")))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(counted, files)) == [wanted(path) for path in files]


@pytest.mark.parametrize("engine", ENGINES)
def test_no_socket_is_opened(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("validation must not reach for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    shapes = turtle(
        """<https://example.org/shapes> a <http://www.w3.org/2002/07/owl#Ontology> ;
            <http://www.w3.org/2002/07/owl#imports> <https://example.org/more> .
        ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ;
            sh:shapesGraph <https://example.org/more> ."""
    )
    data = turtle(
        "<urn:x> <http://www.w3.org/2002/07/owl#imports> <https://example.org/more> . ex:a a ex:C ."
    )
    assert len(validate(data, shapes, engine=engine)) == 1


@pytest.mark.parametrize("name", ["data.ttl", "data.trig", "data.nt", "data.nq", "data.jsonld", "data.rdf"])
def test_files_in_every_format(name: str, tmp_path: Path) -> None:
    triples = graph(FOLDER / "components" / "min-count.trig", "violating")
    shapes = tmp_path / "shapes.ttl"
    shapes.write_bytes(
        ox.serialize(graph(FOLDER / "components" / "min-count.trig", "shapes"), format=ox.RdfFormat.TURTLE)
    )
    file = tmp_path / name
    file.write_bytes(ox.serialize(triples, format=ox.RdfFormat.from_extension(name.partition(".")[2])))
    report = validate_files(file, shapes)
    assert [(result.focus_node, result.file) for result in report] == [(f"{EX}a", str(file))]
    assert (next(iter(report)).line is None) == (name in {"data.jsonld", "data.rdf"})


def test_users_files_against_the_packaged_shapes(tmp_path: Path) -> None:
    file = tmp_path / "figure.ttl"
    file.write_text(
        "@prefix akg: <https://w3id.org/atsmu-kg/ontology#> .\n"
        "<https://w3id.org/atsmu-kg/id/figure/x>\n  a akg:Figure .\n"
    )
    report = validate_files([file], lang="tg")
    assert not report.conforms
    assert {(result.file, result.line) for result in report} == {(str(file), 3)}


@pytest.mark.parametrize("engine", [pytest.param("pyshacl", marks=pytest.mark.long), "shifty"])
def test_the_packaged_graph_conforms(quads: frozenset[ox.Quad], root: Path, engine: str) -> None:
    report = validate(quads, root / "ontology" / "shapes.ttl", engine=engine)
    assert report.conforms, told(report)
    assert report.focus_nodes > 1000


def test_the_packaged_shapes_conform_to_the_shapes_for_shapes(root: Path, shared: Path) -> None:
    rules = shared / "external" / "w3c-shacl" / "shacl-shacl.ttl"
    if not rules.exists():
        pytest.skip("the shapes for shapes of the SHACL recommendation are not in shared/external")
    report = validate_files(root / "ontology" / "shapes.ttl", rules, engine="shifty")
    assert report.conforms, told(report)
    assert report.focus_nodes > 100


@pytest.mark.parametrize("engine", ENGINES)
def test_an_ill_formed_shape_does_not_conform_to_the_shapes_for_shapes(
    engine: str, shared: Path, tmp_path: Path
) -> None:
    rules = shared / "external" / "w3c-shacl" / "shacl-shacl.ttl"
    if not rules.exists():
        pytest.skip("the shapes for shapes of the SHACL recommendation are not in shared/external")
    file = tmp_path / "shapes.ttl"
    file.write_text(
        PREFIXES
        + 'ex:S a sh:NodeShape ;\n  sh:targetClass "Person" ;\n'
        + '  sh:property [ sh:path ex:p ; sh:minCount "1" ] .\n'
    )
    report = validate_files(file, rules, engine=engine)
    assert {result.component.rpartition("#")[2] for result in report} >= {"DatatypeConstraintComponent"}
    assert ("sh:targetClass", 6) in {(result.short_path, result.line) for result in report}
