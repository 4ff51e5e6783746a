"""Parts of SQL statements as sqlglot's nodes: new ones each, simplified where that is plain to see.

None, as an argument or an answer, is never a fragment: SQL's NULL is ``null()``. A fragment that stands in two
places is copied, since sqlglot's nodes know their parents.
"""

from __future__ import annotations

from sqlglot import exp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlglot.expressions import Expression

DECIMAL = "DECIMAL(38, 18)"
_INFIX = (exp.Binary, exp.Not, exp.Between, exp.In, exp.Neg)


def column(table: str, name: str) -> Expression:
    """A column of a table or of what stands in its place."""
    return exp.Column(this=_identifier(name), table=_identifier(table))


def text(value: str) -> Expression:
    """A string."""
    return exp.Literal.string(value)


def whole(value: int) -> Expression:
    """An integer."""
    return exp.Neg(this=exp.Literal.number(-value)) if value < 0 else exp.Literal.number(value)


def null(kind: str = "") -> Expression:
    """NULL, of a type if one is named."""
    return cast(exp.Null(), kind) if kind else exp.Null()


def truth(value: bool) -> Expression:
    """TRUE or FALSE."""
    return exp.Boolean(this=value)


def cast(fragment: Expression, kind: str) -> Expression:
    """The value in another type of SQL; an error where it does not fit."""
    return exp.Cast(this=fragment, to=exp.DataType.build(kind))


def is_true(fragment: Expression) -> bool:
    """Whether it is plainly TRUE."""
    return isinstance(fragment, exp.Boolean) and bool(fragment.this)


def is_false(fragment: Expression) -> bool:
    """Whether it is plainly FALSE."""
    return isinstance(fragment, exp.Boolean) and not fragment.this


def is_null(fragment: Expression) -> bool:
    """Whether it is plainly NULL."""
    return isinstance(fragment, exp.Null)


def all_of(fragments: Iterable[Expression]) -> Expression:
    """AND of conditions, TRUE without any."""
    return _chain(exp.And, fragments, neutral=True)


def any_of(fragments: Iterable[Expression]) -> Expression:
    """OR of conditions, FALSE without any."""
    return _chain(exp.Or, fragments, neutral=False)


def negation(fragment: Expression) -> Expression:
    """NOT."""
    if isinstance(fragment, exp.Boolean):
        return truth(not fragment.this)
    return exp.Not(this=operand(fragment))


def equal(left: Expression, right: Expression) -> Expression:
    """Whether two values are equal; NULL if either is."""
    return exp.EQ(this=operand(left), expression=operand(right))


def same(left: Expression, right: Expression) -> Expression:
    """Whether two values are equal, or both NULL."""
    return exp.NullSafeEQ(this=operand(left), expression=operand(right))


def less(left: Expression, right: Expression) -> Expression:
    """Whether the left is less."""
    return exp.LT(this=operand(left), expression=operand(right))


def binary(kind: type[exp.Binary], left: Expression, right: Expression) -> Expression:
    """Another infix operator."""
    return kind(this=operand(left), expression=operand(right))


def absent(fragment: Expression) -> Expression:
    """IS NULL."""
    return exp.Is(this=operand(fragment), expression=exp.Null())


def present(fragment: Expression) -> Expression:
    """IS NOT NULL."""
    return exp.Not(this=exp.Paren(this=absent(fragment)))


def among(fragment: Expression, values: Sequence[Expression]) -> Expression:
    """IN, of plain values."""
    if len(values) == 1:
        return equal(fragment, values[0])
    return exp.In(this=operand(fragment), expressions=list(values)) if values else truth(False)


def between(fragment: Expression, first: int, last: int) -> Expression:
    """Whether an integer lies within bounds, both included."""
    if first == last:
        return equal(fragment, whole(first))
    return exp.Between(this=operand(fragment), low=whole(first), high=whole(last))


def case(branches: Iterable[tuple[Expression, Expression]], otherwise: Expression) -> Expression:
    """CASE; branches that are plainly never or always taken are cut."""
    kept: list[tuple[Expression, Expression]] = []
    for condition, value in branches:
        if is_false(condition) or is_null(condition):
            continue
        if is_true(condition):
            otherwise = value
            break
        kept.append((condition, value))
    if not kept:
        return otherwise
    ifs = [exp.If(this=condition, true=value) for condition, value in kept]
    return exp.Case(ifs=ifs, default=otherwise)


def coalesce(fragments: Sequence[Expression]) -> Expression:
    """The first that is not NULL."""
    if len(fragments) == 1:
        return fragments[0]
    return exp.Coalesce(this=fragments[0], expressions=list(fragments[1:]))


def call(name: str, *arguments: Expression) -> Expression:
    """A function that sqlglot has no node for, or one of the engine's own."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def trimmed(fragment: Expression, character: str) -> Expression:
    """A string without such characters at its end."""
    return exp.Trim(this=fragment, expression=text(character), position="TRAILING")


def concatenated(fragments: Sequence[Expression]) -> Expression:
    """Strings behind one another; NULL if any is."""
    joined = fragments[0]
    for each in fragments[1:]:
        joined = exp.DPipe(this=joined, expression=operand(each), safe=True)
    return exp.Paren(this=joined) if len(fragments) > 1 else joined


def named(fragment: Expression, name: str) -> Expression:
    """A fragment with a name, as SELECT has them."""
    return exp.Alias(this=fragment, alias=_identifier(name))


def id_rows(names: Sequence[str], rows: Sequence[Sequence[int | None]]) -> Expression:
    """A SELECT of ids that are written out, at least one row of them."""
    if not names:
        rows = [[1] for _ in rows]
    plain = [exp.Tuple(expressions=[exp.Null() if id is None else whole(id) for id in row]) for row in rows]
    inner = [f"c{number}" for number in range(max(1, len(names)))]
    columns = [exp.to_identifier(name) for name in inner]
    values = exp.Values(expressions=plain, alias=exp.TableAlias(this=exp.to_identifier("v"), columns=columns))
    fragments = [
        named(cast(exp.column(c, "v"), "BIGINT"), name) for c, name in zip(inner, names, strict=False)
    ]
    return (
        exp.Select().select(*fragments or [named(truth(True), "unit")], copy=False).from_(values, copy=False)
    )


def operand(fragment: Expression) -> Expression:
    """A fragment that may stand beside an operator."""
    return exp.Paren(this=fragment) if isinstance(fragment, _INFIX) else fragment


def identifier(name: str) -> Expression:
    """A quoted name."""
    return _identifier(name)


def _identifier(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)


def _chain(kind: type[exp.Connector], fragments: Iterable[Expression], *, neutral: bool) -> Expression:
    chain: Expression | None = None
    for each in fragments:
        if isinstance(each, exp.Boolean):
            if bool(each.this) == neutral:
                continue
            return each
        chain = each if chain is None else kind(this=operand(chain), expression=operand(each))
    return truth(neutral) if chain is None else chain
