"""CITATION.cff, by ``templates/citation.cff``."""

from __future__ import annotations

import json

from atsmu_kg.files import template
from atsmu_kg.publishing.catalogue.prefixes import DATASET
from atsmu_kg.publishing.catalogue.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.publishing.catalogue.publication import Publication

# A plain scalar of YAML 1.2 within a flow sequence, as far as keywords need it.
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ")


def citation(publication: Publication) -> Record:
    """The record in the Citation File Format 1.2.0."""
    described = publication.description
    # Ours is cited for the library too, hence two licences.
    ours = described.iri == DATASET
    content = template(__file__, "templates/citation.cff").substitute(
        title=_quoted(described.title()),
        abstract=_quoted(described.abstract()),
        publisher=_quoted(described.publisher),
        version=described.version,
        issued=described.issued,
        url=_quoted(described.page),
        what="graph or this library" if ours else "dataset",
        licence=f"[MIT, {described.licence_code}]" if ours else described.licence_code,
        keywords=", ".join(
            keyword if PLAIN.issuperset(keyword) else _quoted(keyword) for keyword in described.keywords("en")
        ),
    )
    return Record("citation", "CITATION.cff", "application/yaml", content)


def _quoted(text: str) -> str:
    """A double-quoted scalar of YAML, which a string of JSON is."""
    return json.dumps(text, ensure_ascii=False)
