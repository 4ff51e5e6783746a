"""What is said of the dataset: ``data/dataset.ttl``, and what the graph itself says, read as one."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.errors import DataError
from atsmu_kg.publishing.catalogue.prefixes import DATASET, RECORD_PREFIXES
from atsmu_kg.rdf.namespaces import BASE, expand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class DatasetDescription:
    """The statements about the dataset, by subject and property.

    >>> name = ox.Quad(
    ...     ox.NamedNode(DATASET), ox.NamedNode(expand("dcterms:title")), ox.Literal("KG", language="en")
    ... )
    >>> DatasetDescription([name]).title("en")
    'KG'
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.quads = sorted(quads, key=str)
        self._values: dict[tuple[str, str], list[Value]] = {}
        for subject, predicate, object, _ in self.quads:
            if isinstance(subject, ox.NamedNode):
                self._values.setdefault((subject.value, predicate.value), []).append(object)

    def values(self, term: str, subject: str = DATASET) -> list[Value]:
        """All values of a property, given as a CURIE, in one order."""
        return self._values.get((subject, expand(term, RECORD_PREFIXES)), [])

    def texts(self, term: str, subject: str = DATASET, *, lang: str | None = None) -> list[str]:
        """The values as texts and IRIs; with ``lang`` only those in that language."""
        return [
            str(getattr(each, "value", each))
            for each in self.values(term, subject)
            if lang is None or getattr(each, "language", None) == lang
        ]

    def text(self, term: str, subject: str = DATASET, *, lang: str | None = None) -> str:
        """The first value; DataError if there is none."""
        candidates = self.texts(term, subject, lang=lang)
        if not candidates:
            raise DataError(
                f"{subject} has no {term}" + (f" in {lang!r}" if lang else ""),
                file="data/dataset.ttl",
                advice="State it there, or in the vocabulary if it is the version or a date.",
                subject=subject,
                term=term,
            )
        return candidates[0]

    def title(self, lang: str = "en") -> str:
        """The title in a language."""
        return self.text("dcterms:title", lang=lang)

    def abstract(self, lang: str = "en") -> str:
        """The description in a language."""
        return self.text("dcterms:description", lang=lang)

    def keywords(self, lang: str | None = None) -> list[str]:
        """The keywords, of one language or of all, each once."""
        return list(dict.fromkeys(self.texts("dcat:keyword", lang=lang)))

    @property
    def languages(self) -> list[str]:
        """The tags of the languages that the dataset is in."""
        return sorted(self.text("dcterms:identifier", each) for each in self.texts("dcterms:language"))

    @property
    def version(self) -> str:
        """The version, which is the vocabulary's."""
        return self.text("dcat:version")

    @property
    def issued(self) -> str:
        """The day of the first release."""
        return self.text("dcterms:issued")

    @property
    def modified(self) -> str:
        """The day on which the newest graph was made."""
        return self.text("dcterms:modified")

    @property
    def publisher(self) -> str:
        """The publisher's name."""
        return self.text("foaf:name", self.text("dcterms:publisher"))

    @property
    def licence(self) -> str:
        """The licence's IRI."""
        return self.text("dcterms:license")

    @property
    def licence_code(self) -> str:
        """The licence's SPDX identifier."""
        return self.text("dcterms:identifier", self.licence)

    @property
    def page(self) -> str:
        """The address of the project."""
        return self.text("dcat:landingPage")

    @property
    def places(self) -> list[tuple[str, str, tuple[str, str] | None]]:
        """The places of the graph that the dataset covers: IRI, English name, longitude and latitude.

        What other tables call the same places stands in DCAT-AP only.
        """
        places: list[tuple[str, str, tuple[str, str] | None]] = []
        for place in self.texts("dcterms:spatial"):
            if place.startswith(BASE):
                name = self.text("skos:prefLabel", place, lang="en")
                point = None
                for text in self.texts("dcat:centroid", place):
                    longitude, latitude = text.removeprefix("POINT(").removesuffix(")").split()
                    point = longitude, latitude
                places.append((place, name, point))
        return places

    @property
    def temporal(self) -> str:
        """The time that the dataset covers, as an ISO 8601 interval whose end is open."""
        period = self.text("dcterms:temporal")
        return f"{self.text('dcat:startDate', period)}/{''.join(self.texts('dcat:endDate', period)) or '..'}"
