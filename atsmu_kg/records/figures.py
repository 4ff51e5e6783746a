"""The figures of a graph, each after the whole that it is a part of."""

from __future__ import annotations

from atsmu_kg.errors import DataError
from atsmu_kg.rdf.namespaces import AKG, DCTERMS, IRI, QUDT, SCHEMA
from atsmu_kg.records.facts import NUMBER, ThingFacts
from atsmu_kg.records.figure import Figure
from atsmu_kg.records.reading import RecordReader


def figures(read: RecordReader) -> dict[IRI, Figure]:
    """All figures by IRI; DataError for one that lacks what a figure needs, or is a part of itself."""
    known = read.facts(AKG.Figure)
    words = {bound: read.names(bound) for bound in read.facts(AKG.Bound)}
    records: dict[IRI, Figure] = {}

    def figure(facts: ThingFacts, parts: tuple[IRI, ...] = ()) -> Figure:
        if facts.iri in parts:
            raise DataError(f"{facts.iri.curie} is a part of itself", advice="Correct its akg:partOf.")
        if facts.iri not in records:
            whole = facts.first(AKG.partOf, IRI)
            records[facts.iri] = Figure(
                read.identity(facts.iri, facts),
                measure=read.thing(facts.one(SCHEMA.measuredProperty, IRI)),
                about=read.thing(facts.one(SCHEMA.observationAbout, IRI)),
                value=facts.one(SCHEMA.value, NUMBER),
                bound=read.thing(facts.one(AKG.bound, IRI)),
                unit=facts.one(QUDT.hasUnit, IRI),
                minimum=facts.first(SCHEMA.minValue, NUMBER),
                maximum=facts.first(SCHEMA.maxValue, NUMBER),
                period=read.linked(facts, DCTERMS.temporal),
                part_of=figure(known[whole], (*parts, facts.iri)) if whole in known else None,
                words=words,
            )
        return records[facts.iri]

    return {iri: figure(facts) for iri, facts in known.items()}
