"""From a term to its page, from a page to another: links in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atsmu_kg.rdf.namespaces import AKGSH, IRI

if TYPE_CHECKING:
    from generator.shapes import ShapesFile
    from generator.vocabulary import Vocabulary

OWN = ("https://w3id.org/atsmu-kg/id/", "https://w3id.org/atsmu-kg/graph/")


class Links:
    """Links from a page that lies ``up`` folders below the pages of its language."""

    def __init__(self, vocabulary: Vocabulary, shapes: ShapesFile, up: str = "") -> None:
        self._vocabulary = vocabulary
        self._shapes = shapes
        self._up = up

    def __call__(self, iri: IRI) -> str:
        """A term as a link: to its page, or to where its standard describes it; a thing is no link."""
        curie = iri.curie
        page = self.page(iri)
        if page:
            return f"[`{curie}`]({self._up}{page}.md)"
        return f"`{curie}`" if iri.startswith(OWN) else f"[`{curie}`]({iri})"

    def page(self, iri: IRI) -> str:
        """The page of a term of ours; a value or its scheme stands on that of its class; else empty."""
        if iri in self._vocabulary.terms:
            term = self._vocabulary.terms[iri]
            if term.kind == "values":
                term = self._vocabulary.home(term)
            return f"{term.kind}/{term.name}"
        if iri in AKGSH and iri in self._shapes.homes:
            return f"shapes/{self._shapes.homes[iri].name}"
        return ""

    def query(self, name: str) -> str:
        """A query as a link to its page."""
        return f"[`{name}`]({self._up}queries/{name}.md)"
