"""The check-list of what a source states: claims, where they stand, and the triples that say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple

from atsmu_kg.choices import require_path
from atsmu_kg.curation.tables import TableRow, read_table
from atsmu_kg.errors import AtsmuKGError, DataError
from atsmu_kg.rdf.documents import parse
from atsmu_kg.rdf.namespaces import BASE, PREFIXES, expand, is_iri

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyoxigraph import Literal

COLUMNS = ("claim", "sentence", "start", "end", "kind", "subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern of a claims table; None matches any term. ``str()`` is how the table writes it."""

    subject: NamedNode | None
    predicate: NamedNode | None
    object: NamedNode | Literal | None
    line: int
    written: str

    def matches(self, triple: Triple) -> bool:
        """Whether a triple fits the pattern."""
        own = (self.subject, self.predicate, self.object)
        return all(mine is None or mine == theirs for mine, theirs in zip(own, triple, strict=True))

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """One thing that a passage states, and the patterns of the triples that say it.

    `start` and `end` count Unicode characters of the source document, `end` exclusive. `base` is what the
    IRIs of the dataset begin with, and `source` is the name of the document in it.
    """

    id: str
    base: str
    source: str
    sentence: int
    start: int
    end: int
    kind: str
    patterns: tuple[Pattern, ...]

    @property
    def document(self) -> str:
        """The IRI of the source document."""
        return f"{self.base}source/{self.source}.txt"

    @property
    def passage(self) -> str:
        """The IRI of the passage (RFC 5147)."""
        return f"{self.document}#char={self.start},{self.end}"

    @property
    def graph(self) -> str:
        """The IRI of the named graph that holds what the passage states."""
        return f"{self.base}graph/{self.source}/s{self.sentence:02}"

    @property
    def selector(self) -> str:
        """The IRI of what selects the passage in its document."""
        return f"{self.base}id/selector/{self.source}-s{self.sentence:02}"


def read_claims(
    table: str | Path, *, base: str = BASE, prefixes: Mapping[str, str] = PREFIXES
) -> list[ClaimCheck]:
    """The claims of a table, whose file name is the name of its source.

    table: a CSV file; a row is a triple pattern of its claim, and an empty cell matches anything. An object
        is an IRI, a CURIE or a literal as Turtle writes it: ``8844``, ``"1939"^^xsd:gYear``, ``"ATSMU"@en``.
    base: where the IRIs of the source, its passages and their graphs begin.
    prefixes: namespaces by prefix, for the CURIEs of the patterns.

    Raises StoreError if the table can't be read, DataError for a file name that no IRI can hold, for other
    columns, for an offset that is not a number, or for a claim whose rows disagree on where it stands.
    """
    require_path(table=table)
    source = Path(table).stem
    if not is_iri(f"{base}source/{source}"):
        advice = "Name the table after its source, in letters, digits and hyphens."
        raise DataError(f"{source!r} can't stand in an IRI", file=str(table), advice=advice)
    claims: dict[str, ClaimCheck] = {}
    for row in read_table(str(table), COLUMNS):
        claim = _claim(base, source, row, prefixes)
        known = claims.get(claim.id, claim)
        if (known.sentence, known.start, known.end, known.kind) != (
            claim.sentence,
            claim.start,
            claim.end,
            claim.kind,
        ):
            raise row.error(
                f"claim {claim.id} stands in two places or has two kinds",
                "Give all rows of a claim the same sentence, start, end and kind.",
            )
        earlier = known.patterns if claim.id in claims else ()
        claims[claim.id] = replace(claim, patterns=(*earlier, *claim.patterns))
    return list(claims.values())


def read_tables(folder: str | Path) -> list[ClaimCheck]:
    """The claims of every table in a folder, by the name of their source."""
    require_path(folder=folder)
    return [claim for table in sorted(Path(folder).glob("*.csv")) for claim in read_claims(table)]


def _claim(base: str, source: str, row: TableRow, prefixes: Mapping[str, str]) -> ClaimCheck:
    """The claim of one row, with its one pattern."""
    try:
        sentence, start, end = (int(row[column]) for column in ("sentence", "start", "end"))
    except ValueError as error:
        raise row.error(
            "sentence, start and end are not all whole numbers", "Count characters from 0."
        ) from error
    cells = [row[column] for column in COLUMNS[5:]]
    try:
        subject, predicate = (NamedNode(expand(cell, prefixes)) if cell else None for cell in cells[:2])
        object = _object(cells[2], prefixes) if cells[2] else None
    except AtsmuKGError as error:
        raise row.error(error.message, error.advice) from error
    pattern = Pattern(subject, predicate, object, row.line, " ".join(cell or "*" for cell in cells))
    return ClaimCheck(row["claim"], base, source, sentence, start, end, row["kind"], (pattern,))


def _object(cell: str, prefixes: Mapping[str, str]) -> NamedNode | Literal:
    """The object that a cell names: a literal if it begins as one of Turtle, else the IRI of a name."""
    if not cell[0].isdigit() and cell[0] not in '+-"' and cell not in {"true", "false"}:
        return NamedNode(expand(cell, prefixes))
    declared = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
    try:
        (quad,) = parse(f"{declared}<claim:s> <claim:p> {cell} .", RdfFormat.TURTLE)
    except (AtsmuKGError, ValueError) as error:
        advice = 'Write it as Turtle does: 8844, "1939"^^xsd:gYear or "ATSMU"@en.'
        raise DataError(f"{cell!r} is not one literal", advice=advice) from error
    return quad.object  # type: ignore[return-value]


def on_borders(text: str, start: int, end: int) -> bool:
    """Whether a range holds whole sentences: none of the white space around them but at the document's end.

    text: the document.
    start, end: the range in characters, the end exclusive.

    >>> on_borders("One. Two.", 5, 9), on_borders("One. Two.", 4, 9), on_borders("One. Two.", 5, 8)
    (True, False, False)
    """
    passage = text[start:end]
    return (
        0 <= start < end <= len(text)
        and not passage[0].isspace()
        and (start == 0 or text[start - 1].isspace())
        and (end == len(text) or (text[end].isspace() and not text[end - 1].isspace()))
    )
