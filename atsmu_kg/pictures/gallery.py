"""The pictures of a graph, as ``kg.plot`` offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atsmu_kg.pictures.picture import require

if TYPE_CHECKING:
    from collections.abc import Callable

    from atsmu_kg.choices import Language
    from atsmu_kg.pictures.diagram import Diagram
    from atsmu_kg.pictures.picture import Picture
    from atsmu_kg.queries.catalogue_types import Queries
    from atsmu_kg.records import Records
    from atsmu_kg.records.descriptions import Description


class Gallery:
    """Pictures of one graph, each with its words in ``en``, ``ru`` or ``tg``.

    describe: what tells all that the graph says of a thing, by its name.
    queries: the named queries bound to that graph.
    records: its things.

    Each picture raises MissingDependencyError without the extra ``atsmu-kg[plot]``, and ParameterError for
    another language.
    """

    def __init__(self, describe: Callable[[str], Description], queries: Queries, records: Records) -> None:
        self._describe = describe
        self._queries = queries
        self._records = records

    def figures(self, *, lang: Language = "en") -> Picture:
        """The preferred source's figures, where exactly, more than and about a number look different.

        >>> import atsmu_kg
        >>> atsmu_kg.load().plot.figures(lang="ru")
        <Picture: Показатели и их границы>
        """
        require()
        from atsmu_kg.pictures import figures

        return figures.picture(self._records.figures.preferred, lang)

    def time_series(
        self,
        measure: str,
        *,
        about: str | None = None,
        time: str | int | None = None,
        lang: Language = "en",
    ) -> Picture:
        """The figures of a measure by time, with the scope and the source of each; bounds look like bounds.

        measure: what is counted or measured, as ``kg.figures.of`` takes it.
        about: what the figures are about (default: what most of them are about).
        time: the years or the interval that is shown (default: all).
        lang: the language of the words.

        Raises UnknownMemberError for what no figure has, and ParameterError where none is dated.

        >>> import atsmu_kg
        >>> atsmu_kg.load().plot.time_series("StudentCount", lang="tg")
        <Picture: донишҷӯён: аз рӯйи вақт, доира ва манбаъ>
        """
        require()
        from collections import Counter

        from atsmu_kg.pictures import time_series

        figures = self._records.figures.of(measure, about=about, time=time)
        for subject, _ in Counter(figure.about for figure in figures).most_common(1):
            figures = figures.of(about=subject.iri)
        return time_series.picture(figures, lang)

    def structure(self, *, lang: Language = "en") -> Diagram:
        """The units of the university as a tree, which says of which kinds the source names all.

        >>> import atsmu_kg
        >>> len(atsmu_kg.load().plot.structure().relations)
        17
        """
        require()
        from atsmu_kg.pictures import structure
        from atsmu_kg.pictures.words import checked
        from atsmu_kg.rdf.namespaces import AKG

        listed = {AKG.Faculty: self._records.faculties, AKG.Centre: self._records.centres}
        language = checked(lang)
        extents = {kind: listing.extent(language) for kind, listing in listed.items()}
        return structure.picture(
            self._records.university, self._queries.units(lang=language).rows, extents, lang
        )

    def countries(self, *, lang: Language = "en") -> Picture:
        """The countries of partner institutions and of students on a map of the world."""
        require()
        from atsmu_kg.pictures import countries

        return countries.picture(
            self._records.partner_countries, self._records.student_origins, self._records.university, lang
        )

    def neighbourhood(self, name: str, *, lang: Language = "en", limit: int = 24) -> Diagram:
        """What a thing is related to and what is related to it, with the named graphs that say so.

        name: an IRI, a CURIE or a bare name of ours.
        lang: the language of the labels.
        limit: about how many neighbours are drawn on a side; the others are counted.

        Raises UnknownNameError if the graph says nothing of it.

        >>> import atsmu_kg
        >>> picture = atsmu_kg.load().plot.neighbourhood("dentistry-faculty")
        >>> for line in picture.to_mermaid().splitlines():
        ...     if "hasUnit" in line or "rdf:type" in line:
        ...         print(line)
          n8 -->|"org:hasUnit"| n1
          n1 -->|"rdf:type"| n9
        """
        require()
        from atsmu_kg.pictures import neighbourhood
        from atsmu_kg.pictures.labels import Labels

        return neighbourhood.picture(self._describe(name), Labels(self._queries), lang, limit)

    def ontology(self, *, lang: Language = "en") -> Diagram:
        """The classes and properties of the vocabulary.

        >>> import atsmu_kg
        >>> "akg:Figure" in atsmu_kg.load().plot.ontology().names
        True
        """
        require()
        from atsmu_kg.pictures import ontology
        from atsmu_kg.pictures.labels import Labels
        from atsmu_kg.pictures.ontology import PROPERTIES
        from atsmu_kg.rdf.namespaces import OWL

        queries = self._queries
        properties = [row for kind in PROPERTIES for row in queries.facts(kind).rows]
        return ontology.picture(queries.facts(OWL.Class).rows, properties, Labels(queries), lang)

    def __repr__(self) -> str:
        return "<pictures: figures, time_series, structure, countries, neighbourhood, ontology>"
