"""The prefixes of records: the graph's own, and those of the vocabularies that describe datasets."""

from __future__ import annotations

from types import MappingProxyType

from atsmu_kg.rdf.namespaces import BASE, PREFIXES, Namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

RECORD_PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        **PREFIXES,
        "adms": "http://www.w3.org/ns/adms#",
        "dataset": f"{BASE}dataset/",
        "dcatap": "http://data.europa.eu/r5r/",
        "formats": "http://www.w3.org/ns/formats/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
    }
)

DATASET = f"{BASE}dataset"
CATALOGUE = f"{BASE}catalogue"
SERVICE = f"{BASE}service"
VCARD = Namespace(RECORD_PREFIXES["vcard"])
