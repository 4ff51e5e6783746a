"""SHACL property paths as the text of SPARQL property paths (SHACL 2.3.1, SPARQL 1.1 9.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import IRI, RDF, SH, contract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.facts import Facts
    from atsmu_kg.validation.merged_graph import MergedGraph

WITHIN_LISTS = frozenset({RDF.first, RDF.rest})
WITHIN_PATHS = WITHIN_LISTS | {
    SH[name]
    for name in ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
}
SUFFIXES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def path_text(node: Term, facts: Facts) -> str:
    """The IRI of a predicate path; for any other path, SPARQL text with CURIEs."""
    return IRI(node.value) if isinstance(node, ox.NamedNode) else _text(node, facts, frozenset())


def path_triples(node: Term | None, facts: Facts) -> Iterator[ox.Triple]:
    """The triples that describe a path, its node first; none of a predicate path."""
    seen: set[Term | None] = set()
    stack = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, ox.BlankNode) and here not in seen:
            seen.add(here)
            steps = ((name, values) for name, values in facts.about(here).items() if name in WITHIN_PATHS)
            for predicate, value in ((name, value) for name, values in steps for value in values):
                yield ox.Triple(here, ox.NamedNode(predicate), value)
                stack.append(value)


def path_predicates(node: Term, facts: Facts) -> list[ox.NamedNode]:
    """The predicates that a path walks along, in the order in which it names them."""
    if isinstance(node, ox.NamedNode):
        return [node]
    return [predicate for part in _parts(node, facts) for predicate in path_predicates(part, facts)]


def path_values(
    focus: Term, node: Term, shapes: Facts, data: Facts | MergedGraph, *, backwards: bool = False
) -> list[Term]:
    """The value nodes of a path in the data, each once (SHACL 2.3.1).

    ``node`` is the path in the facts of the ``shapes``; ``backwards`` gives the nodes that it leads from.
    """

    def reached(nodes: Iterable[Term], part: Term) -> list[Term]:
        ends = (end for node in nodes for end in path_values(node, part, shapes, data, backwards=backwards))
        return list(dict.fromkeys(ends))

    if isinstance(node, ox.NamedNode):
        if backwards:
            return [subject for subject, value in data.with_predicate(node.value) if value == focus]
        return data.values(focus, node.value)
    about, parts = shapes.about(node), _parts(node, shapes)
    if SH.inversePath in about:
        return path_values(focus, parts[0], shapes, data, backwards=not backwards)
    if SH.alternativePath in about:
        return list(dict.fromkeys(end for part in parts for end in reached([focus], part)))
    ends = [focus]
    if RDF.first in about:
        for part in reversed(parts) if backwards else parts:
            ends = reached(ends, part)
        return ends
    values = dict.fromkeys([] if SH.oneOrMorePath in about else ends)
    while ends := [end for end in reached(ends, parts[0]) if end not in values]:
        values.update(dict.fromkeys(ends))
        if SH.zeroOrOnePath in about:
            break
    return list(values)


def _parts(node: Term, facts: Facts) -> list[Term]:
    parts = facts.members(node)
    for predicate, values in facts.about(node).items():
        if predicate == SH.alternativePath:
            parts += [member for value in values for member in facts.members(value)]
        elif predicate in SUFFIXES or predicate == SH.inversePath:
            parts += values
    return parts


def _text(node: Term, facts: Facts, seen: frozenset[Term]) -> str:
    if isinstance(node, ox.NamedNode):
        return contract(node.value)
    if node in seen:
        return "…"
    inner = [_text(part, facts, seen | {node}) for part in _parts(node, facts)]
    about = facts.about(node)
    if RDF.first in about:
        return "/".join(_grouped(part, "|") for part in inner)
    if SH.alternativePath in about:
        return "|".join(inner)
    if SH.inversePath in about:
        return "^" + _grouped("".join(inner), "/|")
    suffix = next((sign for predicate, sign in SUFFIXES.items() if predicate in about), "")
    return _grouped("".join(inner), "/|^*+?") + suffix


def _grouped(text: str, operators: str) -> str:
    outside_iris = re.sub("<[^>]*>", "", text)
    return f"({text})" if any(operator in outside_iris for operator in operators) else text
