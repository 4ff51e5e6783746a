"""The table of identifiers, codes and names: rows that are checked, with their evidence word for word."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from atsmu_kg.curation.tables import TableRow, read_table

COLUMNS = ("entity_key", "entity_label", "scheme", "value", "evidence", "evidence_license_if_known", "status")
VERIFIED, SINGLE_SOURCE, UNVERIFIED = "verified", "single-source", "unverified"
AS_ABOVE = "as above"

_ENTITY_KEY = re.compile("[a-z]+:[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """What the table says of one entity in one scheme; ``source`` knows where the row stands."""

    entity_key: str
    entity_label: str
    scheme: str
    value: str
    evidence: str
    licence: str
    status: str
    source: TableRow

    @property
    def verified(self) -> bool:
        """Whether more than one source supports the row, so that it may be used as such."""
        return self.status == VERIFIED

    def __str__(self) -> str:
        return f"{self.entity_key} {self.scheme} {self.value!r}"


@dataclass(frozen=True, slots=True)
class AuthorityTable:
    """The rows that may be used, and how many rows have each status."""

    file: str
    rows: tuple[AuthorityRow, ...]
    statuses: Counter[str]


def read_authority_table(file: str) -> AuthorityTable:
    """The verified and single-source rows of a table; unverified ones are counted only.

    Raises StoreError or DataError, which names the line, if the table can't be read or contradicts itself.
    """
    rows = [_checked(row) for row in read_table(file, COLUMNS)]
    used = tuple(row for row in rows if row.status != UNVERIFIED)
    first: dict[tuple[str, str], AuthorityRow] = {}
    labels: dict[str, AuthorityRow] = {}
    for row in used:
        same = first.setdefault((row.entity_key, row.scheme), row)
        if same is not row:
            agree = (same.value, same.status) == (row.value, row.status)
            raise row.source.error(
                f"{row} ({row.status}) {'repeats' if agree else 'disagrees with'} line {same.source.line}: "
                f"{same} ({same.status})",
                "Keep one row for an entity and a scheme, with all evidence, or mark the other unverified.",
            )
        label = labels.setdefault(row.entity_key, row)
        if label.entity_label != row.entity_label:
            raise row.source.error(
                f"{row.entity_key} is labelled {row.entity_label!r}, but {label.entity_label!r} on line "
                f"{label.source.line}",
                "Give an entity one label.",
            )
    return AuthorityTable(file, used, Counter(row.status for row in rows))


def _checked(source: TableRow) -> AuthorityRow:
    key, label, scheme, value, evidence, licence, status = (source[column] for column in COLUMNS)
    row = AuthorityRow(key, label, scheme, value, evidence, licence, status, source)
    if row.status not in (VERIFIED, SINGLE_SOURCE, UNVERIFIED):
        advice = f"Write {VERIFIED}, {SINGLE_SOURCE} or {UNVERIFIED}."
        raise source.error(f"{row}: the status {row.status!r} is unknown", advice)
    if not _ENTITY_KEY.fullmatch(row.entity_key):
        advice = "Write it as kind:name with letters, digits and hyphens, for example org:who."
        raise source.error(f"{row}: {row.entity_key!r} is not the key of an entity", advice)
    if row.status == UNVERIFIED:
        return row
    for column in COLUMNS:
        if not source[column].strip():
            advice = f"Fill it, or mark the row {UNVERIFIED}."
            raise source.error(f"{row}: the column {column} is empty", advice)
    if row.value != row.value.strip():
        raise source.error(f"{row}: the value begins or ends with a space", "Take the space away.")
    return row
