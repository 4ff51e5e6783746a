"""A shapes graph, read once for many validations: what engines get, and what their results leave out.

Engines name an anonymous shape by a blank node of their own, and lose the languages of messages in different
ways. So they get IRIs for anonymous shapes and no messages; the text of a result is looked up here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from atsmu_kg.errors import ParameterError, ShapeError
from atsmu_kg.files import path
from atsmu_kg.rdf.documents import read_all
from atsmu_kg.rdf.namespaces import OWL, RDF, RDFS, SH
from atsmu_kg.validation.facts import SKOLEM, Facts, shown
from atsmu_kg.validation.forms import Fault, faults
from atsmu_kg.validation.merged_graph import spelled
from atsmu_kg.validation.messages import PLACEHOLDER, PREBOUND
from atsmu_kg.validation.parts import TARGETS, parts_of, taken_apart
from atsmu_kg.validation.sought import predicates_sought

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.plugins.sparql.sparql import Query

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.merged_graph import MergedGraph
    from atsmu_kg.validation.prebinding import Prebinding

TRUE = ox.Literal(True)
_TYPE = spelled(ox.NamedNode(RDF.type))
SEPARATOR = "\u241f"

SHAPE_VALUED = frozenset({SH.property, SH.node, SH["not"], SH.qualifiedValueShape})
SHAPE_LISTS = frozenset({SH["and"], SH["or"], SH.xone})


class Shapes:
    """The shapes of a shapes graph."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad], files: Iterable[str] = ()) -> None:
        """The shapes in the triples. ShapeError if there are none, or one is ill-formed."""
        self.files = tuple(files)
        self.parsed: dict[str, Query] = {}
        self.prebindings: dict[object, Prebinding | None] = {}
        written = Facts(triples)
        self._names = dict(_anonymous(written))
        self.facts = Facts(
            ox.Triple(self._names.get(s, s), ox.NamedNode(p), self._names.get(o, o))  # type: ignore[arg-type]
            for s, p, o in written
        )
        self._variables = dict(self._shown())
        self.owners = dict(self._owned())
        self.parts = parts_of(self.owners, self.facts)
        where = ", ".join(self.files) or None
        if not self.owners:
            raise ShapeError(
                "there is no shape in the shapes graph",
                file=where,
                advice="Name a file that has sh:NodeShape or sh:PropertyShape nodes.",
            )
        for fault in faults(self.owners, self.facts):
            advice = f"{fault.advice} `atsmu-kg check shapes FILE` shows all that is wrong."
            file, line = self._place(fault)
            message = f"the shape {shown(self.owner(fault.shape))} {fault.message}"
            raise ShapeError(message, file=file or where, line=line, advice=advice)

    @classmethod
    def read(cls, source: Shapes | str | os.PathLike[str] | Iterable[object]) -> Shapes:
        """The shapes of a file, of several files, or of triples or quads; Shapes stay what they are.

        Raises ParameterError for anything else.
        """
        if isinstance(source, Shapes):
            return source
        if isinstance(source, str | os.PathLike):
            source = [source]
        parts = list(source) if isinstance(source, Iterable) else [source]
        if all(isinstance(part, str | os.PathLike) for part in parts):
            documents = read_all(parts)  # type: ignore[arg-type]
            return cls((quad for quads in documents.values() for quad in quads), documents)
        for part in parts:
            if not isinstance(part, ox.Quad | ox.Triple):
                kind = type(part).__name__
                advice = "Give pyoxigraph quads or triples, or files."
                raise ParameterError(f"shapes can't be of the type {kind}", advice=advice)
        return cls(parts)  # type: ignore[arg-type]

    @classmethod
    def packaged(cls) -> Shapes:
        """The shapes of the package, read and checked once in a process."""
        return _read_once(path("ontology/shapes.ttl"))

    def __len__(self) -> int:
        """The number of shapes, anonymous ones included."""
        return len(self.owners)

    def mention(self, predicate: ox.NamedNode) -> bool:
        """Whether a shape has the predicate as a target or in a path."""
        return any(value == predicate for _, _, value in self.facts)

    def triples(self, marked: Iterable[Term]) -> Iterator[ox.Triple]:
        """What an engine gets: no messages but, on marked constraints, one that brings back bindings.

        Deactivated SPARQL constraints are left out, which not every engine does.
        """
        for subject, predicate, value in taken_apart(self.facts, self.parts):
            off = predicate == SH.sparql and TRUE in self.facts.values(value, SH.deactivated)
            if predicate != SH.message and not off:
                yield ox.Triple(subject, ox.NamedNode(predicate), value)  # type: ignore[arg-type]
        for constraint in marked:
            parts = ["", constraint.value, *(f"{{?{name}}}" for name in self.variables(constraint))]  # type: ignore[union-attr]
            yield ox.Triple(constraint, ox.NamedNode(SH.message), ox.Literal(SEPARATOR.join(parts)))  # type: ignore[arg-type]

    def sparql_constraints(self) -> list[Term]:
        """The nodes of SPARQL-based constraints, in document order."""
        return list(dict.fromkeys(value for _, value in self.facts.with_predicate(SH.sparql)))

    def variables(self, constraint: Term) -> list[str]:
        """The variables that a constraint's messages show and that a result does not tell anyway."""
        return self._variables.get(constraint, [])

    def owner(self, shape: Term) -> Term:
        """The named shape that an anonymous one belongs to; any other shape itself."""
        return self.owners.get(shape, shape)

    def whole(self, shape: Term) -> Term:
        """The named shape that an anonymous one or a part belongs to."""
        part = self.parts.get(shape)
        return self.owner(part.shape if part else shape)

    @cached_property
    def sought(self) -> frozenset[str] | None:
        """The predicates by which the shapes may look into data; None for any."""
        return predicates_sought(self.facts)

    def focus_nodes(self, data: MergedGraph) -> int:
        """How many nodes of the data that are validated are a target of some shape (SHACL 2.1.3)."""
        subclasses: dict[bytes, list[bytes]] = {}
        for narrow, wide in data.pairs(RDFS.subClassOf):
            subclasses.setdefault(wide, []).append(narrow)
        named = [value for _, value in self.facts.with_predicate(SH.targetClass)]
        classes = {spelled(value) for value in (*named, *self._implicit())}
        stack = list(classes)
        while stack:
            new = [narrow for narrow in subclasses.get(stack.pop(), ()) if narrow not in classes]
            classes.update(new)
            stack += new
        subjects_of, objects_of = (
            {spelled(predicate) for _, predicate in self.facts.with_predicate(target)}
            for target in (SH.targetSubjectsOf, SH.targetObjectsOf)
        )
        nodes: set[bytes] = set()
        for subject, predicate, value in data.rows():
            if predicate == _TYPE and value in classes:
                nodes.add(subject)
            if predicate in subjects_of:
                nodes.add(subject)
            if predicate in objects_of:
                nodes.add(value)
        targets = {spelled(node) for _, node in self.facts.with_predicate(SH.targetNode)} - nodes
        return len(data.used(nodes | targets, (0, 2))) if targets or not data.whole else len(nodes)

    def _place(self, fault: Fault) -> tuple[str | None, int | None]:
        """Where a fault of a shape is, an anonymous one taken as the first with it; reads anew."""
        from atsmu_kg.validation.lines import statements

        places: dict[tuple[Term, str | None], tuple[str, int | None]] = {}
        triples = []
        for number, file in enumerate(self.files):
            for subject, predicate, value, line in statements(file):
                triples.append(ox.Triple(_apart(subject, number), predicate, _apart(value, number)))
                for named in (None, predicate.value):
                    places.setdefault((triples[-1].subject, named), (file, line))
        shape = fault.shape
        if _skolem(shape):
            facts = Facts(triples)
            alike = (other.shape for other in faults(shape_nodes(facts), facts) if other[1:] == fault[1:])
            shape = next(alike, self.owner(shape))
        return places.get((shape, fault.predicate), places.get((shape, None), (None, None)))

    def _shown(self) -> Iterator[tuple[Term, list[str]]]:
        """The variables in the messages of each SPARQL constraint; without any, in those of its shape."""
        for shape, constraint in self.facts.with_predicate(SH.sparql):
            texts = self.facts.values(constraint, SH.message) or self.facts.values(shape, SH.message)
            names = {name for text in texts for name in PLACEHOLDER.findall(text.value)}  # type: ignore[union-attr]
            yield constraint, sorted(names - PREBOUND)

    def _implicit(self) -> Iterator[Term]:
        for shape in self.owners:
            kinds = {kind.value for kind in self.facts.values(shape, RDF.type)}  # type: ignore[union-attr]
            if kinds & {RDFS.Class, OWL.Class}:
                yield shape

    def _owned(self) -> Iterator[tuple[Term, Term]]:
        """Each shape with its owner."""
        roots = [shape for shape in shape_nodes(self.facts) if not _skolem(shape)]
        owned = set(roots)
        for root in roots:
            stack = [root]
            while stack:
                shape = stack.pop()
                yield shape, root
                inner = [
                    inside
                    for inside in referred(shape, self.facts)
                    if _skolem(inside) and inside not in owned
                ]
                owned.update(inner)
                stack += reversed(inner)
        for shape in shape_nodes(self.facts):
            if shape not in owned:
                yield shape, shape


@cache
def _read_once(file: str) -> Shapes:
    return Shapes.read(file)


def shape_nodes(facts: Facts) -> list[Term]:
    """The shapes of a shapes graph in document order: typed as such, with a target, or referred to as one."""
    shapes: dict[Term, None] = {}
    for subject, predicate, value in facts:
        typed = predicate == RDF.type and value in _SHAPE_TYPES
        if typed or predicate in TARGETS or predicate in SHAPE_VALUED or predicate in SHAPE_LISTS:
            shapes[subject] = None
        if predicate in SHAPE_VALUED:
            shapes[value] = None
        elif predicate in SHAPE_LISTS:
            shapes.update(dict.fromkeys(facts.members(value)))
        elif predicate in {SH.path, SH.sparql}:
            shapes[subject] = None
    return [shape for shape in shapes if shape in facts]


def referred(shape: Term, facts: Facts) -> list[Term]:
    """The shapes that a shape's constraints refer to."""
    nodes: list[Term] = []
    for predicate, values in facts.about(shape).items():
        if predicate in SHAPE_VALUED:
            nodes += values
        elif predicate in SHAPE_LISTS:
            nodes += [member for value in values for member in facts.members(value)]
    return nodes


_SHAPE_TYPES = frozenset({ox.NamedNode(SH.NodeShape), ox.NamedNode(SH.PropertyShape)})


def _skolem(term: Term) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(SKOLEM)


def _apart(term: Term, number: int) -> Any:
    """The term, a blank node of one file told from those of the others."""
    return ox.BlankNode(f"{term.value}x{number}") if isinstance(term, ox.BlankNode) else term


def _anonymous(facts: Facts) -> Iterator[tuple[Term, Term]]:
    """Names for the blank nodes that are shapes or SPARQL constraints, numbered in document order."""
    nodes = dict.fromkeys(shape_nodes(facts))
    nodes.update(dict.fromkeys(value for _, value in facts.with_predicate(SH.sparql)))
    blank = [node for node in nodes if isinstance(node, ox.BlankNode)]
    for number, node in enumerate(blank, 1):
        yield node, ox.NamedNode(f"{SKOLEM}{number}")
