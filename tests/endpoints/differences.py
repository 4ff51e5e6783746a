"""What servers answer otherwise than the embedded engine does; docs/endpoints.md says why.

A test holds every entry against the server, so that one that was repaired shows up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.rdf.terms import Literal
from atsmu_kg.stores.remote.errors import (
    AnswerFormError,
    AnswerTermError,
    EndpointError,
    ProtocolError,
    RefusedQueryError,
    ServerError,
)

DURATION = expand("xsd:duration")
GEOMETRY = "http://www.openlinksw.com/schemas/virtrdf#Geometry"

VALUES: Mapping[str, Mapping[Any, Any]] = {
    "virtuoso": {
        Literal("P1Y", DURATION): Literal("12", DURATION),
        Literal("P5Y", DURATION): Literal("60", DURATION),
        Literal("POINT(68.7854 38.6018)", expand("geo:wktLiteral")): Literal(
            "POINT(68.785400390625 38.60179901123)", GEOMETRY
        ),
    },
}
"""By server: a value of the graph, and what the server makes of it."""

ORDERS: Mapping[str, frozenset[str]] = {
    "comunica": frozenset(
        {
            "countries_in_region-tg",
            "figures-tg",
            "list_members-tg",
            "names",
            "partner_countries-tg",
            "card-tg",
            "countries-tg",
            "sends_and_hosts-tg",
            "student_origins-tg",
        }
    ),
}
"""By server: the named queries, by language, whose rows come in another order of strings."""

FAILURES: Mapping[str, Mapping[str, tuple[type[EndpointError], str]]] = {
    "virtuoso": {
        "corroboration": (ServerError, "rdf_strlang_impl"),
        "figures": (ServerError, "SQ074"),
        "research_output_per_year": (ServerError, "SR083: Division by zero"),
        "sends_and_hosts": (ServerError, "SQ156"),
        "time_series": (ServerError, "rdf_strlang_impl"),
    },
    "comunica": {"time_series": (RefusedQueryError, "RDF joining failed")},
}
"""By server: the named queries that it can't answer, and what it says."""

UNCITED: Mapping[str, Mapping[str, tuple[type[EndpointError], str]]] = {
    "comunica": {"figures": (RefusedQueryError, "RDF joining failed")},
}
"""By server: the named queries that it answers, but not what an answer is cited by."""

ANSWERS: Mapping[str, frozenset[str]] = {
    "virtuoso": frozenset(
        {
            "card",
            "certainly_at_least",
            "ratio",
            "reading_order",
            "SELECT ?s { ?s schema:value ?v FILTER(?v = true) } ORDER BY ?s",
        }
    ),
}
"""By server: the named queries and the texts that it answers otherwise, without a word."""

REFUSALS: Mapping[str, Mapping[str, tuple[type[EndpointError], str]]] = {
    "virtuoso": {
        "SELECT ?narrow ?broad { ?narrow rdfs:subClassOf+ ?broad }": (
            ServerError,
            "transitive start not given",
        ),
        "SELECT (BNODE() AS ?node) {}": (RefusedQueryError, "Built-in function is not implemented"),
        "DESCRIBE claim:best-library": (ProtocolError, "got more than 100 headers"),
    },
    "rdflib_endpoint": {
        "DESCRIBE claim:best-library": (AnswerFormError, "application/sparql-results+xml"),
    },
    "comunica": {
        "SELECT DISTINCT ?graph { GRAPH ?graph { ?subject ?predicate ?object } }": (AnswerTermError, ""),
    },
}
"""By server: queries of SPARQL 1.1 that it can't answer, and what it or the library says."""
