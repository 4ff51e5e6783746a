"""The claims of a graph: those of the preferred source, and among those of all sources what one looks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atsmu_kg.choices import require_text
from atsmu_kg.rdf.namespaces import AKG, IRI, SCHEMA, SKOS
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.figures import DAY
from atsmu_kg.records.kinds import Claim
from atsmu_kg.records.listing import Listing, by_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.records.facts import ThingFacts
    from atsmu_kg.records.reading import RecordReader
    from atsmu_kg.records.thing import Identity, Thing


@dataclass(frozen=True, slots=True, repr=False)
class Claims(Listing[Claim]):
    """What sources assert with nothing to check it by: the claims of the preferred source.

    ``others`` are those of the other sources; ``of()`` chooses among all of them.
    """

    def of(
        self, *, source: str | None = None, about: str | None = None, modality: str | None = None
    ) -> Claims:
        """The claims of all sources that a source makes, of a thing, in a way, each as far as it is given.

        source: the document that makes them: the last part of its IRI, its CURIE or its IRI.
        about: what they are about; named in the same way.
        modality: how the source puts them forward; named in the same way.

        Raises UnknownMemberError, which is a KeyError, for what no claim has, and ParameterError for a name
        that is no text.

        >>> import atsmu_kg
        >>> for claim in atsmu_kg.load().claims.of(about="university", source="ozodi-2013"):
        ...     print(claim.name, claim.modality, sep=": ")
        The only higher medical school of the country: assertion
        """
        names = {"source": source, "about": about, "modality": modality}
        require_text(**{what: name for what, name in names.items() if name is not None})
        kept: Iterable[Claim] = (*self, *self.others)
        if source is not None:
            document = self.documents[source]
            kept = [claim for claim in kept if document == claim.document]
        if about is not None:
            thing = _things(claim.about for claim in (*self, *self.others))[about]
            kept = [claim for claim in kept if claim.about == thing]
        if modality is not None:
            way = _things(claim.modality for claim in (*self, *self.others))[modality]
            kept = [claim for claim in kept if claim.modality == way]
        return Claims(by_name(kept).members)

    @property
    def documents(self) -> Listing[Thing]:
        """The documents that make the claims, those of the other sources too."""
        return _things(claim.document for claim in (*self, *self.others) if claim.document)


def claims(read: RecordReader) -> dict[IRI, Claim]:
    """All claims by IRI; DataError for one that lacks what a claim needs."""

    def claim(identity: Identity, facts: ThingFacts) -> Claim:
        day = facts.first(AKG.knownOn, DAY)
        return Claim(
            identity,
            about=read.thing(facts.one(SCHEMA.about, IRI)),
            modality=read.thing(facts.one(AKG.modality, IRI)),
            time=None if day is None else str(day),
            document=read.document(facts.stating(SCHEMA.about)),
            reading=read.linked(facts, AKG.reading),
            second_reading=read.linked(facts, AKG.secondReading),
            notes=facts.all(SKOS.editorialNote, Text),
        )

    return read.records(SCHEMA.Claim, claim)


def preferred(read: RecordReader, claims: dict[IRI, Claim]) -> Claims:
    """The claims of the source that the graph prefers, and besides them those of the others."""
    chosen = read.chosen(read.facts(SCHEMA.Claim)) or claims.keys()
    others = by_name(claim for iri, claim in claims.items() if iri not in chosen)
    return Claims(by_name(claims[iri] for iri in chosen).members, others=others.members)


def _things(things: Iterable[Thing]) -> Listing[Thing]:
    return by_name({thing.iri: thing for thing in things}.values())
