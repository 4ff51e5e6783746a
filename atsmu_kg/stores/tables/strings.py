"""Functions on strings (SPARQL 1.1, 17.4.3), as far as engines agree on every character."""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.stores.tables import regular
from atsmu_kg.stores.tables.computed import Boolean, ComputedText, Number
from atsmu_kg.stores.tables.families import INTEGERS, LANGUAGE_STRING, STRING, TEXTS
from atsmu_kg.stores.tables.fragments import (
    INTEGRAL,
    all_of,
    any_of,
    binary,
    call,
    case,
    cast,
    coalesce,
    concatenated,
    equal,
    less,
    null,
    present,
    text,
    truth,
    whole,
)
from atsmu_kg.stores.tables.refusal import fault, refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Call, Node
    from atsmu_kg.stores.tables.dictionary import Dictionary
    from atsmu_kg.stores.tables.values import Function, SqlValue


def characters(value: SqlValue) -> Expr:
    """Those of a string, with a language or without; NULL for what is no string."""
    if not value.kinds & TEXTS:
        return null("VARCHAR")
    return (
        value.lexical()
        if value.kinds <= TEXTS
        else case([(value.is_a(TEXTS), value.lexical())], null("VARCHAR"))
    )


def plain(value: SqlValue) -> Expr:
    """Those of a string without a language."""
    if STRING not in value.kinds:
        return null("VARCHAR")
    return (
        value.lexical()
        if value.kinds == {STRING}
        else case([(value.is_a({STRING}), value.lexical())], null("VARCHAR"))
    )


def tag(value: SqlValue) -> Expr | None:
    """The language of what a function makes of a string; None if that surely has none."""
    return value.language() if LANGUAGE_STRING in value.kinds else None


def lower(fragment: Expr, node: Node) -> Expr:
    """Small letters, if all characters are of those that each engine has the same one for."""
    return _in_case(exp.Lower, fragment, node)


def _in_case(kind: type[exp.Func], fragment: Expr, node: Node) -> Expr:
    if isinstance(fragment, exp.Literal) and str(fragment.this).isascii():
        return text(str(fragment.this).lower() if kind is exp.Lower else str(fragment.this).upper())
    special = regular.LOWER if kind is exp.Lower else regular.UPPER
    name = "LCASE" if kind is exp.Lower else "UCASE"
    odd = coalesce([exp.RegexpLike(this=fragment.copy(), expression=text(special)), truth(False)])
    cased: Expr = kind(this=fragment)
    return case([(odd, fault(f"{name} of such characters", node))], cased)


def _compatible(first: SqlValue, second: SqlValue) -> Expr:
    """Whether the second argument may stand beside the first (17.4.3.1.2); NULL counts as no."""
    if LANGUAGE_STRING not in second.kinds:
        return truth(True)
    tags = equal(coalesce([first.language(), text("")]), coalesce([second.language(), text("")]))
    return any_of([second.is_a({STRING}), tags])


def _pair(test: Callable[[Expr, Expr], Expr]) -> Function:
    def of(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
        first, second = values
        found = test(characters(first), characters(second))
        allowed = _compatible(first, second)
        return Boolean(case([(allowed, found)], null("BOOLEAN")))

    return of


def _length(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    return Number(cast(exp.Length(this=characters(values[0])), INTEGRAL), truth(True))


def _cased(kind: type[exp.Func]) -> Function:
    def of(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
        return ComputedText(_in_case(kind, characters(values[0]), node), tag(values[0]))

    return of


def _joined(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    if not values:
        return ComputedText(text(""))
    all_characters = concatenated([characters(value) for value in values])
    tags = [tag(value) for value in values]
    if any(language is None for language in tags):
        return ComputedText(all_characters)
    first = tags[0]
    assert first is not None
    alike = [equal(first.copy(), language) for language in tags[1:] if language is not None]
    return ComputedText(all_characters, case([(all_of(alike), first)], null("VARCHAR")))


def _part(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    """SUBSTR: characters from a place on, which counts from 1, within the string."""
    string, *places = values
    for place in places:
        if not place.kinds <= INTEGERS:
            raise refusal("SUBSTR with places that may be no integers", node)
    start = cast(places[0].decimal(), "BIGINT")
    begin = case([(less(start.copy(), whole(1)), whole(1))], start.copy())
    whole_string = characters(string)
    if len(places) == 1:
        part = exp.Substring(this=whole_string, start=begin)
        return ComputedText(case([(present(start.copy()), part)], null("VARCHAR")), tag(string))
    length = cast(places[1].decimal(), "BIGINT")
    count = binary(exp.Sub, binary(exp.Add, start.copy(), length.copy()), begin.copy())
    part = exp.Substring(this=whole_string, start=begin, length=count)
    known = all_of([present(start.copy()), present(length.copy())])
    nothing = case([(present(characters(string)), text(""))], null("VARCHAR"))
    cut = case([(less(whole(0), count.copy()), part)], nothing)
    return ComputedText(case([(known, cut)], null("VARCHAR")), tag(string))


def _around(after: bool) -> Function:
    """STRBEFORE and STRAFTER: what does not hold the second string gives the simple literal ""."""

    def of(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
        first, second = values
        place = exp.StrPosition(this=characters(first), substr=characters(second))
        size = exp.Length(this=characters(second))
        if after:
            start = binary(exp.Add, place.copy(), size)
            part: Expr = exp.Substring(this=characters(first), start=start)
        else:
            part = exp.Substring(
                this=characters(first), start=whole(1), length=binary(exp.Sub, place.copy(), whole(1))
            )
        is_within = less(whole(0), place)
        allowed = all_of(
            [_compatible(first, second), present(characters(first)), present(characters(second))]
        )
        piece = case([(is_within, part)], text(""))
        language = tag(first)
        if language is not None:
            language = case([(is_within.copy(), language)], null("VARCHAR"))
        return ComputedText(case([(allowed, piece)], null("VARCHAR")), language)

    return of


def _language_matches(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    """LANGMATCHES: basic filtering (RFC 4647, 3.3.1)."""
    language, wanted = values
    form = getattr(wanted, "form", None)
    if form is None:
        raise refusal("LANGMATCHES with a range that is computed", node)
    given = plain(language)
    if form == "*":
        return Boolean(binary(exp.NEQ, given, text("")))
    small = exp.Lower(this=given)
    longer = exp.StartsWith(this=small.copy(), expression=text(f"{form.lower()}-"))
    return Boolean(any_of([equal(small, text(form.lower())), longer]))


def _pattern(node: Call, values: Sequence[SqlValue], flags: int) -> regular.TextPattern:
    form = getattr(values[1], "form", None)
    given = getattr(values[flags], "form", None) if len(values) > flags else ""
    if form is None or given is None or values[1].kinds != {STRING}:
        raise refusal(f"{node.name} with a pattern or flags that are computed", node)
    return regular.read(form, given, node)


def _matches(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    pattern = _pattern(node, values, 2)
    return Boolean(exp.RegexpLike(this=characters(values[0]), expression=text(pattern.text)))


def _replaced(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    pattern = _pattern(node, values, 3)
    form = getattr(values[2], "form", None)
    if form is None or values[2].kinds != {STRING}:
        raise refusal("REPLACE with a replacement that is computed", node)
    if pattern.may_be_empty:
        raise refusal("REPLACE of a pattern that matches the empty string", node)
    replacement = regular.replacement(form, pattern, node)
    return ComputedText(
        call("REPLACE_ALL", characters(values[0]), text(pattern.text), text(replacement)), tag(values[0])
    )


def _hash(bits: int) -> Function:
    def of(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
        given = plain(values[0])
        if bits == 256:
            return ComputedText(exp.SHA2(this=given, length=exp.Literal.number(bits)))
        return ComputedText(exp.SHA(this=given) if bits == 160 else exp.MD5(this=given))

    return of


FUNCTIONS: dict[str, Function] = {
    "STRLEN": _length,
    "SUBSTR": _part,
    "UCASE": _cased(exp.Upper),
    "LCASE": _cased(exp.Lower),
    "CONCAT": _joined,
    "CONTAINS": _pair(lambda first, second: exp.Contains(this=first, expression=second)),
    "STRSTARTS": _pair(lambda first, second: exp.StartsWith(this=first, expression=second)),
    "STRENDS": _pair(lambda first, second: exp.EndsWith(this=first, expression=second)),
    "STRBEFORE": _around(after=False),
    "STRAFTER": _around(after=True),
    "LANGMATCHES": _language_matches,
    "REGEX": _matches,
    "REPLACE": _replaced,
    "SHA256": _hash(256),
    "SHA1": _hash(160),
    "MD5": _hash(128),
}
