"""Parts of SQL statements as sqlglot's nodes: new ones each, simplified where that is plain to see.

None, as an argument or an answer, is never a fragment: SQL's NULL is ``null()``. A fragment that stands in
two places is copied, since sqlglot's nodes know their parents.
"""

from __future__ import annotations

from functools import cache

from sqlglot import exp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlglot.expressions import Expr

DECIMAL = "DECIMAL(38, 18)"
# Of integers.
INTEGRAL = "DECIMAL(38, 0)"
_INFIX = (exp.Binary, exp.Not, exp.Between, exp.In, exp.Neg)


def column(table: str, name: str) -> Expr:
    """A column of a table or of what stands in its place."""
    return exp.Column(this=identifier(name), table=identifier(table))


def text(value: str) -> Expr:
    """A string."""
    return exp.Literal.string(value)


def whole(value: int) -> Expr:
    """An integer."""
    return exp.Neg(this=exp.Literal.number(-value)) if value < 0 else exp.Literal.number(value)


def null(kind: str = "") -> Expr:
    """NULL, of a type if one is named."""
    return cast(exp.Null(), kind) if kind else exp.Null()


def truth(value: bool) -> Expr:
    """TRUE or FALSE."""
    return exp.Boolean(this=value)


def cast(fragment: Expr, kind: str) -> Expr:
    """The value in another type of SQL; an error where it does not fit."""
    return exp.Cast(this=fragment, to=_type(kind).copy())


def is_true(fragment: Expr) -> bool:
    """Whether it is plainly TRUE."""
    return isinstance(fragment, exp.Boolean) and bool(fragment.this)


def is_false(fragment: Expr) -> bool:
    """Whether it is plainly FALSE."""
    return isinstance(fragment, exp.Boolean) and not fragment.this


def is_null(fragment: Expr) -> bool:
    """Whether it is plainly NULL."""
    return isinstance(fragment, exp.Null)


def all_of(fragments: Iterable[Expr]) -> Expr:
    """AND of conditions, TRUE without any."""
    return _chain(exp.And, fragments, neutral=True)


def any_of(fragments: Iterable[Expr]) -> Expr:
    """OR of conditions, FALSE without any."""
    return _chain(exp.Or, fragments, neutral=False)


def negation(fragment: Expr) -> Expr:
    """NOT."""
    if isinstance(fragment, exp.Boolean):
        return truth(not fragment.this)
    return exp.Not(this=operand(fragment))


def equal(left: Expr, right: Expr) -> Expr:
    """Whether two values are equal; NULL if either is."""
    return exp.EQ(this=operand(left), expression=operand(right))


def same(left: Expr, right: Expr) -> Expr:
    """Whether two values are equal, or both NULL."""
    return exp.NullSafeEQ(this=operand(left), expression=operand(right))


def less(left: Expr, right: Expr) -> Expr:
    """Whether the left is less."""
    return exp.LT(this=operand(left), expression=operand(right))


def binary(kind: type[exp.Binary], left: Expr, right: Expr) -> Expr:
    """Another infix operator."""
    joined: Expr = kind(this=operand(left), expression=operand(right))
    return joined


def absent(fragment: Expr) -> Expr:
    """IS NULL."""
    return exp.Is(this=operand(fragment), expression=exp.Null())


def present(fragment: Expr) -> Expr:
    """IS NOT NULL."""
    return exp.Not(this=exp.Paren(this=absent(fragment)))


def among(fragment: Expr, values: Sequence[Expr]) -> Expr:
    """IN, of plain values."""
    if len(values) == 1:
        return equal(fragment, values[0])
    return exp.In(this=operand(fragment), expressions=list(values)) if values else truth(False)


def between(fragment: Expr, first: int, last: int) -> Expr:
    """Whether an integer lies within bounds, both included."""
    if first == last:
        return equal(fragment, whole(first))
    return exp.Between(this=operand(fragment), low=whole(first), high=whole(last))


def case(branches: Iterable[tuple[Expr, Expr]], otherwise: Expr) -> Expr:
    """CASE; branches that are plainly never or always taken are cut."""
    kept: list[tuple[Expr, Expr]] = []
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


def coalesce(fragments: Sequence[Expr]) -> Expr:
    """The first that is not NULL."""
    if len(fragments) == 1:
        return fragments[0]
    return exp.Coalesce(this=fragments[0], expressions=list(fragments[1:]))


def call(name: str, *arguments: Expr) -> Expr:
    """A function that sqlglot has no node for, or one of the engine's own."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def trimmed(fragment: Expr, character: str) -> Expr:
    """A string without such characters at its end."""
    return exp.Trim(this=fragment, expression=text(character), position="TRAILING")


def concatenated(fragments: Sequence[Expr]) -> Expr:
    """Strings behind one another; NULL if any is."""
    joined = fragments[0]
    for each in fragments[1:]:
        joined = exp.DPipe(this=joined, expression=operand(each), safe=True)
    return exp.Paren(this=joined) if len(fragments) > 1 else joined


def spliced(fragments: Iterable[Expr]) -> Expr:
    """Strings behind one another, none of them NULL: in one step, where each operator copies what is there.

    >>> print(spliced([text("<"), column("t", "a"), text(">"), text(" .")]).sql())
    CONCAT('<', "t"."a", '> .')
    """
    pieces: list[Expr] = []
    for fragment in fragments:
        if pieces and isinstance(pieces[-1], exp.Literal) and isinstance(fragment, exp.Literal):
            pieces[-1] = text(pieces[-1].name + fragment.name)
        else:
            pieces.append(fragment)
    if len(pieces) > 1:
        return call("CONCAT", *pieces)
    return pieces[0] if pieces else text("")


def named(fragment: Expr, name: str) -> Expr:
    """A fragment with a name, as SELECT has them."""
    return exp.Alias(this=fragment, alias=identifier(name))


def id_rows(names: Sequence[str], rows: Sequence[Sequence[int | None]]) -> Expr:
    """A SELECT of ids that are written out, at least one row of them."""
    if not names:
        return written(["unit"], ["INT"], [[whole(1)] for _ in rows])
    return written(
        names,
        ["BIGINT"] * len(names),
        [[exp.Null() if id is None else whole(id) for id in row] for row in rows],
    )


def written(names: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[Expr]]) -> Expr:
    """A SELECT of values that are written out, at least one row of them, with their names and types."""
    plain = [exp.Tuple(expressions=list(row)) for row in rows]
    inner = [f"c{number}" for number in range(len(names))]
    alias = exp.TableAlias(this=exp.to_identifier("v"), columns=[exp.to_identifier(name) for name in inner])
    fragments = [
        named(cast(exp.column(item, "v"), kind), name)
        for item, kind, name in zip(inner, kinds, names, strict=True)
    ]
    return (
        exp.Select()
        .select(*fragments, copy=False)
        .from_(exp.Values(expressions=plain, alias=alias), copy=False)
    )


def operand(fragment: Expr) -> Expr:
    """A fragment that may stand beside an operator."""
    return exp.Paren(this=fragment) if isinstance(fragment, _INFIX) else fragment


def identifier(name: str) -> exp.Identifier:
    """A quoted name."""
    return exp.Identifier(this=name, quoted=True)


def table(name: str, alias: str) -> Expr:
    """A table in FROM."""
    return exp.Table(this=identifier(name), alias=exp.TableAlias(this=identifier(alias)))


def subquery(query: Expr, alias: str) -> Expr:
    """A SELECT in FROM."""
    return exp.Subquery(this=query, alias=exp.TableAlias(this=identifier(alias)))


def selection(fragments: Sequence[Expr]) -> exp.Select:
    """SELECT of fragments, or of one that stands for a row where there is none."""
    return exp.Select().select(*fragments or [named(truth(True), "unit")], copy=False)


@cache  # bounded: asked for the types in this package only
def _type(kind: str) -> exp.DataType:
    return exp.DataType.build(kind)


def _chain(kind: type[exp.Connector], fragments: Iterable[Expr], *, neutral: bool) -> Expr:
    kept: list[Expr] = []
    for fragment in fragments:
        if not isinstance(fragment, exp.Boolean):
            kept.append(fragment)
        elif bool(fragment.this) != neutral:
            return fragment
    chain = kept[0] if kept else truth(neutral)
    for fragment in kept[1:]:
        # No parentheses around what is of the same kind: engines and sqlglot nest no deeper for a long chain.
        chain = kind(this=chain if type(chain) is kind else operand(chain), expression=operand(fragment))
    return chain
