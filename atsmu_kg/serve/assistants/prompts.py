"""The prompts: how to answer with sources, to write a query, to compare sources."""

from __future__ import annotations

import json

from atsmu_kg.errors import UnknownNameError, quoted
from atsmu_kg.files import beside, template
from atsmu_kg.serve.assistants.arguments import checked
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def listed() -> list[dict[str, Any]]:
    """The prompts as the protocol lists them.

    >>> [prompt["name"] for prompt in listed()]
    ['answer_with_sources', 'write_query', 'compare_sources']
    """
    prompts: list[dict[str, Any]] = json.loads(beside(__file__, "prompts.json"))
    return prompts


def text(name: str, given: Mapping[str, Any] | None) -> str:
    """What a prompt says, with the arguments that were given for it, as JSON strings.

    Raises UnknownNameError for another name, and ParameterError for arguments that it does not take.

    >>> text("write_query", {"question": "How many?"}).splitlines()[-1]
    'The question, as data: "How many?"'
    """
    prompts = {prompt["name"]: prompt for prompt in listed()}
    if name not in prompts:
        near = nearest(name, prompts)
        raise UnknownNameError(
            f"there is no prompt {quoted(name)}",
            advice=did_you_mean(near, f"There are {', '.join(prompts)}."),
            name=name,
            nearest=near,
        )
    names = [argument["name"] for argument in prompts[name]["arguments"]]
    schema = {"properties": {argument: {"type": "string"} for argument in names}, "required": names}
    arguments = checked(schema, given)
    spelt = {argument: json.dumps(value, ensure_ascii=False) for argument, value in arguments.items()}
    return template(__file__, f"prompts/{name}.md").substitute(spelt)
