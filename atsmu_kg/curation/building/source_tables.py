"""The tables of further sources: documents, the facts that they state, how a fact is modelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.curation.tables import TableRow, read_table
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.rdf.namespaces import AKG, BASE, GRAPH, IRI, expand

DOCUMENT_COLUMNS = (
    *(
        "id",
        "title",
        "title_language",
        "publisher",
        "author",
        "language",
        "url",
        "date_published",
        "date_read",
    ),
    *("kind", "licence", "independent_of", "depends_on"),
)
FACT_COLUMNS = (
    *("id", "source", "locator", "subject", "property", "value", "value_type", "unit", "bound", "as_of"),
    *("scope", "confidence", "conflicts_with", "conflict_kind", "note", "second_reading"),
)
PROPERTY_COLUMNS = (
    *("property", "value_type", "scope", "treatment", "term", "unit", "categories", "qualifier"),
)
THING_COLUMNS = ("iri", "class", "en", "ru", "tg", "owner", "owner_property")
CLAIM_COLUMNS = ("fact", "en", "ru", "tg")
ANY_SCOPE = "*"
# What became of a fact when its page was read once more; nothing stands where a page was not.
SECOND_READINGS = {
    "": None,
    "same": AKG.BothReadings,
    "not noted": AKG.FirstReadingOnly,
    "only": AKG.SecondReadingOnly,
}


@dataclass(frozen=True, slots=True)
class Treatment:
    """How facts of one property, type of value and scope are said: a kind of statement and its terms.

    `qualifier` holds what the kind needs besides: a denominator, a completeness and the measure that counts
    the list, or akg:Plan.
    """

    kind: str
    term: str
    unit: str
    categories: tuple[str, ...]
    qualifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a document states, with its place in it; ``row`` knows where it stands in the table."""

    id: str
    source: str
    locator: str
    subject: str
    value: str
    value_type: str
    bound: str
    as_of: str
    scope: str
    ambiguous: bool
    note: str
    second_reading: IRI | None
    says: str
    treatment: Treatment
    row: TableRow

    @property
    def name(self) -> str:
        """What ends the IRIs of the fact's own nodes."""
        return self.id.lower()

    @property
    def fragment(self) -> str:
        """The locator as it ends IRIs."""
        return self.locator.replace(" ", "-")

    @property
    def document(self) -> IRI:
        """The document that states it."""
        return document_iri(self.source)

    @property
    def passage(self) -> IRI:
        """The passage that states it."""
        return IRI(f"{self.document}#{self.fragment}")

    @property
    def graph(self) -> IRI:
        """The named graph of the passage."""
        return GRAPH[f"{self.source}/{self.fragment}"]

    @property
    def values(self) -> list[str]:
        """The value, or the values of a list."""
        return self.value.split(" | ")


@dataclass(frozen=True, slots=True)
class SourceThing:
    """Something that the facts speak of and no other part of the graph describes."""

    iri: IRI
    type: IRI
    labels: Mapping[str, str]
    owner: str
    owner_property: str


@dataclass(frozen=True, slots=True)
class SourceTables:
    """All that the tables of a folder say."""

    documents: tuple[TableRow, ...]
    facts: tuple[Fact, ...]
    things: Mapping[IRI, SourceThing]
    claims: Mapping[str, Mapping[str, str]]


def document_iri(name: str) -> IRI:
    """The IRI of a document; the profile's is that of its text.

    >>> document_iri("khovar-2025-02-14"), document_iri("profile")
    (IRI('https://w3id.org/atsmu-kg/source/khovar-2025-02-14'), IRI('https://w3id.org/atsmu-kg/source/profile.txt'))
    """
    return IRI(f"{BASE}source/profile.txt" if name == "profile" else f"{BASE}source/{name}")


def read_sources(folder: str | Path) -> SourceTables:
    """The tables documents, facts, properties, things and claims (.csv) of a folder.

    Raises StoreError if one can't be read, DataError, which names the line, for a fact of an unknown document
    or one whose property, type of value and scope no row of properties.csv treats, and for a repeated fact.
    """

    def table(name: str, columns: tuple[str, ...]) -> list[TableRow]:
        return read_table(str(Path(folder) / f"{name}.csv"), columns)

    documents = table("documents", DOCUMENT_COLUMNS)
    treatments = {
        (row["property"], row["value_type"], row["scope"]): Treatment(
            row["treatment"],
            row["term"],
            row["unit"],
            tuple(row["categories"].split()),
            tuple(row["qualifier"].split()),
        )
        for row in table("properties", PROPERTY_COLUMNS)
    }
    things = (_thing(row) for row in table("things", THING_COLUMNS))
    claims = {
        row["fact"]: {str(tag): row[tag] for tag in LANGUAGES if row[tag]}
        for row in table("claims", CLAIM_COLUMNS)
    }
    facts = _facts(table("facts", FACT_COLUMNS), {row["id"] for row in documents}, treatments)
    return SourceTables(tuple(documents), tuple(facts), {thing.iri: thing for thing in things}, claims)


def _thing(row: TableRow) -> SourceThing:
    try:
        labels = {str(tag): row[tag] for tag in LANGUAGES if row[tag]}
        return SourceThing(
            expand(row["iri"]), expand(row["class"]), labels, row["owner"], row["owner_property"]
        )
    except AtsmuKGError as error:
        raise row.error(error.message, error.advice) from error


def _facts(
    rows: Iterable[TableRow], documents: set[str], treatments: Mapping[tuple[str, str, str], Treatment]
) -> Iterable[Fact]:
    known: set[str] = set()
    for row in rows:
        if row["source"] not in documents:
            raise row.error(f"the document {row['source']!r} is unknown", "Describe it in documents.csv.")
        if row["id"] in known:
            raise row.error(f"there are two facts {row['id']}", "Give the new fact the next free number.")
        known.add(row["id"])
        property, value_type, scope = row["property"], row["value_type"], row["scope"]
        treatment = treatments.get((property, value_type, scope)) or treatments.get(
            (property, value_type, ANY_SCOPE)
        )
        if treatment is None:
            raise row.error(
                f"{row['id']}: nothing says how {property!r} with a value of type {value_type!r} is modelled",
                "Add a row to properties.csv, with the scope or with * for any.",
            )
        yield Fact(
            row["id"],
            row["source"],
            row["locator"],
            row["subject"],
            row["value"],
            value_type,
            row["bound"],
            row["as_of"],
            scope,
            row["confidence"] == "ambiguous",
            row["note"],
            _second_reading(row),
            property,
            treatment,
            row,
        )


def _second_reading(row: TableRow) -> IRI | None:
    value = row["second_reading"]
    if value not in SECOND_READINGS:
        known = ", ".join(filter(None, SECOND_READINGS))
        raise row.error(
            f"{row['id']}: {value!r} is not a second reading",
            f"Write one of {known}, or nothing where the page was read once.",
        )
    return SECOND_READINGS[value]
