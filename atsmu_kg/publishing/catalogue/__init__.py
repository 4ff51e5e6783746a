"""Records of the dataset for catalogues, releases of it, and what changed between two of them.

- ``publication``: a graph with its ``description`` (``data/dataset.ttl`` and the graph's own word) and its
  ``distributions``; ``figures`` and ``views`` make those that are no plain serialisation
- one module a kind of record: ``dcat``, ``void``, ``service``, ``schema_org``, ``datacite``, ``citation``,
  ``lod_cloud``, ``croissant``, ``ro_crate``
- ``release``: all of it in one folder, with a page (``landing``); ``changes``: two releases side by side,
  each an ``edition``; ``fair``: a release held against the tests of F-UJI and FOOPS!
"""

from __future__ import annotations

from types import MappingProxyType

from atsmu_kg import choices
from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

    from atsmu_kg.publishing.catalogue.publication import Publication
    from atsmu_kg.publishing.catalogue.record import Record

# Each profile with the module and the function that make its record.
PROFILES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "dcat-ap": ("dcat", "dcat_ap"),
        "void": ("void", "void"),
        "service": ("service", "service"),
        "schema-org": ("schema_org", "schema_org"),
        "datacite-json": ("datacite", "as_datacite_json"),
        "datacite-xml": ("datacite", "as_datacite_xml"),
        "citation": ("citation", "citation"),
        "lod-cloud": ("lod_cloud", "lod_cloud"),
        "croissant": ("croissant", "croissant"),
        "ro-crate": ("ro_crate", "ro_crate"),
    }
)


def describe(
    quads: Iterable[Quad],
    profile: str,
    *,
    endpoint: str | None = None,
    stated: str | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> Record:
    """The record of a graph in a profile.

    quads: the dataset, with the named graphs that describe it.
    profile: what kind of catalogue reads the record (``dcat-ap``, ``void``, …); see ``PROFILES``.
    endpoint: the URL of the SPARQL endpoint that serves the graph, if there is one.
    stated, prefixes: those of ``Publication``.

    Raises UnknownNameError for another profile, ParameterError for an endpoint that is not an IRI, DataError
    if the graph does not state what the profile needs, MissingDependencyError without PyLD.
    """
    from atsmu_kg.publishing.catalogue.publication import Publication

    require_profile(profile)
    return record_of(Publication(quads, endpoint=endpoint, stated=stated, prefixes=prefixes), profile)


def record_of(publication: Publication, profile: str) -> Record:
    """The record of a publication in a profile."""
    from importlib import import_module

    require_profile(profile)
    module, function = PROFILES[profile]
    made: Record = getattr(import_module(f"atsmu_kg.publishing.catalogue.{module}"), function)(publication)
    return made


def require_profile(profile: str) -> None:
    """Raises UnknownNameError for a profile that there is none of."""
    choices.PROFILES.checked(profile)
