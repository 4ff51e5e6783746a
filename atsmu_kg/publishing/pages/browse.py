"""Lists of things: by kind, by country, by source and by time."""

from __future__ import annotations

from typing import NamedTuple

from atsmu_kg.publishing.pages.addresses import KINDS, slug
from atsmu_kg.publishing.pages.statements import name
from atsmu_kg.rdf.namespaces import AKG, OA, SCHEMA

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from atsmu_kg.publishing.pages.documents import ThingDocument
    from atsmu_kg.publishing.pages.rendering import Renderer
    from atsmu_kg.publishing.pages.subject import Subject

# When something was or held, by which things stand in time.
TIMES = (SCHEMA.foundingDate, SCHEMA.startDate, SCHEMA.observationDate, SCHEMA.datePublished, AKG.knownOn)


class SourceListing(NamedTuple):
    """A source document: when it was published, how many passages it has and what they state."""

    iri: str
    date: str
    passages: int
    statements: int


class Lists:
    """The things of a site in its lists.

    subject: what the site is about.
    documents: its documents.
    """

    def __init__(self, subject: Subject, documents: Iterable[ThingDocument]) -> None:
        self._subject = subject
        self.kinds: dict[str, list[str]] = {}
        self._things = [document.iri for document in documents]
        for iri in self._things:
            for kind in subject.labels.kinds(iri)[:1]:
                self.kinds.setdefault(kind, []).append(iri)

    @property
    def countries(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """Each country with the properties that point to it, and how often."""
        pointing = self._subject.statements.pointing
        listed = []
        for country in self.kinds.get(SCHEMA.Country, ()):
            counts: dict[str, int] = {}
            for triple in pointing(country):
                # That its names and codes are attested says nothing of partners and students.
                if AKG.Attestation in self._subject.labels.kinds(name(triple.subject)):
                    continue
                counts[triple.predicate.value] = counts.get(triple.predicate.value, 0) + 1
            listed.append((country, sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))))
        return listed

    @property
    def origins(self) -> list[SourceListing]:
        """The source documents, the newest first, those without a date at the end."""
        statements = self._subject.statements
        stated: dict[str, int] = {}
        for graph, triples in statements.content.items():
            passage = statements.passage(graph)
            if passage is not None:
                stated[passage] = stated.get(passage, 0) + len(triples)
        origins = []
        for document in self.kinds.get(AKG.SourceDocument, ()):
            passages = [
                name(triple.subject)
                for triple in statements.pointing(document)
                if triple.predicate.value == OA.hasSource
            ]
            date = next(iter(statements.texts(document, SCHEMA.datePublished)), "")
            told = sum(stated.get(passage, 0) for passage in passages)
            origins.append(SourceListing(document, date, len(passages), told))
        return sorted(sorted(origins), key=lambda origin: origin.date, reverse=True)

    @property
    def years(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each year with what was or held then, and the property that says so; the newest first."""
        years: dict[str, list[tuple[str, str]]] = {}
        for iri in self._things:
            for property in TIMES:
                for text in self._subject.statements.texts(iri, property)[:1]:
                    if text[:4].isdecimal():
                        years.setdefault(text[:4], []).append((property, iri))
        return sorted(years.items(), reverse=True)

    def pages(self, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
        """The lists in one language, by their paths."""
        labels, lang = self._subject.labels, renderer.lang

        def ordered(things: Sequence[str]) -> list[str]:
            return sorted(things, key=lambda iri: (labels.text(iri, lang).casefold(), iri))

        kinds = ordered([*self.kinds])
        counts = [(kind, len(self.kinds[kind])) for kind in kinds]
        yield "browse/index", renderer.render("browse.html", "browse/index", kinds=counts)
        for kind in kinds:
            path = f"{KINDS}{slug(labels.curie(kind))}"
            yield path, renderer.render("kind.html", path, kind=kind, things=ordered(self.kinds[kind]))
        countries = dict(self.countries)
        listed = [(iri, countries[iri]) for iri in ordered([*countries])]
        for way, values in (
            ("countries", {"countries": listed}),
            ("sources", {"origins": self.origins}),
            ("time", {"years": self.years}),
        ):
            yield f"browse/{way}", renderer.render(f"{way}.html", f"browse/{way}", **values)
