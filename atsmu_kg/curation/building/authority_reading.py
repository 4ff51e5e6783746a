"""A row of the authority table as it is read: its scheme, its entity, and the names in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import Literal

from atsmu_kg.curation.building.authority_config import Entity, Scheme
from atsmu_kg.curation.building.authority_table import AuthorityRow
from atsmu_kg.errors import DataError
from atsmu_kg.rdf.namespaces import ATSMU, AUTHORITY, IRI, OWL, SCHEMA

# "SDC (DEZA de, DDC fr)": a name, and the same name in other languages.
_TRANSLATED = re.compile(r"(?P<name>[^()]+) \((?P<others>[^()]+ [a-z]{2}(?:, [^()]+ [a-z]{2})*)\)")
_EXPLAINED = re.compile(r"[()\[\]/]")


@dataclass(frozen=True, slots=True)
class AuthorityReading:
    """A row with the scheme that says how to read it, and its entity."""

    row: AuthorityRow
    scheme: Scheme
    entity: Entity

    @property
    def identity(self) -> IRI:
        """The property that links the entity to the same thing elsewhere: identity only if it is verified."""
        return OWL.sameAs if self.row.verified else SCHEMA.sameAs

    @property
    def language(self) -> str:
        """The language of the row's name."""
        return self.scheme.language

    @property
    def graph(self) -> tuple[str, bool]:
        """The authority, and whether the row is verified: what names its graph."""
        return self.scheme.authority, self.row.verified

    def error(self, message: str, advice: str) -> DataError:
        """The error to raise for something wrong in the row."""
        return self.row.source.error(f"{self.row}: {message}", advice)

    @property
    def label(self) -> str:
        """The entity's name in English, as the table or entities.csv has it; DataError if neither has one."""
        written, label = self.row.entity_label, self.entity.label
        names = [label, *(alternative.value for alternative in self.entity.alternative_labels)]
        if strange := [name for name in names if name not in written]:
            advice = "Bring the label in entities.csv and the table into line."
            raise self.error(f"{strange[0]!r} isn't part of the label {written!r}", advice)
        if not label and _EXPLAINED.search(written):
            advice = f"Give {self.row.entity_key} a line with a label in entities.csv."
            raise self.error(f"the label {written!r} holds an explanation or several names", advice)
        return label or written

    @property
    def names(self) -> list[Literal]:
        """The names of a row that lists several; DataError for what is not a name."""
        names = []
        for part in self.row.value.split(";"):
            translated = _TRANSLATED.fullmatch(part.strip())
            name = translated["name"] if translated else part.strip()
            if not name or _EXPLAINED.search(name):
                raise self.error(f"{part.strip()!r} is not a name", "Write names as A; B (C de, D fr).")
            names.append(Literal(name, language=self.language))
            if translated:
                others = (other.rpartition(" ") for other in translated["others"].split(", "))
                names += (Literal(other, language=language) for other, _, language in others)
        return names


def graph_name(authority: str, verified: bool) -> IRI:
    """The named graph of an authority's verified or single-source rows.

    >>> graph_name("iso-3166", True).curie, graph_name("wikidata", False).curie
    ('authority:iso-3166', 'authority:wikidata-single-source')
    """
    return AUTHORITY[authority if verified else f"{authority}-single-source"]


def local_name(iri: IRI) -> str:
    """What names the thing in the IRIs of its attestations and identifiers."""
    return iri.removeprefix(str(ATSMU)).replace("/", "-")
