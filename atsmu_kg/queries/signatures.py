"""What a named query looks like as a Python function: its signature and its docstring."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter, Signature

from atsmu_kg.queries.query import LIMITS
from atsmu_kg.results import Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.queries.parameters import Parameter as Declared
    from atsmu_kg.queries.query import NamedQuery


def signature(query: NamedQuery) -> Signature:
    """The signature that the query's parameters make, and the limits that every query takes.

    >>> from atsmu_kg.queries import packaged
    >>> print(signature(packaged().certainly_at_least).parameters["floor"])
    floor: int
    """
    arguments = [
        Parameter(
            parameter.name,
            Parameter.POSITIONAL_OR_KEYWORD,
            default=Parameter.empty if parameter.required else parameter.default,
            annotation=parameter.annotation,
        )
        for parameter in query.parameters
    ]
    limits = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in zip(LIMITS, (float | None, int | None, int | None), strict=True)
    ]
    bindings = Parameter(
        "bindings", Parameter.KEYWORD_ONLY, default=None, annotation=Mapping[str, object] | None
    )
    return Signature([*arguments, *limits, bindings], return_annotation=Result)


def documentation(query: NamedQuery, example: str = "") -> str:
    """The docstring: summary, description, parameters, columns and an example, that of a call unless given.

    >>> from atsmu_kg.queries import packaged
    >>> print(documentation(packaged().faculties))  # doctest: +ELLIPSIS
    The faculties of the university.
    <BLANKLINE>
    Where sources differ, they are those of the preferred one (akg:preferredSource)...
    <BLANKLINE>
    Parameters:
      lang (string: en, ru or tg; en unless given): language of the names
    <BLANKLINE>
    Columns:
      faculty (iri): the faculty
      name (text): its name
      source (iri; may be unbound): the document that states it
    <BLANKLINE>
    Example: kg.queries.faculties()
    """
    lines = [f"{query.summary}."]
    if query.description:
        lines += ["", query.description]
    if query.parameters:
        lines += ["", "Parameters:"]
    for parameter in query.parameters:
        *others, last = map(str, parameter.choices) if parameter.choices else ("",)
        choices = f": {', '.join(others)} or {last}" if others else ""
        default = "" if parameter.required else f"; {_default(parameter)} unless given"
        lines.append(f"  {parameter.name} ({parameter.type}{choices}{default}): {parameter.description}")
    if query.columns:
        lines += ["", "Columns:"]
    for column in query.columns:
        unbound = "; may be unbound" if column.optional else ""
        lines.append(f"  {column.name} ({column.type}{unbound}): {column.description}")
    given = ", ".join(f"{name}={value!r}" for name, value in query.example.items())
    lines += ["", f"Example: {example or f'kg.queries.{query.name}({given})'}"]
    return "\n".join(lines)


def _default(parameter: Declared) -> str:
    return "any" if parameter.default is None else str(parameter.default)
