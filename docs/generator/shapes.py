"""The node shapes, each with what it is about and what it asks."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import AKGSH, DCTERMS, IRI, OWL, RDF, SH, contract
from atsmu_kg.validation.facts import Facts
from atsmu_kg.validation.messages import in_language
from atsmu_kg.validation.paths import path_predicates, path_text
from atsmu_kg.validation.shapes import Shapes, referred
from generator.statements import statements

if TYPE_CHECKING:
    from atsmu_kg.rdf.terms import Term as Node

FILE = Path(__file__).parent.parent.parent / "ontology" / "shapes.ttl"
DEPRECATED = FILE.with_name("deprecated.ttl")
SHAPES = "https://w3id.org/atsmu-kg/shapes"
WENT = "https://w3id.org/atsmu-kg/deprecated"
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
# What is shown in places of its own, and what only says that a shape is a shape.
NO_CONSTRAINTS = {*TARGETS, RDF.type, SH.path, SH.message, SH.property, SH.sparql, SH.severity}


class Asked(NamedTuple):
    """A property shape, or the constraints that a shape has itself: ``path`` is empty for those.

    A path that is one property is its IRI, any other one SPARQL text.
    """

    name: str
    path: str
    constraints: list[str]
    message: str
    select: str


class NodeShape:
    """A node shape."""

    def __init__(self, node: ox.NamedNode, facts: Facts, texts: dict[IRI, str]) -> None:
        self.iri = IRI(node.value)
        self._node = node
        self._facts = facts
        self._texts = texts

    @property
    def name(self) -> str:
        """Its name without the namespace."""
        return self.iri.removeprefix(str(AKGSH))

    @cached_property
    def targets(self) -> list[tuple[str, list[IRI]]]:
        """How it finds its focus nodes: the kind of target, and the classes, properties or nodes."""
        found = [(kind, self._facts.values(self._node, kind)) for kind in TARGETS]
        return [(kind.curie, [IRI(each.value) for each in values]) for kind, values in found if values]  # type: ignore[union-attr]

    @cached_property
    def parts(self) -> list[Node]:
        """Its property shapes, in the order in which it names them."""
        return self._facts.values(self._node, SH.property)

    @cached_property
    def predicates(self) -> set[IRI]:
        """The properties that its paths walk along."""
        paths = [path for part in self.parts for path in self._facts.values(part, SH.path)]
        return {IRI(each.value) for path in paths for each in path_predicates(path, self._facts)}

    def asked(self, lang: str) -> list[Asked]:
        """What it asks itself, then what each of its property shapes asks."""
        nodes = [self._node, *self.parts]
        rows = [row for node in nodes for row in (self._asked(node, lang), *self._queries(node, lang))]
        return [row for row in rows if row.constraints or row.select]

    def text(self) -> str:
        """Its definition, and those of its named parts."""
        return "\n\n".join(self._texts[iri] for iri in self.named)

    @cached_property
    def named(self) -> list[IRI]:
        """Its own IRI, and those of its named parts: property shapes and SPARQL constraints."""
        nodes = [
            each
            for node in (self._node, *self.parts)
            for each in (node, *self._facts.values(node, SH.sparql))
        ]
        return [IRI(node.value) for node in dict.fromkeys(nodes) if node.value in AKGSH]  # type: ignore[union-attr]

    def _asked(self, node: Node, lang: str) -> Asked:
        return Asked(
            _name(node),
            next((path_text(each, self._facts) for each in self._facts.values(node, SH.path)), ""),
            [
                _constraint(predicate, values, self._facts)
                for predicate, values in self._facts.about(node).items()
                if predicate not in NO_CONSTRAINTS
            ],
            " ".join(in_language(self._facts.values(node, SH.message), lang)),
            "",
        )

    def _queries(self, node: Node, lang: str) -> list[Asked]:
        """The SPARQL constraints of a shape."""
        return [
            Asked(
                _name(each),
                "",
                [],
                " ".join(in_language(self._facts.values(each, SH.message), lang)),
                next(value.value for value in self._facts.values(each, SH.select)),  # type: ignore[union-attr]
            )
            for each in self._facts.values(node, SH.sparql)
        ]

    def __repr__(self) -> str:
        return f"<NodeShape {self.iri.curie}>"


class ShapesFile:
    """The shapes as their file says them."""

    def __init__(self, file: Path = FILE) -> None:
        self._facts = Shapes.read(file).facts
        self._texts = statements(file)

    @cached_property
    def nodes(self) -> list[NodeShape]:
        """The node shapes in alphabetical order."""
        found = [
            NodeShape(subject, self._facts, self._texts)
            for subject, kind in self._facts.with_predicate(RDF.type)
            if kind == ox.NamedNode(SH.NodeShape) and isinstance(subject, ox.NamedNode)
        ]
        return sorted(
            (each for each in found if each.iri in AKGSH), key=lambda each: (each.name.lower(), each.name)
        )

    def header(self, predicate: str, lang: str) -> str:
        """What is said of the shapes as a whole."""
        return " ".join(in_language(self._facts.values(ox.NamedNode(SHAPES), predicate), lang))

    @cached_property
    def homes(self) -> dict[IRI, NodeShape]:
        """For each named shape and constraint the first node shape that has it: it stands on its page."""
        found = {shape.iri: shape for shape in self.nodes}
        for shape in self.nodes:
            for iri in shape.named:
                found.setdefault(iri, shape)
        return dict(sorted(found.items()))

    def about(self, iri: IRI) -> list[NodeShape]:
        """The shapes that have a term as a target or in a path."""
        return [
            each
            for each in self.nodes
            if iri in each.predicates or any(iri in values for _, values in each.targets)
        ]

    def users(self, shape: NodeShape) -> list[NodeShape]:
        """The other shapes that refer to a shape."""
        node = ox.NamedNode(shape.iri)
        return [each for each in self.nodes if each is not shape and node in self._referred[each.iri]]

    @cached_property
    def _referred(self) -> dict[IRI, set[Node]]:
        """The shapes that each node shape refers to, itself or in its parts."""
        return {
            each.iri: {
                node
                for inner in (ox.NamedNode(each.iri), *each.parts)
                for node in referred(inner, self._facts)
            }
            for each in self.nodes
        }


class DeprecatedShapes:
    """The shapes that went: each with those that check the same now."""

    def __init__(self, file: Path = DEPRECATED) -> None:
        self._facts = Facts([quad.triple for quad in read(str(file))])

    @cached_property
    def replaced(self) -> dict[IRI, list[IRI]]:
        """What replaces each of them, in alphabetical order."""
        shapes = {IRI(node.value) for node, _ in self._facts.with_predicate(OWL.deprecated)}  # type: ignore[union-attr]
        return {
            iri: sorted(
                IRI(node.value)  # type: ignore[union-attr]
                for node in self._facts.values(ox.NamedNode(iri), DCTERMS.isReplacedBy)
            )
            for iri in sorted(shapes, key=lambda iri: (iri.lower(), iri))
        }

    def header(self, predicate: str, lang: str) -> str:
        """What is said of them as a whole."""
        return " ".join(in_language(self._facts.values(ox.NamedNode(WENT), predicate), lang))


def _name(node: Node) -> str:
    """The name of a named shape; an anonymous one has none."""
    return IRI(node.value).removeprefix(str(AKGSH)) if node.value in AKGSH else ""  # type: ignore[union-attr]


def _constraint(predicate: str, values: list[Node], facts: Facts) -> str:
    """A constraint as it reads in Turtle, without the prefix of SHACL's own terms."""
    shown = sorted(_value(value, facts) for value in values)
    return f"{contract(predicate).removeprefix('sh:')} {', '.join(shown)}"


def _value(node: Node, facts: Facts) -> str:
    if isinstance(node, ox.Literal):
        return node.value
    if members := facts.members(node):
        return f"({' '.join(_value(each, facts) for each in members)})"
    if isinstance(node, ox.NamedNode) and (node.value in AKGSH or node not in facts):
        return contract(node.value).removeprefix("sh:")
    inner = []
    for predicate, values in facts.about(node).items():
        if predicate == SH.path:
            inner.append(f"path {_path(values[0], facts)}")
        elif predicate == SH.property or predicate not in NO_CONSTRAINTS:
            inner.append(_constraint(predicate, values, facts))
    return f"[{' ; '.join(inner)}]"


def _path(node: Node, facts: Facts) -> str:
    text = path_text(node, facts)
    return contract(text) if isinstance(text, IRI) else text
