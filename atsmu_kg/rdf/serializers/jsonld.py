"""JSON-LD, compacted with the prefixes that are used; the context is inside: readers fetch nothing."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox

from atsmu_kg.rdf.datatypes import RDF, XSD
from atsmu_kg.rdf.serializers import tree
from atsmu_kg.rdf.serializers.abbreviations import Abbreviations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

# What a JSON number is sure to keep (RFC 8259, 6).
SAFE_INTEGER = 2**53


def write(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> str:
    """A canonical dataset as JSON-LD 1.1: the nodes of the default graph, then each named graph."""
    quads = list(quads)
    names = Abbreviations(_unambiguous(quads, prefixes))
    nodes: list[dict[str, Any]] = []
    for graph, subjects in tree.graphs(quads).items():
        members = [_node(subject, predicates, names) for subject, predicates in subjects.items()]
        if isinstance(graph, ox.DefaultGraph):
            nodes += members
        else:
            nodes.append({"@id": _reference(graph, names), "@graph": members})
    document = {"@context": names.used, "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _unambiguous(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that no IRI can be mistaken for a CURIE of.

    ``geo:37.8,-122.4`` would be read as a CURIE where the prefix ``geo`` is declared, and a namespace must
    end in a delimiter to be a prefix (JSON-LD 1.1, 4.1.5 and 9.15.1).
    """
    terms = {term for quad in quads for term in quad}
    iris = {term.value for term in terms if isinstance(term, ox.NamedNode)}
    iris |= {term.datatype.value for term in terms if isinstance(term, ox.Literal)}
    schemes = {iri.partition(":")[0] for iri in iris}
    return {
        prefix: namespace
        for prefix, namespace in prefixes.items()
        if prefix and prefix not in schemes and namespace.endswith((":", "/", "?", "#", "[", "]", "@"))
    }


def _node(subject: tree.Node, predicates: tree.Predicates, names: Abbreviations) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _reference(subject, names)}
    for predicate, objects in predicates.items():
        values: list[Any]
        if predicate.value == f"{RDF}type" and not any(isinstance(term, ox.Literal) for term in objects):
            key = "@type"
            values = [_reference(term, names) for term in objects if not isinstance(term, ox.Literal)]
        else:
            key = _reference(predicate, names)
            values = [_value(term, names) for term in objects]
        node[key] = values[0] if len(values) == 1 else values
    return node


def _reference(node: tree.Node, names: Abbreviations) -> str:
    if isinstance(node, ox.BlankNode):
        return str(node)
    return names.curie(node.value) or node.value


def _value(term: tree.Node | ox.Literal, names: Abbreviations) -> Any:
    if not isinstance(term, ox.Literal):
        return {"@id": _reference(term, names)}
    if term.language is not None:
        return {"@language": term.language, "@value": term.value}
    datatype = term.datatype.value
    if datatype == f"{XSD}string":
        return term.value
    if datatype == f"{XSD}boolean" and term.value in ("true", "false"):
        return term.value == "true"
    if datatype == f"{XSD}integer" and re.fullmatch("0|-?[1-9][0-9]{0,15}", term.value):
        number = int(term.value)
        if abs(number) < SAFE_INTEGER:
            return number
    return {"@type": _reference(term.datatype, names), "@value": term.value}
