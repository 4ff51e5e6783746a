"""SPARQL 1.1 Service Description: what an endpoint that serves the graph says of itself."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.publishing.catalogue.prefixes import RECORD_PREFIXES
from atsmu_kg.publishing.catalogue.record import Record
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.rdf.serializers import serialize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.publishing.catalogue.publication import Publication

NO_ENDPOINT = "no SPARQL endpoint is named, so the service has no sd:endpoint: give --served-at URL"


def service(publication: Publication) -> Record:
    """The record in Turtle: languages, formats, the default graph and each named graph with its size."""
    quads = publication.construct("service")
    if publication.endpoint:
        term = ox.NamedNode(expand("sd:endpoint", RECORD_PREFIXES))
        quads.append(
            ox.Quad(ox.NamedNode(publication.description.service), term, ox.NamedNode(publication.endpoint))
        )
    content = serialize(quads, "turtle", prefixes=publication.record_prefixes())
    notes = () if publication.endpoint else (NO_ENDPOINT,)
    return Record("service", "service.ttl", "text/turtle", content, notes)
