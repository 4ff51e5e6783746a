"""CITATION.cff, by ``templates/citation.cff``: it is the graph's and the library's, hence two licences."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template

from atsmu_kg.publishing.catalogue.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.publishing.catalogue.publication import Publication

# A plain scalar of YAML 1.2 within a flow sequence, as far as keywords need it.
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ")


def citation(publication: Publication) -> Record:
    """The record in the Citation File Format 1.2.0."""
    described = publication.description
    template = Template(Path(__file__).parent.joinpath("templates", "citation.cff").read_text("utf-8"))
    content = template.substitute(
        title=_quoted(described.title()),
        abstract=_quoted(described.abstract()),
        publisher=_quoted(described.publisher),
        version=described.version,
        issued=described.issued,
        url=_quoted(described.page),
        licence=described.licence_code,
        keywords=", ".join(
            each if PLAIN.issuperset(each) else _quoted(each) for each in described.keywords("en")
        ),
    )
    return Record("citation", "CITATION.cff", "application/yaml", content)


def _quoted(text: str) -> str:
    """A double-quoted scalar of YAML, which a string of JSON is."""
    return json.dumps(text, ensure_ascii=False)
