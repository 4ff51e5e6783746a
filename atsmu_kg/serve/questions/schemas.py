"""The JSON Schemas of answers: the file ``schemas.json``."""

from __future__ import annotations

import json
import re
from functools import cache

from atsmu_kg.files import beside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

REFERENCE = re.compile(r'"#/\$defs/(\w+)"')


def definitions(place: str = "#/$defs/") -> dict[str, Any]:
    """The schemas by name, which refer to each other below a place of the document that they stand in.

    >>> definitions("#/components/schemas/")["Queries"]["properties"]["version"]
    {'$ref': '#/components/schemas/Version'}
    """
    return {name: json.loads(text.replace('"#/$defs/', f'"{place}')) for name, text in _texts().items()}


def schema(name: str) -> dict[str, Any]:
    """One schema that stands by itself, with those that it refers to.

    >>> sorted(schema("Queries")["$defs"])
    ['Column', 'Parameter', 'Query', 'Version']
    """
    known: dict[str, Any] = {}
    waiting = [name]
    while waiting:
        text = _texts()[waiting.pop()]
        for referred in REFERENCE.findall(text):
            if referred not in known:
                known[referred] = json.loads(_texts()[referred])
                waiting.append(referred)
    own: dict[str, Any] = json.loads(_texts()[name])
    return own | {"$defs": known}


@cache
def _texts() -> Mapping[str, str]:
    return {
        name: json.dumps(each) for name, each in json.loads(beside(__file__, "schemas.json"))["$defs"].items()
    }
