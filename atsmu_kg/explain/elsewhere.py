"""Terms of other vocabularies, and where ours keep what they say: the table ``elsewhere.csv``."""

from __future__ import annotations

from functools import cache

from atsmu_kg import files
from atsmu_kg.rdf.namespaces import expand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def kept_as(iri: str) -> tuple[str, str]:
    """The CURIE of what the graph uses for a term of another vocabulary, and why; both empty without one.

    >>> kept_as("http://www.opengis.net/ont/geosparql#lat")
    ('schema:latitude', 'A thing has its coordinates by schema:geo.')
    """
    ours, reason = table().get(iri, ("", ""))
    return ours, f"{reason[:1].upper()}{reason[1:]}." if reason else ""


@cache
def table() -> Mapping[str, tuple[str, str]]:
    """Each term's IRI, the CURIE of ours, and why."""
    from types import MappingProxyType

    rows = files.table(__file__, "elsewhere.csv")
    return MappingProxyType({str(expand(row["term"])): (row["ours"], row["reason"]) for row in rows})
