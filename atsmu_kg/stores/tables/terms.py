"""Functions on RDF terms (SPARQL 1.1, 17.4.2)."""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.stores.tables import strings
from atsmu_kg.stores.tables.comparison import require_held
from atsmu_kg.stores.tables.computed import Boolean, ComputedText, Name, Typed
from atsmu_kg.stores.tables.families import BLANK, BOOLEAN, INSTANTS, IRI, NUMBERS, STRING, is_literal
from atsmu_kg.stores.tables.fragments import all_of, case, coalesce, null, present, text, truth
from atsmu_kg.stores.tables.refusal import fault, refusal
from atsmu_kg.stores.tables.values import term_equal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Call
    from atsmu_kg.stores.tables.dictionary import Dictionary
    from atsmu_kg.stores.tables.values import Function, SqlValue

# Datatypes whose literals have values in the dictionary.
INTERPRETED = NUMBERS | INSTANTS | {BOOLEAN}
# An IRI by the strictest reading, with a scheme.
ABSOLUTE = (
    r"^[A-Za-z][A-Za-z0-9+.-]*:(//[A-Za-z0-9._~-]+(:[0-9]+)?)?[A-Za-z0-9._~!$&'()*+,;=:@/-]*"
    r"(#[A-Za-z0-9._~/-]*)?\z"
)
TAG = r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\z"


def known(value: SqlValue, fragment: Expr) -> Expr:
    """A condition, or NULL where a value is NULL."""
    return fragment if value.total else case([(value.bound(), fragment)], null("BOOLEAN"))


def _kind_test(wanted: Callable[[str], bool]) -> Function:
    def of(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
        (value,) = values
        return Boolean(known(value, value.is_a(frozenset(filter(wanted, value.kinds)))))

    return of


def _is_numeric(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    (value,) = values
    require_held(value, NUMBERS, node, dictionary)
    return Boolean(known(value, present(value.double()) if value.kinds & NUMBERS else truth(False)))


def _same_term(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    left, right = values
    return Boolean(known(left, known(right, term_equal(left, right))))


def _characters(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    """STR: of any term but a blank node."""
    (value,) = values
    if BLANK not in value.kinds:
        return ComputedText(value.lexical(), total=value.total)
    return ComputedText(case([(value.is_a({BLANK}), null("VARCHAR"))], value.lexical()))


def _language(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    (value,) = values
    literals = frozenset(filter(is_literal, value.kinds))
    return ComputedText(
        case([(value.is_a(literals), coalesce([value.language(), text("")]))], null("VARCHAR"))
    )


def _datatype(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    return Name(values[0].datatype())


def _iri(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    """IRI: what is surely one, and needs no base."""
    (value,) = values
    branches = [(value.is_a({IRI}), value.lexical())] if IRI in value.kinds else []
    if STRING in value.kinds:
        sure = exp.RegexpLike(this=value.lexical(), expression=text(ABSOLUTE))
        named = case([(sure, value.lexical())], fault("IRI of such a string", node))
        branches.append((value.is_a({STRING}), named))
    return Name(case(branches, null("VARCHAR")))


def _with_datatype(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    value, datatype = values
    kind = getattr(datatype, "form", None)
    if kind is None:
        raise refusal("STRDT with a datatype that is computed", node)
    if kind in INTERPRETED:
        raise refusal("STRDT with a datatype that has values", node, "Write it as a cast.")
    plain = strings.plain(value)
    return ComputedText(plain) if kind == STRING else Typed(plain, kind)


def _with_language(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    value, language = values
    tag = strings.plain(language)
    well_formed = exp.RegexpLike(this=tag, expression=text(TAG))
    both = all_of([present(strings.plain(value)), coalesce([well_formed, truth(False)])])
    small = case([(both.copy(), strings.lower(tag.copy(), node))], null("VARCHAR"))
    return ComputedText(case([(both, value.lexical())], null("VARCHAR")), small)


FUNCTIONS: dict[str, Function] = {
    "STR": _characters,
    "LANG": _language,
    "DATATYPE": _datatype,
    "IRI": _iri,
    "URI": _iri,
    "STRDT": _with_datatype,
    "STRLANG": _with_language,
    "SAMETERM": _same_term,
    "ISNUMERIC": _is_numeric,
    "ISIRI": _kind_test(lambda kind: kind == IRI),
    "ISURI": _kind_test(lambda kind: kind == IRI),
    "ISBLANK": _kind_test(lambda kind: kind == BLANK),
    "ISLITERAL": _kind_test(is_literal),
}
