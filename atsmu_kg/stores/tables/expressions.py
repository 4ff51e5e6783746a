"""Expressions of SPARQL as values of SQL (SPARQL 1.1, section 17): what each node stands for."""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.sparql.nodes import Aggregate, Call, Iri, Operation, RDFLiteral, Variable
from atsmu_kg.sparql.patterns import Exists
from atsmu_kg.stores.tables import arithmetic, casts, comparison, strings
from atsmu_kg.stores.tables.computed import Boolean, Name, Text, Typed
from atsmu_kg.stores.tables.families import BLANK, BOOLEAN, INSTANTS, IRI, NUMBERS, STRING, is_literal
from atsmu_kg.stores.tables.fragments import (
    all_of,
    any_of,
    between,
    case,
    coalesce,
    is_false,
    is_true,
    negation,
    null,
    present,
    text,
    truth,
)
from atsmu_kg.stores.tables.refusal import fault, refusal
from atsmu_kg.stores.tables.values import UNBOUND, Choice, Value, term_equal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlglot.expressions import Expression

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.stores.tables.constants import Constants
    from atsmu_kg.stores.tables.dictionary import Dictionary

# Datatypes whose literals have values in the dictionary.
INTERPRETED = NUMBERS | INSTANTS | {BOOLEAN}
# An IRI by the strictest reading, with a scheme.
ABSOLUTE = r"^[A-Za-z][A-Za-z0-9+.-]*:(//[A-Za-z0-9._~-]+(:[0-9]+)?)?[A-Za-z0-9._~!$&'()*+,;=:@/-]*(#[A-Za-z0-9._~/-]*)?\z"
KINDS = {
    "ISIRI": lambda kind: kind == IRI,
    "ISURI": lambda kind: kind == IRI,
    "ISBLANK": lambda kind: kind == BLANK,
    "ISLITERAL": is_literal,
}


class Expressions:
    """What expressions are over the solutions of one pattern.

    variable: gives the value of a variable; KeyError for one that the pattern never binds.
    constants, dictionary: the terms of the query and of the graph.
    aggregates: the names of the variables that aggregates are.
    existing: gives the column of an EXISTS.
    """

    def __init__(
        self,
        variable: Callable[[str], Value],
        constants: Constants,
        dictionary: Dictionary,
        aggregates: Mapping[Node, str],
        existing: Callable[[Exists], Expression] | None = None,
    ) -> None:
        self._variable = variable
        self._constants = constants
        self.dictionary = dictionary
        self._aggregates = aggregates
        self._existing = existing

    def condition(self, node: Node) -> Expression:
        """The truth of an expression: its effective boolean value, NULL for an error."""
        if isinstance(node, Operation) and node.operators[0] in ("||", "&&"):
            chain = any_of if node.operators[0] == "||" else all_of
            return chain(self.condition(each) for each in node.arguments)
        if isinstance(node, Operation) and node.operators[0] == "!":
            return negation(self.condition(node.arguments[0]))
        return comparison.truth_of(self.value(node), node)

    def value(self, node: Node) -> Value:
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
            found = self._existing(node)
            return Boolean(negation(found) if node.negated else found)
        if isinstance(node, Operation):
            return self._operation(node)
        assert isinstance(node, Call)
        return self._call(node)

    def named(self, name: str) -> Value:
        """The value of a variable."""
        try:
            return self._variable(name)
        except KeyError:
            return UNBOUND

    def _operation(self, node: Operation) -> Value:
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
            test = any_of(comparison.equal_values(first, each, node, self.dictionary) for each in others)
            return Boolean(test if operator == "IN" else negation(test))
        if operator in comparison.ORDERS:
            left, right = map(self.value, node.arguments)
            return Boolean(comparison.ordered_values(operator, left, right, node, self.dictionary))
        return arithmetic.operation(node, [self.value(each) for each in node.arguments], self.dictionary)

    def _call(self, node: Call) -> Value:
        name = node.name
        if name == "BOUND":
            return Boolean(self.value(node.arguments[0]).bound())
        if name == "COALESCE":
            values = [self.value(each) for each in node.arguments]
            return Choice(
                [(value.bound(), value) for value in values], total=any(value.total for value in values)
            )
        if name == "IF":
            test = self.condition(node.arguments[0])
            yes, no = map(self.value, node.arguments[1:])
            if is_true(test) or is_false(test):
                return yes if is_true(test) else no
            return Choice([(test, yes), (negation(test.copy()), no)])
        values = [self.value(each) for each in node.arguments]
        if name in KINDS:
            return self._kind_test(name, values[0])
        if name == "ISNUMERIC":
            return _is_numeric(values[0], node, self.dictionary)
        if name == "SAMETERM":
            return self._same_term(*values)
        if name in arithmetic.FUNCTIONS:
            return arithmetic.function(node, values, self.dictionary)
        if name in strings.FUNCTIONS:
            return strings.function(node, values)
        if name in casts.CASTS:
            return casts.cast_to(node, values[0], self.dictionary)
        if name in TERMS:
            return TERMS[name](node, values)
        raise refusal(name if name.isupper() or ":" not in name else f"the function <{name}>", node)

    def _kind_test(self, name: str, value: Value) -> Value:
        wanted = frozenset(filter(KINDS[name], value.kinds))
        return Boolean(known(value, value.is_a(wanted)))

    def _same_term(self, left: Value, right: Value) -> Value:
        return Boolean(known(left, known(right, term_equal(left, right))))

    def _language_test(self, node: Operation) -> Expression | None:
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
            return case([(known(value, value.is_a(literals)), known(value, test))], null("BOOLEAN"))
        return None


def known(value: Value, fragment: Expression) -> Expression:
    """A fragment, or NULL where a value is NULL."""
    return fragment if value.total else case([(value.bound(), fragment)], null("BOOLEAN"))


def _string_of(node: Call, values: list[Value]) -> Value:
    (value,) = values
    if BLANK not in value.kinds:
        return Text(value.lexical(), total=value.total)
    return Text(case([(value.is_a({BLANK}), null("VARCHAR"))], value.lexical()))


def _language_of(node: Call, values: list[Value]) -> Value:
    (value,) = values
    literals = frozenset(filter(is_literal, value.kinds))
    return Text(case([(value.is_a(literals), coalesce([value.language(), text("")]))], null("VARCHAR")))


def _datatype_of(node: Call, values: list[Value]) -> Value:
    return Name(values[0].datatype())


def _with_datatype(node: Call, values: list[Value]) -> Value:
    value, datatype = values
    kind = getattr(datatype, "form", None)
    if kind is None:
        raise refusal("STRDT with a datatype that is no constant", node)
    if kind in INTERPRETED:
        raise refusal("STRDT with a datatype that has values", node, "Write it as a cast.")
    plain = case([(value.is_a({STRING}), value.lexical())], null("VARCHAR"))
    return Text(plain) if kind == STRING else Typed(plain, kind)


def _with_language(node: Call, values: list[Value]) -> Value:
    value, language = values
    both = all_of([value.is_a({STRING}), language.is_a({STRING}), present(language.lexical())])
    tag = strings.lower(language.lexical(), node)
    return Text(case([(both, value.lexical())], null("VARCHAR")), case([(both.copy(), tag)], null("VARCHAR")))


def _is_numeric(value: Value, node: Call, dictionary: Dictionary) -> Value:
    comparison.require_held(value, NUMBERS, node, dictionary)
    return Boolean(known(value, present(value.double()) if value.kinds & NUMBERS else truth(False)))


def _iri_of(node: Call, values: list[Value]) -> Value:
    """IRI: what is surely one, and needs no base."""
    (value,) = values
    sure = exp.RegexpLike(this=value.lexical(), expression=text(ABSOLUTE))
    branches = [(value.is_a({IRI}), value.lexical())] if IRI in value.kinds else []
    if STRING in value.kinds:
        named = case([(sure, value.lexical())], fault("IRI of such a string", node))
        branches.append((value.is_a({STRING}), named))
    return Name(case(branches, null("VARCHAR")))


TERMS: dict[str, Callable[[Call, list[Value]], Value]] = {
    "STR": _string_of,
    "LANG": _language_of,
    "DATATYPE": _datatype_of,
    "IRI": _iri_of,
    "URI": _iri_of,
    "STRDT": _with_datatype,
    "STRLANG": _with_language,
}
