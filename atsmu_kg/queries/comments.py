"""The comments at the top of a .rq file that are its header: YAML behind ``#+``, as grlc reads it."""

from __future__ import annotations

from typing import Any

import yaml

from atsmu_kg.errors import DataError
from atsmu_kg.text import did_you_mean, nearest

LONGEST = 16_384
DEEPEST = 8
KINDS = {str: "a text", list: "a list", dict: "a mapping", bool: "true or false", int: "a number"}
PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float")}
TEXT_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "timestamp")}

Place = tuple[str | int, ...]


class Header:
    """What a header says, and where in the file it says each thing."""

    def __init__(self, file: str, text: str) -> None:
        """Reads the header at the top of a query; DataError if there is none, or if it is not plain YAML."""
        lines = text.split("\n")
        self.file = file
        self.length = next((n for n, line in enumerate(lines) if not line.startswith("#+")), len(lines))
        self._places: dict[Place, tuple[int, int]] = {(): (1, 3)}
        source = "\n".join(line[2:] for line in lines[: self.length])
        if not source:
            raise self.error((), "the query has no header", "Begin the file with '#+ summary: …'.")
        if len(source) > LONGEST:
            raise self.error((), f"the header is longer than {LONGEST} characters")
        try:
            self.data = self._plain(_composed(source), ())
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            raise DataError(
                f"the header is not YAML: {getattr(error, 'problem', None) or error}",
                file=file,
                line=mark.line + 1 if mark else 1,
                column=mark.column + 3 if mark else 3,
                advice="Quote a text that holds ': ' or begins with a special character.",
            ) from error

    def error(self, place: Place, message: str, advice: str = "") -> DataError:
        """An error at the place of a value, or of the nearest value that it would be in."""
        while place not in self._places:
            place = place[:-1]
        line, column = self._places[place]
        return DataError(message, file=self.file, line=line, column=column, advice=advice)

    def check(self, value: Any, place: Place, keys: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
        """The value, if it is a mapping with these required and optional keys and their kinds of values."""
        required, optional = keys
        if not isinstance(value, dict):
            raise self.error(place, f"expected a mapping, found {value!r}", f"Give {', '.join(required)}.")
        known = required | optional
        for key, given in value.items():
            if key not in known:
                advice = did_you_mean(nearest(key, known), f"The choices are {', '.join(known)}.")
                raise self.error((*place, key), f"the key {key!r} is unknown", advice)
            if not isinstance(given, known[key]):
                raise self.error((*place, key), f"{key} is {KINDS[known[key]]}, not {given!r}")
        for key in required:
            if key not in value:
                raise self.error(place, f"{key} is missing", f"Add '{key}: …'.")
        return value

    def _plain(self, node: yaml.Node | None, place: Place) -> Any:
        """The value of a YAML node; dates stay texts, since JSON has none."""
        if node is None:
            return None
        self._places[place] = node.start_mark.line + 1, node.start_mark.column + 3
        if isinstance(node, yaml.MappingNode):
            mapping: dict[str, Any] = {}
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode) or key.value in mapping:
                    problem = "a key is not a text, or is given twice"
                    raise yaml.constructor.ConstructorError(problem=problem, problem_mark=key.start_mark)
                mapping[key.value] = self._plain(value, (*place, key.value))
            return mapping
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*place, number)) for number, item in enumerate(node.value)]
        if node.tag in PLAIN_TAGS:
            return yaml.constructor.SafeConstructor().construct_object(node)
        if node.tag not in TEXT_TAGS:
            problem = f"the tag {node.tag} is not allowed in a header"
            raise yaml.constructor.ConstructorError(problem=problem, problem_mark=node.start_mark)
        return node.value


def _composed(source: str) -> yaml.Node | None:
    """The tree of a YAML text.

    libyaml reads ten times as fast; a text that it refuses is read without it too, so that the messages are
    the same wherever PyYAML comes with it and wherever it doesn't.
    """
    quick = getattr(yaml, "CSafeLoader", None)
    if quick is not None:
        try:
            _check_events(source, quick)
            return yaml.compose(source, quick)
        except yaml.YAMLError:
            pass
    _check_events(source, yaml.SafeLoader)
    return yaml.compose(source, yaml.SafeLoader)


def _check_events(source: str, loader: type[yaml.SafeLoader]) -> None:
    """Refuse what makes a short YAML text a large or deep value, before it is composed."""
    depth, problem = 0, ""
    for event in yaml.parse(source, loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            problem = "aliases are not allowed in a header"
        elif depth > DEEPEST:
            problem = f"more than {DEEPEST} levels are not allowed in a header"
        if problem:
            mark: Any = event.start_mark
            raise yaml.constructor.ConstructorError(problem=problem, problem_mark=mark)
