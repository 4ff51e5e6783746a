"""VoID: how much of what is in the default graph, and what it links to; all numbers are counted."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.publishing.catalogue.record import Record
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.rdf.serializers import serialize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.publishing.catalogue.publication import Publication

QUERIES = ("void_description", "void", "void_classes", "void_properties", "void_links")


def void(publication: Publication) -> Record:
    """The record in Turtle: totals, class and property partitions, linksets."""
    quads = publication.construct(*QUERIES)
    if publication.endpoint:
        endpoint = ox.NamedNode(publication.endpoint)
        quads.append(
            ox.Quad(
                ox.NamedNode(publication.description.iri),
                ox.NamedNode(expand("void:sparqlEndpoint")),
                endpoint,
            )
        )
    return Record(
        "void", "void.ttl", "text/turtle", serialize(quads, "turtle", prefixes=publication.record_prefixes())
    )


def totals(publication: Publication) -> dict[str, int]:
    """The totals by the local name of their VoID property.

    >>> from atsmu_kg import files
    >>> from atsmu_kg.publishing.catalogue.publication import Publication
    >>> quads = ox.parse(path=files.path("data/atsmu-kg.nq"))
    >>> totals(Publication(quads))["triples"] > 1000
    True
    """
    return {
        quad.predicate.value.rpartition("#")[2]: int(quad.object.value)
        for quad in publication.construct("void")
        if isinstance(quad.object, ox.Literal)
    }


def links(publication: Publication) -> dict[str, int]:
    """How many links of identity go to each dataset, by its IRI; a pair of things counts once."""
    return {target: int(count) for target, count in publication.select("links")}
