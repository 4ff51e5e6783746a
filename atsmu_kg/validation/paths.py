"""SHACL property paths as the text of SPARQL property paths (SHACL 2.3.1, SPARQL 1.1 9.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import IRI, RDF, SH, contract

if TYPE_CHECKING:
    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.facts import Facts

SUFFIXES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def path_text(node: Term, facts: Facts) -> str:
    """The IRI of a predicate path; for any other path, SPARQL text with CURIEs."""
    return IRI(node.value) if isinstance(node, ox.NamedNode) else _text(node, facts, frozenset())


def path_predicates(node: Term, facts: Facts) -> list[ox.NamedNode]:
    """The predicates that a path walks along, in the order in which it names them."""
    if isinstance(node, ox.NamedNode):
        return [node]
    return [predicate for part in _parts(node, facts) for predicate in path_predicates(part, facts)]


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
