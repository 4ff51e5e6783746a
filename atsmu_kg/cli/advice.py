"""What to do about an error where the library's own advice is for those who write Python."""

from __future__ import annotations

from atsmu_kg.text import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from atsmu_kg.errors import AtsmuKGError


def in_shell(error: AtsmuKGError) -> str:
    """The advice of an error for a shell.

    >>> from atsmu_kg.errors import ParameterError
    >>> facts = {"query": "certainly_at_least", "parameter": "floor", "nearest": []}
    >>> in_shell(ParameterError("a whole number is needed", **facts, example={"floor": 500}))
    'For example: atsmu-kg run certainly_at_least --floor 500'
    """
    from atsmu_kg.queries.catalogue import UnknownQueryError

    facts = error.facts
    if isinstance(error, UnknownQueryError) and "values" in facts:
        return f"Ask {command_of(error.nearest[0], error.values)}, which answers that too."
    if isinstance(error, UnknownQueryError):
        return f"{did_you_mean(error.nearest)} 'atsmu-kg queries' lists all {error.count}.".lstrip()
    if "example" in facts:
        command = command_of(error.query, error.example)
        return f"{did_you_mean(error.nearest)} For example: {command}".lstrip()
    if facts.get("limit") == "max_rows":
        return "Add LIMIT to the query, or raise --max-rows."
    return error.advice.replace("or None for no limit", "or leave the option out")


def command_of(query: str, parameters: Mapping[str, Any]) -> str:
    """The command that asks a named query.

    >>> command_of("figures", {"thing": "atsmu:library", "lang": "ru"})
    'atsmu-kg run figures --thing atsmu:library --lang ru'
    """
    from shlex import join

    from atsmu_kg.rdf.terms import to_term

    words = [word for name, value in parameters.items() for word in (f"--{name}", to_term(value).value)]  # type: ignore[union-attr]
    return join(["atsmu-kg", "run", query, *words])
