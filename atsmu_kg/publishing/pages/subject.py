"""What a site is about, as all of its pages share it."""

from __future__ import annotations

from typing import NamedTuple

from atsmu_kg.publishing.pages.addresses import GUIDES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.publishing.catalogue.description import DatasetDescription
    from atsmu_kg.publishing.pages.addresses import Addresses
    from atsmu_kg.publishing.pages.labels import PageLabels
    from atsmu_kg.publishing.pages.statements import SiteGraph
    from atsmu_kg.rdf.namespaces import IRI
    from atsmu_kg.records.figure import Figure


class Subject(NamedTuple):
    """What a site is about: its graph, its description, and where its pages are."""

    statements: SiteGraph
    labels: PageLabels
    addresses: Addresses
    described: DatasetDescription
    figures: Mapping[IRI, Figure]
    terms: frozenset[str]
    """What the page of the vocabulary describes."""
    things: frozenset[str]
    """What has a page of its own."""
    host: str
    """The address of the site's root, without a slash at its end; empty where that is not known."""
    name: str
    guides: frozenset[str]
    """The files of the documentation that became a part of the site."""
    asks: bool = False
    """Whether there is a page of SPARQL, and an endpoint behind it."""

    def guide(self, name: str, lang: str) -> str:
        """The file of a guide in a language, or else as it is; empty where there is none."""
        files = (f"{GUIDES}{lang}/{name}.html", f"{GUIDES}{name}.html")
        return next((file for file in files if file in self.guides), "")

    def title(self, lang: str) -> str:
        """The title of the dataset in a language, or else in any."""
        titles = self.described.texts("dcterms:title", lang=lang) or self.described.texts("dcterms:title")
        return titles[0] if titles else self.name
