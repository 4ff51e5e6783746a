"""The shipped dataset: every named graph, what follows from them, and the default graph that merges them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.errors import DataError
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.entailment import composed, entailed
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.rdf.terms import spell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.stores.ordered import Footprint

ONTOLOGY = ("ontology/atsmu-kg.ttl", "ontology/alignment.ttl", "ontology/definitions.ttl")
ENTAILED = "data/entailed.trig"
DATASET = "data/atsmu-kg.nq"
INDEX = "data/atsmu-kg.index"
MERGE = "data/atsmu-kg.nt"


def stated_quads(root: Path) -> Iterator[Quad]:
    """The quads of the hand-written and imported TriG files under `root`, the ontology's in `graph:ontology`.

    Raises DataError for a triple of a data file that stands in no named graph: nothing says who states it;
    StoreError and DataSyntaxError as documents.read does.
    """
    ontology = NamedNode(expand("graph:ontology"))
    for name in ONTOLOGY:
        for quad in read(root / name):
            yield in_graph(quad.triple, ontology)
    for file in sorted((root / "data").glob("*.trig")):
        if file == root / ENTAILED:
            continue
        for quad in read(file):
            if quad.graph_name == DefaultGraph():
                raise DataError(
                    f"{spell(*quad.triple)} stands in no named graph",
                    file=str(file),
                    advice="Put the triple into the graph of the passage or authority that states it.",
                )
            yield quad


def merged(named: Iterable[Quad]) -> set[Quad]:
    """The named graphs with their RDF merge as the default graph, each triple once.

    >>> a, g = NamedNode("http://example.org/a"), NamedNode("http://example.org/g")
    >>> len(merged([Quad(a, a, a, g), Quad(a, a, a, a)]))
    3
    """
    quads = set(named)
    return quads | {in_graph(quad.triple, DefaultGraph()) for quad in quads}


def build(root: Path) -> None:
    """Writes under `root` what its other files give.

    ENTAILED, DATASET with its INDEX, and its default graph as MERGE.
    """
    from atsmu_kg.atomic import replace
    from atsmu_kg.rdf.serializers import serialize, write
    from atsmu_kg.stores.parts import index_with_parts

    stated = list(stated_quads(root))
    follows = derived(quad.triple for quad in stated)
    write(follows, root / ENTAILED)
    quads = merged([*stated, *follows])
    write(quads, root / DATASET)
    replace(root / INDEX, index_with_parts((root / DATASET).read_bytes(), asked_by_default(root / "queries")))
    replace(root / MERGE, serialize(quads, "n-triples"))


def asked_by_default(folder: Path) -> Iterator[Footprint]:
    """What the named queries of a folder read that may be asked without parameters, in each language.

    Before them the version, which each answer tells. Raises DataError for a wrong header.
    """
    from atsmu_kg.queries import NamedQuery
    from atsmu_kg.queries.header import read_header
    from atsmu_kg.stores.version import FOOTPRINT

    yield FOOTPRINT
    for file in sorted(folder.glob("*.rq")):
        query = NamedQuery(file.stem, str(folder), read_header(file))
        speaks = any(parameter.name == "lang" for parameter in query.parameters)
        calls: list[dict[str, str]] = [{"lang": lang} for lang in LANGUAGES] if speaks else [{}]
        footprints = [query.footprint(**call) for call in calls if not query.example]
        yield from filter(None, footprints)


def derived(stated: Iterable[Triple]) -> list[Quad]:
    """What follows by the vocabulary, and what is composed of both: quads of ``graph:entailed``.

    >>> derived([])
    []
    """
    known = list(stated)
    follows = entailed(known)
    graph = NamedNode(expand("graph:entailed"))
    return [in_graph(triple, graph) for triple in follows | composed([*known, *follows])]


def in_graph(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    """A triple as a quad of a graph."""
    return Quad(triple.subject, triple.predicate, triple.object, graph)
