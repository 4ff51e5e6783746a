"""Expressions of SPARQL as values of SQL (SPARQL 1.1, section 17): what each node stands for."""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.sparql.functions import ARGUMENTS
from atsmu_kg.sparql.nodes import Aggregate, Call, Iri, Operation, RDFLiteral, Variable
from atsmu_kg.sparql.patterns import Exists
from atsmu_kg.stores.tables import arithmetic, casts, comparison, strings, terms
from atsmu_kg.stores.tables.computed import Boolean, Number
from atsmu_kg.stores.tables.constants import Constant
from atsmu_kg.stores.tables.families import FLOATS, INTEGER, IRI, NUMBERS, STRING, is_literal
from atsmu_kg.stores.tables.fragments import (
    all_of,
    among,
    any_of,
    between,
    case,
    coalesce,
    is_false,
    is_true,
    negation,
    null,
    truth,
)
from atsmu_kg.stores.tables.refusal import refusal
from atsmu_kg.stores.tables.values import UNBOUND, Choice, SqlValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.stores.tables.constants import Constants
    from atsmu_kg.stores.tables.dictionary import Dictionary

FUNCTIONS = (terms.FUNCTIONS, strings.FUNCTIONS, arithmetic.FUNCTIONS, casts.FUNCTIONS)


class Expressions:
    """What expressions are over the solutions of one pattern.

    variable: gives the value of a variable; KeyError for one that the pattern never binds.
    constants, dictionary: the terms of the query and of the graph.
    aggregates: the names of the variables that aggregates are.
    existing: gives the column of an EXISTS.
    keep: gives a column for a fragment that stands in several places.
    """

    def __init__(
        self,
        variable: Callable[[str], SqlValue],
        constants: Constants,
        dictionary: Dictionary,
        aggregates: Mapping[Node, str],
        existing: Callable[[Exists], Expr] | None = None,
        keep: Callable[[Expr], Expr] | None = None,
    ) -> None:
        self._variable = variable
        self._constants = constants
        self.dictionary = dictionary
        self._aggregates = aggregates
        self._existing = existing
        self._keep = keep

    def condition(self, node: Node) -> Expr:
        """The truth of an expression: its effective boolean value, NULL for an error."""
        if isinstance(node, Operation) and node.operators[0] in ("||", "&&"):
            chain = any_of if node.operators[0] == "||" else all_of
            return chain(self.condition(each) for each in node.arguments)
        if isinstance(node, Operation) and node.operators[0] == "!":
            return negation(self.condition(node.arguments[0]))
        return comparison.truth_of(self.value(node), node)

    def value(self, node: Node) -> SqlValue:
        """What an expression stands for."""
        if isinstance(node, Variable):
            return self.named(node.name)
        if isinstance(node, Iri | RDFLiteral):
            return self._constants.value(node)
        if isinstance(node, Aggregate):
            return self.named(self._aggregates[node])
        if isinstance(node, Exists):
            if self._existing is None:
                raise refusal("EXISTS here", node)
            existing = self._existing(node)
            return Boolean(negation(existing) if node.negated else existing)
        if isinstance(node, Operation):
            return self._operation(node)
        assert isinstance(node, Call)
        return self._call(node)

    def named(self, name: str) -> SqlValue:
        """The value of a variable."""
        try:
            return self._variable(name)
        except KeyError:
            return UNBOUND

    def _operation(self, node: Operation) -> SqlValue:
        operator = node.operators[0]
        if operator in ("||", "&&", "!"):
            return Boolean(self.condition(node))
        if operator in ("=", "!="):
            test = self._language_test(node)
            if test is None:
                left, right = map(self.value, node.arguments)
                test = comparison.equal_values(left, right, node, self.dictionary)
            return Boolean(test if operator == "=" else negation(test))
        if operator in ("IN", "NOT IN"):
            first, *others = map(self.value, node.arguments)
            test = self._among(first, others, node)
            return Boolean(test if operator == "IN" else negation(test))
        if operator in comparison.ORDERS:
            left, right = map(self.value, node.arguments)
            return Boolean(comparison.ordered_values(operator, left, right, node, self.dictionary))
        return self._arithmetic(node)

    def _among(self, first: SqlValue, others: Sequence[SqlValue], node: Operation) -> Expr:
        """IN: any of several ``=``, in one test where the values are written out and of one kind."""
        alike = [other for other in others if isinstance(other, Constant) and other.kinds == others[0].kinds]
        if len(others) > 1 and len(alike) == len(others):
            (kind,) = others[0].kinds
            id = first.id()
            if kind == IRI and id is not None:
                return among(id, [known for other in alike if (known := other.id()) is not None])
            form = first.lexical if kind == STRING else first.decimal if kind == INTEGER else None
            if form is not None and kind in first.kinds and not first.kinds & FLOATS:
                of_kind = first.is_a({STRING} if kind == STRING else NUMBERS)
                forms = [other.lexical() if kind == STRING else other.decimal() for other in alike]
                listed = among(form(), forms)
                # Where none is equal, all are unequal, or all are an error.
                one = comparison.equal_values(first, others[0], node, self.dictionary)
                return any_of([all_of([of_kind, coalesce([listed, truth(False)])]), one])
        return any_of(comparison.equal_values(first, other, node, self.dictionary) for other in others)

    def _arithmetic(self, node: Operation) -> SqlValue:
        numbers = [
            arithmetic.number(self.value(argument), node, self.dictionary) for argument in node.arguments
        ]
        first = numbers[0]
        if len(numbers) == 1:
            return arithmetic.signed(node.operators[0], first)
        for operator, other in zip(node.operators, numbers[1:], strict=True):
            pair = first, other
            if operator in "*/":
                # Both stand in several places of the outcome.
                pair = self._at_hand(first), self._at_hand(other)
            first = arithmetic.combined(operator, *pair, node)
        return self._at_hand(first)

    def _call(self, node: Call) -> SqlValue:
        name = node.name
        if name in ("BOUND", "COALESCE", "IF"):
            return self._form(node)
        values = [self.value(each) for each in node.arguments]
        for functions in FUNCTIONS:
            if name in functions:
                value = functions[name](node, values, self.dictionary)
                return self._at_hand(value) if isinstance(value, Number) else value
        raise refusal(name if name in ARGUMENTS else f"the function <{name}>", node)

    def _at_hand(self, value: Number) -> Number:
        """A number whose parts do not compute it anew each."""
        return Number(self._once(value.fragment), self._once(value.is_integer()), total=value.total)

    def _once(self, fragment: Expr) -> Expr:
        if self._keep is None or isinstance(fragment, exp.Boolean | exp.Column | exp.Literal | exp.Null):
            return fragment
        return self._keep(fragment)

    def _form(self, node: Call) -> SqlValue:
        """What takes its arguments otherwise than by their values (17.4.1)."""
        if node.name == "IF":
            test = self._once(self.condition(node.arguments[0]))
            yes, no = map(self.value, node.arguments[1:])
            if is_true(test) or is_false(test):
                return yes if is_true(test) else no
            return Choice([(test, yes), (negation(test.copy()), no)])
        values = [self.value(argument) for argument in node.arguments]
        if node.name == "BOUND":
            return Boolean(values[0].bound())
        return Choice(
            [(value.bound(), value) for value in values], total=any(value.total for value in values)
        )

    def _language_test(self, node: Operation) -> Expr | None:
        """LANG(?v) = "en" of a variable of ids: a comparison of ids."""
        for one, other in (node.arguments, node.arguments[::-1]):
            if not (isinstance(one, Call) and one.name == "LANG" and isinstance(one.arguments[0], Variable)):
                continue
            if not (isinstance(other, RDFLiteral) and other.datatype == STRING and other.value):
                continue
            value = self.named(one.arguments[0].name)
            id = value.id()
            if id is None or value.within is None:
                return None
            ranges = self.dictionary.languages(lambda language, tag=other.value: language == tag)  # type: ignore[misc]
            test = any_of(between(id.copy(), first, last) for first, last in ranges)
            literals = frozenset(filter(is_literal, value.kinds))
            return case(
                [(terms.known(value, value.is_a(literals)), terms.known(value, test))], null("BOOLEAN")
            )
        return None
