"""The shapes: valid, complete, in three languages, kept by the dataset, broken by an example each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.curation.mutation.measurement import complete
from atsmu_kg.rdf.namespaces import AKG, AKGSH, ATSMU, GRAPH, OWL, PREFIXES, RDF, RDFS, SH, contract
from atsmu_kg.sparql.tokens import tokens
from atsmu_kg.validation import Report, Shapes, validate

ROOT = Path(__file__).parent.parent
SHAPES = ROOT / "ontology" / "shapes.ttl"
VIOLATIONS = ROOT / "tests" / "test_shapes_violations.trig"
INSTITUTION = ROOT / "tests" / "test_shapes_institution.trig"
REMOVED = ox.NamedNode("urn:removed")
# What shifty finds, pySHACL finds too: a second opinion.
ENGINES = (pytest.param("pyshacl", marks=pytest.mark.long), "shifty")
TRIPLES = frozenset(quad.triple for quad in ox.parse(path=str(SHAPES)))
TYPE = ox.NamedNode(RDF.type)
TARGETS = {SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf}
# What a node shape may have without a constraint of its own: its parts report for themselves.
SILENT = TARGETS | {RDF.type, SH.property, SH.sparql, SH.message}


ABOUT: dict[object, list[ox.Triple]] = defaultdict(list)
for _triple in sorted(TRIPLES, key=str):
    ABOUT[_triple.subject].append(_triple)


def values(subject: object, predicate: str) -> list[ox.NamedNode | ox.Literal]:
    return [t.object for t in ABOUT[subject] if t.predicate.value == predicate]


def named(kind: str) -> list[ox.NamedNode]:
    nodes = [node for node in ABOUT if isinstance(node, ox.NamedNode)]
    return [node for node in nodes if ox.NamedNode(kind) in values(node, RDF.type)]


def predicates(node: ox.NamedNode) -> set[str]:
    return {t.predicate.value for t in ABOUT[node]}


NODE_SHAPES = named(SH.NodeShape)
TARGETED = [shape for shape in NODE_SHAPES if predicates(shape) & TARGETS]
QUERIES = named(SH.SPARQLConstraint)
# The vocabulary's own terms are IRIs and no more.
CLOSED = [shape for shape in NODE_SHAPES if values(shape, SH.closed) and not values(shape, SH.nodeKind)]
CONSTRAINTS = [
    *named(SH.PropertyShape),
    *QUERIES,
    *(shape for shape in TARGETED if predicates(shape) - SILENT),
]


def name(node: ox.NamedNode) -> str:
    return node.value.removeprefix(str(AKGSH))


def said(text: str, lang: str = "en") -> str:
    return next(m.value for m in values(AKGSH_NODES[text], SH.message) if m.language == lang)


AKGSH_NODES = {name(node): node for node in [*NODE_SHAPES, *CONSTRAINTS]}


@pytest.fixture(scope="session")
def shapes() -> Shapes:
    return Shapes.read(SHAPES)


def prefixed(text: str) -> list[ox.Quad]:
    header = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return list(ox.parse(header + text, format=ox.RdfFormat.TRIG))


def found(report: Report) -> set[tuple[str, str]]:
    """The shape and the message of each result."""
    return {(result.source_shape, result.message) for result in report}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.whole
def test_the_merge_alone_conforms(engine: str, merged: frozenset[ox.Triple], shapes: Shapes) -> None:
    """A reader who has the default graph only, and so doesn't know which graph states what."""
    report = validate(sorted(merged, key=str), shapes, engine=engine)
    assert report.conforms, report.to_text()


@pytest.mark.parametrize("engine", ENGINES)
def test_another_institution_conforms(engine: str, shapes: Shapes) -> None:
    """An invented college in a namespace of its own, with the vocabulary and without our data."""
    report = validate(institution(), shapes, engine=engine)
    assert report.conforms, report.to_text()


def institution() -> list[ox.Quad]:
    graph = ox.NamedNode("https://college.example/graph/ontology")
    files = ("ontology/atsmu-kg.ttl", "ontology/alignment.ttl")
    vocabulary = [ox.Quad(*quad.triple, graph) for file in files for quad in ox.parse(path=str(ROOT / file))]
    return complete([*vocabulary, *ox.parse(path=str(INSTITUTION))])


# In test_validation.py shifty is asked.
@pytest.mark.long
def test_shapes_are_valid_under_the_shapes_for_shapes(shared: Path) -> None:
    recommendation = shared / "external" / "w3c-shacl" / "shacl-shacl.ttl"
    if not recommendation.is_file():
        pytest.skip("shared/external/w3c-shacl/shacl-shacl.ttl of the SHACL recommendation is not there")
    report = validate(sorted(TRIPLES, key=str), recommendation)
    assert report.conforms, report.to_text()


def test_shapes_for_shapes_find_a_fault(shared: Path) -> None:
    recommendation = shared / "external" / "w3c-shacl" / "shacl-shacl.ttl"
    if not recommendation.is_file():
        pytest.skip("shared/external/w3c-shacl/shacl-shacl.ttl of the SHACL recommendation is not there")
    fault = prefixed("akgsh:Figure-value a sh:PropertyShape ; sh:path schema:value , schema:minValue .")
    assert not validate(fault, recommendation).conforms


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=name)
def test_message_says_in_three_languages_what_to_do(constraint: ox.NamedNode) -> None:
    messages = values(constraint, SH.message)
    assert sorted(str(message.language) for message in messages) == ["en", "ru", "tg"], (
        f"give {contract(constraint.value)} one sh:message in en, ru and tg"
    )
    for message in messages:
        assert message.value[0].isupper() or message.value.startswith("akg"), message.value
        assert message.value.endswith("."), f"end the sentence: {message.value}"


def test_messages_differ_between_languages() -> None:
    for constraint in CONSTRAINTS:
        texts = [message.value for message in values(constraint, SH.message)]
        assert len(set(texts)) == 3, f"translate the message of {contract(constraint.value)}"


def test_each_constraint_of_a_shape_has_its_own_message() -> None:
    """A result tells its constraint by its message, so two constraints of a shape must not share one."""
    for shape in TARGETED:
        own = [each for each in [shape, *values(shape, SH.sparql)] if each in CONSTRAINTS]
        texts = [said(name(each)) for each in own]
        assert len(set(texts)) == len(texts), f"tell the constraints of {contract(shape.value)} apart"


@pytest.mark.parametrize("shape", CLOSED, ids=name)
def test_a_closed_shape_gives_no_other_advice(shape: ox.NamedNode) -> None:
    beside = predicates(shape) - SILENT - {SH.closed, SH.ignoredProperties}
    assert not beside, f"put the other constraints of {contract(shape.value)} into a shape of their own"


@pytest.mark.parametrize("query", QUERIES, ids=name)
def test_query_keeps_to_what_shacl_allows(query: ox.NamedNode) -> None:
    """SHACL, 5.2.1 and appendix A: no MINUS, VALUES or SERVICE, and $this is projected."""
    (text,) = values(query, SH.select)
    words = [token.text.upper() for token in tokens(text.value)]
    assert not {"MINUS", "VALUES", "SERVICE", "FROM"} & set(words)
    assert words.count("SELECT") == 1, "a sub-select would have to project $this"
    assert "$THIS" in words[: words.index("WHERE")]
    assert values(query, SH.prefixes) == [ox.NamedNode("https://w3id.org/atsmu-kg/shapes")]


def test_shapes_name_nothing_of_this_dataset() -> None:
    """They are about universities: no university, no figure, no country of ours."""
    terms = {term for triple in TRIPLES for term in (triple.subject, triple.object)}
    assert [term.value for term in terms if isinstance(term, ox.NamedNode) and term.value in ATSMU] == []
    texts = [term.value for term in terms if isinstance(term, ox.Literal)]
    assert [text for text in texts if str(ATSMU) in text or "atsmu:" in text] == []


def test_each_own_class_has_a_shape(ontology: frozenset[ox.Triple]) -> None:
    classes = {t.subject for t in ontology if t.predicate == TYPE and t.object.value == OWL.Class}
    targeted = {target for shape in TARGETED for target in values(shape, SH.targetClass)}
    missing = sorted(contract(each.value) for each in classes - targeted)
    assert missing == [], "give each class a shape with sh:targetClass in ontology/shapes.ttl"


@pytest.fixture(scope="module")
def data(quads: frozenset[ox.Quad], merged: frozenset[ox.Triple]) -> frozenset[ox.Triple]:
    """What the packaged graph says, but of its vocabulary's terms: test_ontology_shapes.ttl is for them."""
    terms = {quad.subject for quad in quads if quad.graph_name == ox.NamedNode(GRAPH.ontology)}
    return frozenset(triple for triple in merged if triple.subject not in terms)


def test_each_class_in_use_has_a_shape(data: frozenset[ox.Triple]) -> None:
    """A class has a shape of its own, or all its members are looked at as members of subclasses."""
    members = defaultdict(set)
    for triple in data:
        if triple.predicate == TYPE:
            members[triple.object].add(triple.subject)
    classes = {target for shape in TARGETED for target in values(shape, SH.targetClass)}
    properties = {target for shape in TARGETED for target in values(shape, SH.targetObjectsOf)}
    looked_at = {member for each in classes for member in members[each]}
    looked_at |= {triple.object for triple in data if triple.predicate in properties - {TYPE}}
    missing = {contract(each.value): own - looked_at for each, own in members.items()}
    assert {each: left for each, left in missing.items() if left} == {}


def test_each_property_in_use_is_known_to_a_shape(data: frozenset[ox.Triple]) -> None:
    """A property that no shape constrains or passes over would be let through unseen."""
    known = {t.object.value for t in TRIPLES if isinstance(t.object, ox.NamedNode)}
    metadata = {
        "dcterms:issued",
        "dcterms:modified",
        "dcterms:language",
        "owl:priorVersion",
        "rdfs:subClassOf",
    }
    used = {contract(t.predicate.value) for t in data if t.predicate.value not in known}
    assert used - metadata == set()


@pytest.fixture(scope="module")
def violations(faulty: list[ox.Quad], shapes: Shapes) -> Callable[[str], Report]:
    """What an engine finds in the dataset with an example of every fault."""
    return cache(lambda engine: validate(faulty, shapes, engine=engine))


def test_examples_take_away_only_what_is_there(quads: frozenset[ox.Quad]) -> None:
    faults = ox.parse(path=str(VIOLATIONS))
    gone = {quad.triple for quad in faults if quad.graph_name == REMOVED}
    missing = gone - {quad.triple for quad in quads}
    assert missing == set(), f"bring <urn:removed> in tests/{VIOLATIONS.name} up to date"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=name)
def test_constraint_is_broken_by_an_example(
    constraint: ox.NamedNode, engine: str, violations: Callable[[str], Report]
) -> None:
    owners = [shape for shape in TARGETED if constraint in values(shape, SH.sparql)]
    told = found(violations(engine))
    broken = [owner for owner in owners or [constraint] if (owner.value, said(name(constraint))) in told]
    assert broken, f"add an example that breaks {contract(constraint.value)} to tests/{VIOLATIONS.name}"


@pytest.mark.long
def test_engines_find_the_same_in_the_examples(violations: Callable[[str], Report]) -> None:
    assert set(violations("pyshacl")) == set(violations("shifty"))


FIGURE = """
figure:new a akg:Figure ;
    schema:observationAbout <https://college.example/id/college> ;
    schema:measuredProperty akg:{measure} ;
    schema:value {value} ;
    akg:bound akg:{bound} ;
    qudt:hasUnit unit:{unit} {rest} .
"""


def with_figures(figures: Iterable[tuple[str, str, str, str]]) -> list[ox.Quad]:
    """The invented college with figures: unit, bound, value, and least and greatest value, - for none."""
    texts = []
    for number, (unit, bound, value, limits) in enumerate(figures):
        least, greatest = limits.split()
        rest = "" if least == "-" else f"; schema:minValue {least}"
        rest += "" if greatest == "-" else f"; schema:maxValue {greatest}"
        share = unit == "PERCENT"
        rest += "; schema:measurementDenominator akg:InterventionCount" if share else ""
        measure = "InterventionShare" if share else "ChairCount"
        text = FIGURE.format(value=value, bound=bound, unit=unit, rest=rest, measure=measure)
        texts.append(text.replace("figure:new", f"figure:new-{number}"))
    return [*institution(), *prefixed("".join(texts))]


RIGHT = [
    ("NUM", "Exactly", "7", "7 7"),
    ("NUM", "Exactly", "0", "0 0"),
    ("NUM", "MoreThan", "7", "8 -"),
    ("NUM", "AtLeast", "7", "7 -"),
    ("NUM", "LessThan", "7", "- 6"),
    ("NUM", "AtMost", "7", "- 7"),
    ("NUM", "About", "7", "- -"),
    ("PERCENT", "MoreThan", "7.5", "7.5 -"),
    ("PERCENT", "LessThan", "7.5", "- 7.5"),
    ("PERCENT", "Exactly", "100", "100.0 100"),
    ("PERCENT", "About", "0", "- -"),
]
WRONG = [
    ("NUM", "Exactly", "7", "7 -"),
    ("NUM", "Exactly", "7", "- 7"),
    ("NUM", "Exactly", "7", "7 8"),
    ("NUM", "Exactly", "7", "6 7"),
    ("NUM", "MoreThan", "7", "7 -"),
    ("NUM", "MoreThan", "7", "8 9"),
    ("NUM", "MoreThan", "7", "- -"),
    ("NUM", "AtLeast", "7", "8 -"),
    ("NUM", "AtLeast", "7", "- 7"),
    ("NUM", "LessThan", "7", "- 7"),
    ("NUM", "AtMost", "7", "- 6"),
    ("NUM", "AtMost", "7", "1 7"),
    ("NUM", "About", "7", "7 -"),
    ("NUM", "About", "7", "- 7"),
    ("NUM", "Exactly", "7.5", "7.5 7.5"),
    ("NUM", "Exactly", "-7", "-7 -7"),
    ("PERCENT", "Exactly", "101", "101 101"),
    ("PERCENT", "AtMost", "7.5", "- 7.4"),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_arithmetic_of_bounds(engine: str, shapes: Shapes) -> None:
    report = validate(with_figures([*RIGHT, *WRONG]), shapes, engine=engine)
    faulty = {str(result.focus_node) for result in report if "figure/new-" in str(result.focus_node)}
    numbers = {int(iri.rpartition("-")[2]) for iri in faulty}
    assert numbers == set(range(len(RIGHT), len(RIGHT) + len(WRONG)))


COORDINATES = """
atsmu:point-{number} a schema:GeoCoordinates ; schema:latitude {latitude} ; schema:longitude {longitude} ;
    akg:latitudeDMS "{north}" ; akg:longitudeDMS "{east}" ; geo:asWKT "{point}"^^geo:wktLiteral .
<https://college.example/id/college> schema:geo atsmu:point-{number} .
"""
AGREEING = [
    ("38.6018", "68.7854", "38°36′06″N", "68°47′07″E", "POINT(68.7854 38.6018)"),
    ("-38.6018", "-68.7854", "38°36′06″S", "68°47′07″W", "POINT (-68.7854 -38.6018)"),
    ("38.50", "8.0", "38°30′00.0″N", "8°00′00″E", "POINT(8 38.5)"),
]
DISAGREEING = [
    ("38.6021", "68.7854", "38°36′06″N", "68°47′07″E", "POINT(68.7854 38.6021)"),
    ("38.6018", "68.7854", "38°36′06″S", "68°47′07″E", "POINT(68.7854 38.6018)"),
    ("38.6018", "68.7854", "38°36′06″N", "68°48′07″E", "POINT(68.7854 38.6018)"),
    ("38.6018", "68.7854", "38°36′06″N", "68°47′07″E", "POINT(38.6018 68.7854)"),
    ("38.6018", "68.7854", "38 36 06 N", "68°47′07″E", "POINT(68.7854 38.6018)"),
    ("38.6018", "68.7854", "38°66′06″N", "68°47′07″E", "POINT(68.7854 38.6018)"),
    ("98.6018", "68.7854", "98°36′06″N", "68°47′07″E", "POINT(68.7854 98.6018)"),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_forms_of_coordinates_agree(engine: str, shapes: Shapes) -> None:
    keys = ("latitude", "longitude", "north", "east", "point")
    texts = [
        COORDINATES.format(number=number, **dict(zip(keys, row, strict=True)))
        for number, row in enumerate([*AGREEING, *DISAGREEING])
    ]
    report = validate([*institution(), *prefixed("".join(texts))], shapes, engine=engine)
    faulty = {str(result.focus_node) for result in report if "/point-" in str(result.focus_node)}
    numbers = {int(iri.rpartition("-")[2]) for iri in faulty}
    assert numbers == set(range(len(AGREEING), len(AGREEING) + len(DISAGREEING)))


@pytest.mark.parametrize("language", ["en", "ru", "tg"])
def test_report_speaks_the_language_of_the_reader(language: str, shapes: Shapes) -> None:
    faulty = prefixed("figure:new a akg:Figure ; akg:bound akg:About , akg:Exactly .")
    report = validate(faulty, shapes, engine="shifty", lang=language)
    assert said("Figure-bound", language) in " ".join(report.to_text().split())


def test_thing_without_a_source_is_found_only_where_graphs_are_known(shapes: Shapes) -> None:
    invented = prefixed("""graph:editorial {
        organization:invented a org:FormalOrganization ; skos:prefLabel "Invented"@en .
        <https://college.example/id/college> org:purpose <https://college.example/id/curricula> .
        <https://college.example/id/curricula> a akg:Activity ;
            skos:prefLabel "New curricula"@en , "Новые программы"@ru , "Барномаҳои нав"@tg ;
            akg:worksToRequirementsOf organization:invented .
    }""")
    known = complete([*institution(), *invented])
    wanted = (str(AKGSH.SourcedShape), said("SourcedShape"))
    assert wanted in found(validate(known, shapes, engine="shifty"))
    assert validate([quad.triple for quad in known], shapes, engine="shifty").conforms


def test_helper_property_is_described_and_not_published(
    ontology: frozenset[ox.Triple], quads: frozenset[ox.Quad]
) -> None:
    """Validation computes akg:statedIn from the named graphs."""
    assert RDFS.label in {t.predicate.value for t in ontology if t.subject.value == AKG.statedIn}
    assert AKG.statedIn not in {quad.predicate.value for quad in quads}
