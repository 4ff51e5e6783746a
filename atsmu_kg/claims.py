"""The check-list of what a source states: claims, where they stand, and the triples that say them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.tables import Row, read_table
from atsmu_kg.vocabulary import contract, expand

COLUMNS = ("claim", "sentence", "start", "end", "kind", "subject", "predicate", "object")
SOURCES = "https://w3id.org/atsmu-kg/source/"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern of a claims table; None matches any term."""

    subject: NamedNode | None
    predicate: NamedNode | None
    object: NamedNode | None
    line: int

    def matches(self, triple: Triple) -> bool:
        """Whether a triple fits the pattern."""
        own = (self.subject, self.predicate, self.object)
        return all(mine is None or mine == theirs for mine, theirs in zip(own, triple, strict=True))

    def __str__(self) -> str:
        own = (self.subject, self.predicate, self.object)
        return " ".join("*" if term is None else contract(term.value) for term in own)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a passage states, and the patterns of the triples that say it.

    `start` and `end` count Unicode characters of the source document, `end` exclusive.
    """

    id: str
    source: str
    sentence: int
    start: int
    end: int
    kind: str
    patterns: tuple[Pattern, ...]

    @property
    def passage(self) -> str:
        """The IRI of the passage (RFC 5147)."""
        return f"{SOURCES}{self.source}.txt#char={self.start},{self.end}"


def read_claims(table: str | Path) -> list[Claim]:
    """The claims of a table, whose file name is the name of its source.

    A row is a triple pattern of its claim, in CURIEs; an empty cell matches anything. Raises StoreError if
    the table can't be read, DataError for one with other columns, for an offset that is no number, or for a
    claim whose rows disagree on where it stands.
    """
    claims: dict[str, Claim] = {}
    for row in read_table(str(table), COLUMNS):
        claim = _claim(Path(table).stem, row)
        known = claims.get(claim.id, claim)
        if (known.sentence, known.start, known.end, known.kind) != (
            claim.sentence,
            claim.start,
            claim.end,
            claim.kind,
        ):
            raise row.error(
                f"claim {claim.id} stands in two places or has two kinds",
                "give all rows of a claim the same sentence, start, end and kind",
            )
        earlier = known.patterns if claim.id in claims else ()
        claims[claim.id] = replace(claim, patterns=(*earlier, *claim.patterns))
    return list(claims.values())


def read_tables(folder: str | Path) -> list[Claim]:
    """The claims of every table in a folder, by the name of their source."""
    return [claim for table in sorted(Path(folder).glob("*.csv")) for claim in read_claims(table)]


def _claim(source: str, row: Row) -> Claim:
    """The claim of one row, with its one pattern."""
    try:
        sentence, start, end = (int(row[column]) for column in ("sentence", "start", "end"))
    except ValueError as error:
        raise row.error(
            "sentence, start and end are not all whole numbers", "count characters from 0"
        ) from error
    try:
        subject, predicate, object = (
            NamedNode(expand(row[column])) if row[column] else None for column in COLUMNS[5:]
        )
    except AtsmuKGError as error:
        raise row.error(error.message, error.advice) from error
    pattern = Pattern(subject, predicate, object, row.line)
    return Claim(row["claim"], source, sentence, start, end, row["kind"], (pattern,))
