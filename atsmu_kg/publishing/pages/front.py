"""The front page: what the dataset is, a picture of it, its sizes, and the ways to start."""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import NamedTuple

import pyoxigraph as ox

from atsmu_kg.publishing.pages.structured import dataset
from atsmu_kg.rdf.namespaces import AKG, SCHEMA

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atsmu_kg.publishing.pages.rendering import Renderer
    from atsmu_kg.publishing.pages.subject import Subject

# The picture: its size, the most kinds in it, and the radii of the smallest and the largest circle.
WIDTH, HEIGHT, MOST, LEAST, GREATEST = 480, 400, 9, 20, 38

# Names and codes are how things are known, not what there is to know.
NAMING = (AKG.Attestation, SCHEMA.PropertyValue)


class Bubble(NamedTuple):
    """A kind of things around the institution: how many, and where its circle is drawn."""

    kind: str
    number: int
    x: int
    y: int
    r: int


class Front:
    """What the front page shows.

    subject: what the site is about.
    kinds: its things by kind.
    archive: the file of the whole dataset.
    """

    def __init__(self, subject: Subject, kinds: Mapping[str, Sequence[str]], archive: str) -> None:
        self._subject = subject
        self._kinds = kinds
        self._archive = archive
        self.root = subject.described.root or ""

    def bubbles(self) -> list[Bubble]:
        """The kinds of what is said to be related to the institution, the most numerous first."""
        statements, labels = self._subject.statements, self._subject.labels
        related = {
            value.value
            for triples in (statements.about(self.root), statements.pointing(self.root))
            for triple in triples
            for value in (triple.subject, triple.object)
            if isinstance(value, ox.NamedNode)
        }
        counts: dict[str, int] = {}
        for kind, things in self._kinds.items():
            if labels.names(kind) and related & set(things) and kind != AKG.University:
                counts[kind] = len(things)
        chosen = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
        chosen = [(kind, count) for kind, count in chosen if kind not in NAMING][:MOST]
        most = max((count for _, count in chosen), default=1)
        return [
            Bubble(
                kind,
                count,
                round(WIDTH / 2 + (WIDTH / 2 - 62) * cos(angle)),
                round(HEIGHT / 2 - 8 + (HEIGHT / 2 - 56) * sin(angle)),
                round(LEAST + (GREATEST - LEAST) * sqrt(count / most)),
            )
            for at, (kind, count) in enumerate(chosen)
            for angle in (2 * pi * at / len(chosen) - pi / 2,)
        ]

    def example(self) -> str:
        """A figure with a bound, to be told as an example; empty if there is none.

        If the graph prefers a source, it is one of that.
        """
        preferred = self._subject.statements.iris(self.root, AKG.preferredSource)
        bounded = [
            (figure.document is None or figure.document.iri not in preferred, iri)
            for iri, figure in self._subject.figures.items()
            if figure.exact is None and figure.lower and figure.about.iri == self.root
        ]
        return min(bounded)[1] if bounded else ""

    def page(self, renderer: Renderer) -> bytes:
        """The front page in a language."""
        from markupsafe import Markup

        statements = self._subject.statements
        described = self._subject.described
        example = self.example()
        stating = [graph for triple in statements.about(example) for graph in statements.sources(triple)]
        sizes = [
            ("statements", sum(map(len, statements.merge.values())), "browse/index"),
            ("things", sum(map(len, self._kinds.values())), "browse/index"),
            ("figures", len(self._subject.figures), "browse/time"),
            ("source_documents", len(self._kinds.get(AKG.SourceDocument, ())), "browse/sources"),
            ("passages", len(self._kinds.get(AKG.Passage, ())), "browse/sources"),
        ]
        abstract = next(iter(described.texts("dcterms:description", lang=renderer.lang)), "")
        title = self._subject.title(renderer.lang)
        return renderer.render(
            "front.html",
            "index",
            root=self.root,
            bubbles=self.bubbles(),
            width=WIDTH,
            height=HEIGHT,
            sizes=sizes,
            example=example,
            stating=stating[:1],
            abstract=abstract,
            archive=self._archive,
            record=Markup(dataset(described, title, abstract or title, self._archive)),
        )
