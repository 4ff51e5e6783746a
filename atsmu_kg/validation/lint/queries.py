"""Rules about queries in shapes: well-formed, fit for pre-binding, about $this (SHACL 5, appendix A)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.errors import ShapeError
from atsmu_kg.rdf.namespaces import PREFIXES, SH
from atsmu_kg.sparql.tokens import prefixes_declared, prefixes_used, tokens
from atsmu_kg.text import nearest
from atsmu_kg.validation.adapted import declarations
from atsmu_kg.validation.queries import FORBIDDEN, projections, rebound, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atsmu_kg.lint.finding import Finding
    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.lint.document import Document

# pySHACL adds these to each query.
ALWAYS = ("rdf", "rdfs", "owl")
QUERIES = (SH.select, SH.ask)


def constraints_have_queries(document: Document) -> Iterator[Finding]:
    """A SPARQL-based constraint has one sh:select."""
    for shape, constraint in document.facts.with_predicate(SH.sparql):
        if len(document.facts.values(constraint, SH.select)) != 1:
            message = "the sh:sparql constraint does not have exactly one sh:select"
            yield document.finding(
                "constraint-without-query", message, "Give it one query.", shape, SH.sparql, constraint
            )


def queries_are_sparql(document: Document) -> Iterator[Finding]:
    """The query is well-formed SPARQL with the prefixes that it refers to."""
    from atsmu_kg.validation.engines import parsed

    for node, predicate, text in _queries(document):
        prefixes = _prefixes(document, node)
        lacking = [
            name
            for name in prefixes_used(text)
            if name not in prefixes and name not in prefixes_declared(text)
        ]
        for name in lacking:
            near = nearest(name, prefixes)
            known = f" as {PREFIXES[name]}" if name in PREFIXES else ""
            meant = f"Did you mean {near[0]}:? Else declare" if near and not known else "Declare"
            message = f"the query uses the prefix {name}:, which its sh:prefixes do not declare"
            advice = f"{meant} it{known} with sh:declare, and refer to that with sh:prefixes."
            yield document.finding("undeclared-prefix", message, advice, node, predicate)
        if not lacking and FORBIDDEN.isdisjoint(words(text)):
            try:
                parsed(_with_prefixes(text.replace("$PATH", "<urn:path>"), prefixes))
            except ShapeError as error:
                yield document.finding("invalid-query", error.message, error.advice, node, predicate)


def prefixes_are_declared(document: Document) -> Iterator[Finding]:
    """sh:prefixes refers to a node with sh:declare, each with one prefix and one namespace."""
    for node, source in document.facts.with_predicate(SH.prefixes):
        if not declarations(source, document.facts):
            message = f"sh:prefixes refers to {document.name(source)}, which declares none"
            advice = "Refer to the node that has sh:declare."
            yield document.finding("prefixes-without-declaration", message, advice, node, SH.prefixes, source)
    for source, declaration in document.facts.with_predicate(SH.declare):
        counts = [len(document.facts.values(declaration, property)) for property in (SH.prefix, SH.namespace)]
        if counts != [1, 1]:
            message = "a sh:declare does not have exactly one sh:prefix and one sh:namespace"
            yield document.finding(
                "broken-declaration", message, "Give it one of each.", source, SH.declare, declaration
            )


def queries_can_be_prebound(document: Document) -> Iterator[Finding]:
    """The query has none of what makes pre-binding undefined, and fetches nothing."""
    for node, predicate, text in _queries(document):
        for word in sorted(FORBIDDEN.intersection(words(text))):
            message = f"the query has {word}, which a constraint may not have"
            advice = "Use FILTER NOT EXISTS for MINUS, IN for VALUES; nothing is fetched."
            yield document.finding("forbidden-in-query", message, advice, node, predicate)
        for name in rebound(text):
            message = f"the query binds ${name} anew, which is bound before"
            yield document.finding("forbidden-in-query", message, "Choose another variable.", node, predicate)


def queries_use_this(document: Document) -> Iterator[Finding]:
    """A sh:select projects $this in the query and in each query inside it, and uses it in a pattern."""
    for node, predicate, text in _queries(document):
        if predicate != SH.select:
            continue
        projected = list(projections(text))
        if not all("this" in names or "*" in names for names in projected[:1]):
            message = "the query does not select $this"
            yield document.finding("query-without-this", message, "Write SELECT $this ….", node, predicate)
        if not all("this" in names for names in projected[1:]):
            message = "a query inside the query does not select $this, so it sees every node"
            yield document.finding(
                "query-without-this", message, "Write SELECT $this … there too.", node, predicate
            )
        used = [token.text for token in tokens(text) if token.kind == "variable" and token.text[1:] == "this"]
        if len(used) <= len(projected):
            message = "the query does not use $this, so it says the same of every node"
            yield document.finding("query-without-this", message, "Use $this in a pattern.", node, predicate)


def paths_of_queries_exist(document: Document) -> Iterator[Finding]:
    """$PATH stands only in the queries of property shapes."""
    for shape, constraint in document.facts.with_predicate(SH.sparql):
        for text in document.facts.values(constraint, SH.select):
            if (
                isinstance(text, ox.Literal)
                and "$PATH" in text.value
                and not document.facts.values(shape, SH.path)
            ):
                message = "the query has $PATH, and the shape has no path"
                yield document.finding(
                    "path-without-path", message, "Name the property.", shape, SH.sparql, constraint
                )


def _queries(document: Document) -> Iterator[tuple[Term, str, str]]:
    for predicate in QUERIES:
        for node, text in document.facts.with_predicate(predicate):
            if isinstance(text, ox.Literal):
                yield node, predicate, text.value


def _prefixes(document: Document, node: Term) -> Mapping[str, str]:
    """What pySHACL declares for a query: its own three, and those of sh:prefixes."""
    facts = document.facts
    prefixes = {name: PREFIXES[name] for name in ALWAYS}
    for source in facts.values(node, SH.prefixes):
        for declaration in declarations(source, facts):
            for prefix in facts.values(declaration, SH.prefix):
                for namespace in facts.values(declaration, SH.namespace):
                    prefixes[prefix.value] = namespace.value  # type: ignore[union-attr]
    return prefixes


def _with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items()) + text


RULES = (
    constraints_have_queries,
    queries_are_sparql,
    prefixes_are_declared,
    queries_can_be_prebound,
    queries_use_this,
    paths_of_queries_exist,
)
