"""What the figures of a dataset can measure: the vocabulary's measures, and those that it declares itself."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from atsmu_kg.errors import DataError
from atsmu_kg.rdf.namespaces import AKG, QUDT, RDF, UNIT
from atsmu_kg.rdf.terms import spell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad

    from atsmu_kg.curation.names import InstitutionNames

# As the tables write them.
UNITS = {"NUM": "number", "PERCENT": "percent"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by its IRI, with its unit as the tables write it; of the vocabulary's the unit is free."""

    iri: str
    unit: str = ""


def measures(
    vocabulary: Iterable[str], stated: Iterable[Quad], names: InstitutionNames
) -> Mapping[str, Measure]:
    """The measures of the vocabulary and of a dataset by the names that a table has for them.

    vocabulary: the local names of the vocabulary's.
    stated: the quads of the dataset's files.
    names: its IRIs.

    Raises DataError for a measure of the dataset that is named like one of the vocabulary, or has no unit.
    """
    shared = {name: Measure(str(AKG[name])) for name in vocabulary}
    return shared | dict(_own(shared, list(stated), names))


def _own(
    shared: Mapping[str, Measure], stated: list[Quad], names: InstitutionNames
) -> Iterator[tuple[str, Measure]]:
    measure = NamedNode(AKG.Measure)
    units = {quad.subject: quad.object for quad in stated if quad.predicate.value == QUDT.hasUnit}
    declared = {quad.subject for quad in stated if (quad.predicate.value, quad.object) == (RDF.type, measure)}
    for iri in sorted(subject.value for subject in declared if isinstance(subject, NamedNode)):
        name, unit = iri.removeprefix(names.things), units.get(NamedNode(iri))
        if name in shared:
            raise DataError(
                f"{spell(NamedNode(iri), prefixes=names.prefixes)} is named like a measure of the vocabulary",
                advice=f"Use akg:{name}, or give yours another name.",
            )
        if not isinstance(unit, NamedNode) or not unit.value.startswith(str(UNIT)):
            raise DataError(
                f"{spell(NamedNode(iri), prefixes=names.prefixes)} has no unit",
                advice="Add it: qudt:hasUnit unit:NUM for a count, unit:PERCENT for a share, …",
            )
        code = unit.value.removeprefix(str(UNIT))
        yield name, Measure(iri, UNITS.get(code, code))
