"""Figures, lists and passages in words."""

from __future__ import annotations

from fractions import Fraction

from atsmu_kg.rdf.namespaces import AKG, OA, SCHEMA, UNIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.publishing.pages.labels import PageLabels
    from atsmu_kg.publishing.pages.statements import SiteGraph
    from atsmu_kg.publishing.pages.wording import Words
    from atsmu_kg.rdf.namespaces import IRI
    from atsmu_kg.records.figure import Figure


class Sentences:
    """What figures, lists and passages are called and say, in one language.

    figures: the records of the figures.
    """

    def __init__(
        self, figures: Mapping[IRI, Figure], statements: SiteGraph, labels: PageLabels, words: Words
    ) -> None:
        self._figures = figures
        self._statements = statements
        self._labels = labels
        self.words = words

    def figure(self, iri: str) -> str:
        """A figure in words, "more than 500 international students"; empty if it is none."""
        figure = self._figures.get(iri)  # type: ignore[call-overload]
        if figure is None:
            return ""
        measure = self._labels.text(figure.measure.iri, self.words.lang)
        restricted = [self._labels.text(category.iri, self.words.lang) for category in figure.categories]
        measure += f" ({', '.join(restricted)})" if restricted else ""
        form = "counted" if figure.unit == UNIT.NUM else "measured"
        # An interval within one year or day is that year or day; the end of one may be open.
        time = "–".join(dict.fromkeys((figure.time or "").replace("..", "…").split("/")))
        told = self.words(form, number=self.words.number(f"{figure:{self.words.lang}}"), measure=measure)
        return f"{told}, {time}" if time else told

    def bounds(self, iri: str) -> str:
        """What follows for the number from its bound; empty if it is no figure."""
        figure = self._figures.get(iri)  # type: ignore[call-overload]
        if figure is None:
            return ""
        if figure.exact is not None:
            return self.words("exactly")
        given = {
            name: self.words.number(_number(bound))
            for name in ("lower", "upper")
            if (bound := getattr(figure, name)) is not None
        }
        form = "between" if len(given) == 2 else next(iter(given), "about")
        return self.words(form, **given)

    def listing(self, iri: str) -> str:
        """How much a list lists, of how many, and whether that is all; empty if it is none."""
        members = self._statements.values(iri, SCHEMA.itemListElement)
        complete = self._statements.iris(iri, AKG.completeness)
        if not members or not complete:
            return ""
        lang = self.words.lang
        counting = next(iter(self._statements.iris(iri, AKG.countedBy)), "")
        return self.words(
            "list_counted" if counting else "list",
            listed=self.words("listed").split("|")[0].format(count=len(members)),
            figure=self.figure(counting),
            completeness=self._labels.text(complete[0], lang),
        )

    def heading(self, iri: str) -> str:
        """What stands above a page: the name of the thing, of a passage who says it and where."""
        if self._statements.iris(iri, OA.hasSource):
            return self.passage(iri)
        return self.figure(iri) or self._labels.text(iri, self.words.lang)

    def passage(self, passage: str) -> str:
        """A passage by the publisher and year of its document, and its place in that."""
        statements = self._statements
        document = next(iter(statements.iris(passage, OA.hasSource)), "")
        publisher = next(iter(statements.texts(document, SCHEMA.publisher)), "")
        year = next(iter(statements.texts(document, SCHEMA.datePublished)), "")[:4]
        name = " ".join(filter(None, (publisher, year))) or self._labels.text(document, self.words.lang)
        return f"{name}, {self.place(passage)}"

    def place(self, passage: str) -> str:
        """Where a passage stands in its document: its sentence, or what locates it."""
        statements = self._statements
        position = statements.texts(passage, SCHEMA.position)
        if position:
            return self.words("sentence", number=position[0])
        return next(iter(statements.texts(passage, AKG.locator)), passage.partition("#")[2])


def _number(bound: Fraction) -> str:
    return str(int(bound)) if bound.denominator == 1 else f"{float(bound):g}"
