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
            "card-en",
            "card-ru",
            "card-tg",
            "sends_and_hosts-tg",
            "student_origins-tg",
        }
    ),
}
"""By server: the named queries, by language, whose rows come in another order of strings."""

ANSWERS: Mapping[str, frozenset[str]] = {
    "virtuoso": frozenset(
        {
            "SELECT ?f { ?f a akg:Faculty BIND(EXISTS { ?f a akg:Centre } AS ?is) "
            "BIND(EXISTS { ?f a akg:Faculty } AS ?was) FILTER(IF(?is, ?was, true)) } ORDER BY ?f",
            "SELECT ?f ?has { ?f a akg:Figure OPTIONAL { ?f schema:minValue ?min } "
            "BIND(FLOOR(2 * ?min) AS ?twice) BIND(IF(BOUND(?twice), 'yes', 'no') AS ?has) } ORDER BY ?f",
            "SELECT ?f ?least { ?f a akg:Figure OPTIONAL { ?f schema:minValue ?min } "
            "BIND(COALESCE(?min, 0) AS ?least) FILTER(?least >= 500) } ORDER BY ?f",
            "SELECT ?s { ?s schema:value ?v FILTER(?v = true) } ORDER BY ?s",
        }
    ),
}
"""By server: queries of SPARQL 1.1 that it answers otherwise, without a word."""

REFUSALS: Mapping[str, Mapping[str, tuple[type[EndpointError], str]]] = {
    "virtuoso": {
        "SELECT ?narrow ?broad { ?narrow rdfs:subClassOf+ ?broad }": (
            ServerError,
            "transitive start not given",
        ),
        "SELECT ?is { ?f a akg:Faculty "
        "BIND(EXISTS { ?f a akg:Centre } || NOT EXISTS { ?f a akg:Registry } AS ?is) }": (
            ServerError,
            "SQ074",
        ),
        "SELECT ?f { ?f a akg:Faculty BIND(EXISTS { ?f a akg:Centre } AS ?is) "
        "BIND(EXISTS { ?f a akg:Faculty } AS ?was) FILTER(?is || ?was) "
        "FILTER('c' = IF(?is, IF(?was, 'a', 'b'), 'c')) }": (ServerError, "SQ156"),
        "SELECT (COALESCE(STRLANG(?x, LANG(?x)), 'none') AS ?code) "
        "{ ?f a akg:Faculty OPTIONAL { ?f skos:notation ?x } }": (ServerError, "rdf_strlang_impl"),
        "SELECT (BNODE() AS ?node) {}": (RefusedQueryError, "Built-in function is not implemented"),
        "DESCRIBE claim:best-library": (ProtocolError, "got more than 100 headers"),
    },
    "rdflib_endpoint": {
        "DESCRIBE claim:best-library": (AnswerFormError, "application/sparql-results+xml"),
    },
    "comunica": {
        "SELECT ?f { ?f a akg:Figure OPTIONAL { ?f akg:category ?kind "
        "FILTER NOT EXISTS { ?f akg:modality ?how } "
        "OPTIONAL { ?kind skos:prefLabel ?name FILTER(LANG(?name) = 'en') } } }": (
            RefusedQueryError,
            "RDF joining failed",
        ),
        "SELECT DISTINCT ?graph { GRAPH ?graph { ?subject ?predicate ?object } }": (AnswerTermError, ""),
    },
}
"""By server: queries of SPARQL 1.1 that it can't answer, and what it or the library says."""
