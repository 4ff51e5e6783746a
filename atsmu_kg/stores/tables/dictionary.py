"""What a compiler knows of terms without looking at them: their kinds, ranges of ids, files of properties."""

from __future__ import annotations

from functools import lru_cache

from atsmu_kg.stores.tables.families import LANGUAGE_STRING, RESOURCES
from atsmu_kg.stores.tables.fragments import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.rdf.tables.manifest import Manifest, Property, TermRange

# The names of tables in statements.
TERMS, LOCAL_TERMS = "terms", "local_terms"


class Dictionary:
    """The manifest, as questions that a compiler has."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.properties: dict[str, Property] = {each.iri: each for each in manifest.properties}
        self.kinds = frozenset(each.datatype or each.kind for each in manifest.kinds)
        self.beyond = frozenset(each.datatype for each in manifest.kinds if each.beyond and each.datatype)
        self.ranges = lru_cache(maxsize=256)(self._ranges)

    @property
    def resources(self) -> frozenset[str]:
        """The kinds of subjects."""
        return self.kinds & RESOURCES

    def languages(self, matches: Callable[[str], bool]) -> tuple[tuple[int, int], ...]:
        """The ranges of ids of strings whose language matches."""
        return _merged(
            each
            for each in self.manifest.kinds
            if each.datatype == LANGUAGE_STRING and matches(each.language or "")
        )

    def kind_of(self, id: int) -> str:
        """The kind of a term."""
        for each in self.manifest.kinds:
            if each.first <= id < each.first + each.count:
                return each.datatype or each.kind
        raise KeyError(id)

    def source(self, alias: str, *, local: bool) -> Expr:
        """The dictionary in FROM, with the terms that only the query has if those may be asked for."""
        name = LOCAL_TERMS if local else TERMS
        return table(name, alias)

    def _ranges(self, kinds: frozenset[str]) -> tuple[tuple[int, int], ...]:
        return _merged(each for each in self.manifest.kinds if (each.datatype or each.kind) in kinds)


def table_name(paths: Sequence[str]) -> str:
    """The name of a table that these files make in statements.

    >>> table_name(["default/rdfs-label.langString.parquet", "default/rdfs-label.string.parquet"])
    'default/rdfs-label.langString+default/rdfs-label.string'
    """
    return "+".join(path.removesuffix(".parquet") for path in paths)


def _merged(ranges: Iterable[TermRange]) -> tuple[tuple[int, int], ...]:
    """The first and the last id of each, those next to one another as one."""
    merged: list[tuple[int, int]] = []
    for terms in ranges:
        first, last = terms.first, terms.first + terms.count - 1
        if merged and merged[-1][1] + 1 == first:
            merged[-1] = merged[-1][0], last
        elif first <= last:
            merged.append((first, last))
    return tuple(merged)
