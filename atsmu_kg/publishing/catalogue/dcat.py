"""DCAT-AP 3.0.1: catalogue, dataset, files and, where there is one, the endpoint."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.publishing.catalogue.record import Record
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.rdf.serializers import serialize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.publishing.catalogue.publication import Publication

NO_ENDPOINT = "no SPARQL endpoint is named, so no data service is described: give --served-at URL"
NO_END = "the dataset's period has no end: no source states one"


def dcat_ap(publication: Publication) -> Record:
    """The record in Turtle; it says by itself what its code lists are, as DCAT-AP's ranges ask for."""
    quads = publication.construct("dcat")
    quads += [quad for file in publication.distributions for quad in file.quads()]
    notes = [NO_END] if publication.description.coverage else []
    if publication.endpoint:
        service, endpoint = ox.NamedNode(publication.description.service), ox.NamedNode(publication.endpoint)
        # SPARQL 1.1 Service Description, 2: an endpoint describes itself at its own address.
        for term in ("dcat:endpointURL", "dcat:endpointDescription"):
            quads.append(ox.Quad(service, ox.NamedNode(expand(term)), endpoint))
        # DCAT-AP's ranges ask for this class by name.
        resource = ox.NamedNode(expand("rdfs:Resource"))
        quads.append(ox.Quad(endpoint, ox.NamedNode(expand("rdf:type")), resource))
    else:
        notes.append(NO_ENDPOINT)
    content = serialize(quads, "turtle", prefixes=publication.record_prefixes())
    return Record("dcat-ap", "dcat-ap.ttl", "text/turtle", content, notes)
