"""Evidence: how well what the graph says of an entity agrees with the values that a client has of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode

from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import to_python
from atsmu_kg.records.names import fold
from atsmu_kg.records.names.folding import fold_code
from atsmu_kg.serve.reconciliation.queries import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.serve.reconciliation.entities import Entities
    from atsmu_kg.serve.reconciliation.queries import Value
    from atsmu_kg.serve.reconciliation.schema import Schema

AGREES, UNKNOWN, DISAGREES = 100.0, 50.0, 0.0
# Texts that have fewer pairs of letters in common say something else.
ALIKE = 70.0
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value of a client: as a text, folded as a name and as a code, as a number, and the thing it means."""

    text: str
    name: str
    code: str
    number: float | None
    thing: IRI | None


class Evidence:
    """What the graph says of entities, held against the values of clients.

    entities: the things with their values.
    schema: the codes that they have.
    """

    def __init__(self, entities: Entities, schema: Schema) -> None:
        self._entities = entities
        self._schema = schema
        self._names: dict[IRI, set[str]] = {}
        self._coded: dict[tuple[IRI, str], set[IRI]] = {}
        self._wanted = lru_cache(REMEMBERED)(self._read)
        for iri, name in entities.spellings:
            self._names.setdefault(iri, set()).add(name)
        for iri, codes in schema.codes.items():
            for scheme, texts in codes.items():
                for text in texts:
                    self._coded.setdefault((scheme, fold_code(text)), set()).add(iri)

    def agreement(self, iri: IRI, property: IRI, wanted: Iterable[Value]) -> float:
        """How well the best of the wanted values agrees, from 0 to 100; 50 where nothing is stated.

        Nothing is known is no evidence, neither for nor against.
        """
        values = [self._wanted(value) for value in wanted]
        likenesses = [self._likeness(value, have) for have in self._stated(iri, property) for value in values]
        return max(likenesses, default=UNKNOWN)

    def having(self, property: IRI, wanted: Iterable[Value]) -> set[IRI]:
        """The entities of which one of the values is stated."""
        values = [self._wanted(value) for value in wanted]
        having = {iri for value in values for iri in self._coded.get((property, value.code), ())}
        having |= {
            iri
            for iri, stated in self._entities.stated(property)
            if any(self._is(value, stated) for value in values)
        }
        return having & self._schema.entities.keys()

    def _stated(self, iri: IRI, property: IRI) -> Iterator[object]:
        yield from self._schema.codes.get(iri, {}).get(property, ())
        for value in self._entities.values(iri, property):
            yield IRI(value.value) if isinstance(value, NamedNode) else to_python(value)

    def _likeness(self, wanted: GivenValue, stated: object) -> float:
        if self._is(wanted, stated):
            return AGREES
        if not isinstance(stated, str) or isinstance(stated, IRI):
            return DISAGREES
        likeness = letters(wanted.text, str.__str__(stated))
        return likeness if likeness >= ALIKE else DISAGREES

    def _is(self, wanted: GivenValue, stated: object) -> bool:
        """Whether two values are the same: the thing or a name of it, the text, the code, the number."""
        if isinstance(stated, IRI):
            return stated in (wanted.thing, wanted.text) or wanted.name in self._names.get(stated, ())
        text = str(stated)
        return (
            text == wanted.text
            or (isinstance(stated, str) and wanted.code != "" and fold_code(text) == wanted.code)
            or (wanted.number is not None and _number(text) == wanted.number)
        )

    def _read(self, value: Value) -> GivenValue:
        if isinstance(value, Reference):
            return GivenValue(value.id, "", "", None, self._entities.known(value.id))
        text = str(value)
        return GivenValue(text, fold(text), fold_code(text), _number(text), self._entities.known(text))


def _number(text: str) -> float | None:
    """What a text is as a number, as people write one."""
    try:
        return float(text.strip().replace(",", ""))
    except ValueError:
        return None


@lru_cache(REMEMBERED)
def letters(a: str, b: str) -> float:
    """How many of the pairs of letters of two folded texts are the same, from 0 to 100 (Dice's coefficient).

    >>> letters("Dentistry Faculty", "Dentistri Fakulty"), letters("Iran", "Oman")
    (100.0, 40.0)
    """
    one, other = _pairs(a), _pairs(b)
    total = one.total() + other.total()
    return round(200 * (one & other).total() / total, 1) if total else 0.0


@lru_cache(REMEMBERED // 4)
def _pairs(text: str) -> Counter[str]:
    folded = f" {fold(text)} "
    return Counter(folded[at : at + 2] for at in range(len(folded) - 1))
