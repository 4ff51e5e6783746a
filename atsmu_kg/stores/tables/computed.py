"""Values that a query computes."""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.stores.tables.families import BOOLEAN, DECIMAL, INTEGER, IRI, LANGUAGE_STRING, STRING, TEXTS
from atsmu_kg.stores.tables.fragments import case, cast, negation, null, present, text, trimmed, truth
from atsmu_kg.stores.tables.values import FIELDS, SqlValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlglot.expressions import Expr


class Computed(SqlValue):
    """What a fragment computes, which is NULL where the value is an error."""

    def __init__(self, fragment: Expr, kinds: frozenset[str], *, total: bool = False) -> None:
        self._given = fragment
        self.kinds = kinds
        self.total = total

    @property
    def fragment(self) -> Expr:
        """It, for one place."""
        return self._given.copy()

    def _part(self, name: str) -> Expr:
        if name == "bound":
            return present(self.fragment)
        if name == "kind":
            return text("literal")
        return self.fragment if name == "value" else null(FIELDS[name])


class Boolean(Computed):
    """A truth value."""

    def __init__(self, fragment: Expr) -> None:
        super().__init__(fragment, frozenset({BOOLEAN}), total=isinstance(fragment, exp.Boolean))

    def _part(self, name: str) -> Expr:
        if name == "truth":
            return self.fragment
        if name == "value":
            branches = [(self.fragment, text("true")), (negation(self.fragment), text("false"))]
            return case(branches, null("VARCHAR"))
        return text(BOOLEAN) if name == "datatype" else super()._part(name)


class ComputedText(Computed):
    """A string, with a language if ``tag`` may be more than NULL."""

    def __init__(self, fragment: Expr, tag: Expr | None = None, *, total: bool = False) -> None:
        kinds = frozenset({STRING}) if tag is None else TEXTS
        super().__init__(fragment, kinds, total=total or isinstance(fragment, exp.Literal))
        self._tag = tag

    def _part(self, name: str) -> Expr:
        if name == "language":
            return null("VARCHAR") if self._tag is None else self._tag.copy()
        if name == "datatype":
            if self._tag is None:
                return text(STRING)
            return case([(present(self._tag.copy()), text(LANGUAGE_STRING))], text(STRING))
        return super()._part(name)


class Name(Computed):
    """An IRI."""

    def __init__(self, fragment: Expr) -> None:
        super().__init__(fragment, frozenset({IRI}))

    def _part(self, name: str) -> Expr:
        return text("iri") if name == "kind" else super()._part(name)


class Typed(Computed):
    """A literal of a datatype whose values are not looked at, such as one of STRDT."""

    def __init__(self, fragment: Expr, datatype: str) -> None:
        super().__init__(fragment, frozenset({datatype}))
        self._datatype = datatype

    def _part(self, name: str) -> Expr:
        return text(self._datatype) if name == "datatype" else super()._part(name)


class Number(Computed):
    """An integer or a decimal; ``integral`` is the condition that it is an integer."""

    def __init__(self, fragment: Expr, integral: Expr, *, total: bool = False) -> None:
        kinds = {INTEGER, DECIMAL}
        if isinstance(integral, exp.Boolean):
            kinds = {INTEGER if integral.this else DECIMAL}
        super().__init__(fragment, frozenset(kinds), total=total)
        self._integral = integral

    def is_integer(self) -> Expr:
        """Whether it is an integer."""
        return self._integral.copy()

    def _is_of(self, kinds: frozenset[str]) -> Expr:
        wanted = self.is_integer() if INTEGER in kinds else negation(self.is_integer())
        return case([(self.bound(), wanted)], truth(False))

    def _part(self, name: str) -> Expr:
        if name == "decimal":
            return self.fragment
        if name == "double":
            return cast(self.fragment, "DOUBLE")
        if name == "value":
            # Of 2.500 the zeros go, of 2.000 the point too.
            digits = cast(cast(self.fragment, FIELDS["decimal"]), "VARCHAR")
            return trimmed(trimmed(digits, "0"), ".")
        if name == "datatype":
            return case([(self.is_integer(), text(INTEGER))], text(DECIMAL))
        return super()._part(name)
