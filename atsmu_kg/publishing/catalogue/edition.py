"""One release as a reader of two compares it: what is stated of each thing, and by whom."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from atsmu_kg.errors import DataError, StoreError
from atsmu_kg.rdf.documents import content, read
from atsmu_kg.rdf.namespaces import AKG, BASE, GRAPH, IRI, OWL, PROV, RDF, RDFS, SKOS
from atsmu_kg.rdf.serializers import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from typing import Any

    Node = ox.NamedNode | ox.BlankNode
    Object = Node | ox.Literal | ox.Triple

DATASET = "atsmu-kg.nq"
VERSION = "VERSION"
UNIVERSITY = "id/university"
ONTOLOGY = ox.NamedNode(f"{BASE}ontology")


class Edition:
    """The quads of a release, with the stated ones by subject and property.

    What follows by the vocabulary's axioms is left out there: it changes because something else does.
    ``named`` is whether it says which graph states what.
    """

    def __init__(self, quads: Iterable[ox.Quad], *, version: str = "") -> None:
        """``version`` is that of the release (default: the one that the vocabulary states)."""
        self.quads = frozenset(canonical.labelled(quads))
        self._version = version
        self.statements: dict[Node, dict[ox.NamedNode, dict[Object, set[Node]]]] = {}
        default, entailed = ox.DefaultGraph(), ox.NamedNode(GRAPH.entailed)
        named = [quad for quad in self.quads if quad.graph_name != default]
        self.named = bool(named)
        for subject, predicate, object, graph in named or self.quads:
            if graph != entailed:
                values = self.statements.setdefault(subject, {}).setdefault(predicate, {})
                values.setdefault(object, set())
                if graph != default:
                    values[object].add(graph)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Edition:
        """The edition in a release folder or an RDF file; StoreError or DataSyntaxError if there is none."""
        folder = Path(path)
        if not folder.exists():
            what = "can't be read: there is no such file or folder"
            raise StoreError(what, file=str(folder), advice="Check the path.")
        if not folder.is_dir():
            return cls(read(folder))
        whole = sorted(folder.glob("*.nq"))
        stated = folder / VERSION
        version = content(str(stated)).decode("utf-8", "replace").strip() if stated.is_file() else ""
        return cls(read(whole[0] if whole else folder / DATASET), version=version)

    def renamed(self, names: Mapping[ox.NamedNode, ox.NamedNode]) -> Edition:
        """The same edition with other IRIs for some things."""
        if not names:
            return self
        now: dict[Any, Any] = dict(names)
        quads = (
            ox.Quad(now.get(subject, subject), predicate, now.get(object, object), graph)
            for subject, predicate, object, graph in self.quads
        )
        return Edition(quads, version=self._version)

    def merged(self) -> Edition:
        """The same without its named graphs, whose merge is the default graph."""
        default = {quad for quad in self.quads if quad.graph_name == ox.DefaultGraph()}
        return Edition(default or {ox.Quad(*quad.triple) for quad in self.quads}, version=self._version)

    @property
    def version(self) -> str:
        """Its version, or the one that the vocabulary in it states; DataError if neither is known."""
        if self._version:
            return self._version
        stated = sorted(
            value.value for value in self.values(ONTOLOGY, OWL.versionInfo) if isinstance(value, ox.Literal)
        )
        if not stated:
            raise DataError(
                "the release states no version",
                advice="Compare whole releases, with the vocabulary in them (owl:versionInfo).",
            )
        return stated[0]

    @property
    def home(self) -> str:
        """What the names of its dataset begin with, by the university that it describes."""
        universities = self._of_type(AKG.University)
        own = [each for each in universities if each.endswith(UNIVERSITY)]
        return BASE if not own or f"{BASE}{UNIVERSITY}" in own else own[0].removesuffix(UNIVERSITY)

    def _of_type(self, kind: str) -> list[str]:
        """The IRIs of the things of a class, sorted."""
        type, wanted = ox.NamedNode(RDF.type), ox.NamedNode(kind)
        return sorted(
            thing.value
            for thing, said in self.statements.items()
            if isinstance(thing, ox.NamedNode) and wanted in said.get(type, ())
        )

    def values(self, thing: Node, property: str) -> dict[Object, set[Node]]:
        """The values of a property, each with the graphs that state it."""
        return self.statements.get(thing, {}).get(ox.NamedNode(property), {})

    def name(self, term: Object) -> str:
        """An English name, or any other, or the CURIE; a literal as it is written in Turtle."""
        if not isinstance(term, ox.NamedNode):
            return str(term)
        labelled = self.values(term, SKOS.prefLabel) or self.values(term, RDFS.label)
        labels = [each for each in labelled if isinstance(each, ox.Literal)]
        best = min(labels, key=lambda each: (each.language != "en", str(each)), default=None)
        return IRI(term.value).curie if best is None else best.value

    def sources(self, thing: Node, properties: Iterable[str] | None = None) -> list[str]:
        """The names of the graphs that state something of a thing, or these of its properties."""
        wanted = None if properties is None else {ox.NamedNode(iri) for iri in properties}
        graphs = {
            graph
            for predicate, values in self.statements.get(thing, {}).items()
            if wanted is None or predicate in wanted
            for stating in values.values()
            for graph in stating
        }
        return sorted(map(self.source, graphs))

    def source(self, graph: Node) -> str:
        """Who speaks in a graph: its name and the passage or document that it is taken from."""
        taken = sorted(
            each.value for each in self.values(graph, PROV.wasDerivedFrom) if isinstance(each, ox.NamedNode)
        )
        return f"{self.name(graph)} ({', '.join(taken)})" if taken else self.name(graph)
