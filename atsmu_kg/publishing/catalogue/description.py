"""What is said of the dataset: ``data/dataset.ttl``, and what the graph itself says, read as one."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.errors import DataError
from atsmu_kg.publishing.catalogue.prefixes import DATASET, RECORD_PREFIXES
from atsmu_kg.rdf.namespaces import DCAT, expand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


_DATASET = ox.NamedNode(DCAT.Dataset)
# Places that other tables name too are told by DCAT-AP only.
EU_TABLES = "http://publications.europa.eu/resource/authority/"


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
        self.iri = DATASET
        for subject, predicate, object, _ in self.quads:
            if isinstance(subject, ox.NamedNode):
                self._values.setdefault((subject.value, predicate.value), []).append(object)
                if object == _DATASET:
                    self.iri = subject.value

    def values(self, term: str, subject: str | None = None) -> list[Value]:
        """All values of a property, given as a CURIE, in one order; by default those of the dataset."""
        return self._values.get((subject or self.iri, expand(term, RECORD_PREFIXES)), [])

    def texts(self, term: str, subject: str | None = None, *, lang: str | None = None) -> list[str]:
        """The values as texts and IRIs; with ``lang`` only those in that language."""
        return [
            str(getattr(each, "value", each))
            for each in self.values(term, subject)
            if lang is None or getattr(each, "language", None) == lang
        ]

    def text(self, term: str, subject: str | None = None, *, lang: str | None = None) -> str:
        """The first value; DataError if there is none."""
        candidates = self.texts(term, subject, lang=lang)
        if not candidates:
            raise DataError(
                f"{subject or self.iri} has no {term}" + (f" in {lang!r}" if lang else ""),
                file="data/dataset.ttl",
                advice="State it there, or in the vocabulary if it is the version or a date.",
                subject=subject or self.iri,
                term=term,
            )
        return candidates[0]

    @property
    def root(self) -> str | None:
        """The IRI of the thing that the dataset is about, if one is named."""
        return next(iter(self.texts("void:rootResource")), None)

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
        return self.text("foaf:name", self.publisher_iri)

    @property
    def publisher_iri(self) -> str:
        """The publisher."""
        return self.text("dcterms:publisher")

    @property
    def licence(self) -> str:
        """The licence's IRI."""
        return self.text("dcterms:license")

    @property
    def licence_code(self) -> str:
        """The licence's SPDX identifier."""
        return self.text("dcterms:identifier", self.licence)

    @property
    def catalogues(self) -> list[str]:
        """The catalogues that it is said to be in."""
        listed = str(expand("dcat:dataset", RECORD_PREFIXES))
        return sorted(
            subject
            for (subject, property), values in self._values.items()
            if property == listed and ox.NamedNode(self.iri) in values
        )

    @property
    def service(self) -> str:
        """The IRI of the endpoint that may serve the dataset."""
        return f"{self.page}/service"

    @property
    def stem(self) -> str:
        """What the names of the files of the whole dataset begin with, before the dot."""
        files = (self.text("spdx:fileName", each) for each in self.texts("dcat:distribution"))
        return next((file.removesuffix(".nq") for file in files if file.endswith(".nq")), "")

    @property
    def page(self) -> str:
        """The address of the project."""
        return self.text("dcat:landingPage")

    @property
    def release(self) -> str:
        """The address of the folder that holds this version, without the last slash."""
        return f"{self.page}/release/{self.version}"

    @property
    def places(self) -> list[tuple[str, str, tuple[str, str] | None]]:
        """The places of the graph that the dataset covers: IRI, English name, longitude and latitude.

        What other tables call the same places stands in DCAT-AP only.
        """
        places: list[tuple[str, str, tuple[str, str] | None]] = []
        for place in self.texts("dcterms:spatial"):
            if not place.startswith(EU_TABLES):
                name = self.text("skos:prefLabel", place, lang="en")
                point = None
                for text in self.texts("dcat:centroid", place):
                    longitude, latitude = text.removeprefix("POINT(").removesuffix(")").split()
                    point = longitude, latitude
                places.append((place, name, point))
        return places

    @property
    def coverage(self) -> dict[str, str]:
        """The time that the dataset covers in schema.org's term, where it is stated."""
        return {"temporalCoverage": self.temporal} if self.texts("dcterms:temporal") else {}

    @property
    def temporal(self) -> str:
        """The time that the dataset covers, as an ISO 8601 interval whose end is open."""
        period = self.text("dcterms:temporal")
        return f"{self.text('dcat:startDate', period)}/{''.join(self.texts('dcat:endDate', period)) or '..'}"
