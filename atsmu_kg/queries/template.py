"""The text of a named query, with places for its parameters."""

# ruff: noqa: PTH123
# pathlib costs more to import than a whole query.
from __future__ import annotations

from atsmu_kg.errors import DataError, StoreError
from atsmu_kg.queries.parameters import MOST_KNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from atsmu_kg.queries.parameters import Parameter
    from atsmu_kg.stores.ordered import Footprint

INDEX = "catalogue.json"
# The greatest of 32 bits.
PRIME = 2**32 - 5


class QueryTemplate:
    """A file of SPARQL that is filled in where its index says that parameters stand.

    file: the path of the file.
    entry: what the index has on it: the length of its header, a checksum, and the places.
    parameters: in the order in which they are given.
    """

    __slots__ = ("_entry", "_known", "_parameters", "_parts", "file")

    def __init__(self, file: str, entry: Mapping[str, Any], parameters: Sequence[Parameter]) -> None:
        self.file = file
        self._entry = entry
        self._parameters = parameters
        self._parts: tuple[list[str], list[int], str] | None = None
        self._known: dict[tuple[str, ...], tuple[str, Footprint | None]] = {}

    @property
    def text(self) -> str:
        """The whole file; StoreError if it can't be read."""
        try:
            with open(self.file, encoding="utf-8") as file:
                return file.read()
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"the query can't be read: {error}", file=self.file) from error

    def asked(self, rendered: tuple[str, ...]) -> tuple[str, Footprint | None]:
        """What ``filled`` and ``footprint`` give for the parameters, each given as SPARQL."""
        known = self._known.get(rendered)
        if known is None:
            known = self.filled(rendered), self.footprint(rendered)
            # A text that comes again is the same object, which all that is kept by texts finds sooner.
            if len(self._known) < MOST_KNOWN:
                self._known[rendered] = known
        return known

    def filled(self, rendered: tuple[str, ...]) -> str:
        """The query with the parameters in place.

        Raises DataError if the file is not the one that the index was made from.
        """
        texts, slots, last = self._split()
        parts = [before + rendered[slot] for before, slot in zip(texts, slots, strict=True)]
        return "".join([*parts, last])

    def footprint(self, rendered: tuple[str, ...]) -> Footprint | None:
        """The steps of ``sparql.footprint`` with the parameters in place."""
        if self._entry["footprint"] is None:
            return None
        values = {
            f"?{parameter.variable}": value
            for parameter, value in zip(self._parameters, rendered, strict=True)
        }
        return tuple([tuple([_filled(place, values) for place in step]) for step in self._entry["footprint"]])

    def _split(self) -> tuple[list[str], list[int], str]:
        """The texts before each parameter, the places of the parameters, and the text after the last."""
        if self._parts is None:
            text = self.text
            if checksum(text) != self._entry["checksum"]:
                what = f"{INDEX} was made from another version of this query"
                raise DataError(what, file=self.file, advice="Run make data.")
            places = {parameter.name: place for place, parameter in enumerate(self._parameters)}
            texts, slots, start = [], [], self._entry["start"]
            for at, name in self._entry["slots"]:
                slot = places[name]
                texts.append(text[start:at])
                slots.append(slot)
                start = at + 1 + len(self._parameters[slot].variable)
            self._parts = texts, slots, text[start:]
        return self._parts


def checksum(text: str) -> int:
    """What tells a text from one that was changed: the remainder of its bytes as a number by a prime.

    A CRC would do, but to load its module takes longer than a query.
    """
    return int.from_bytes(text.encode(), "little") % PRIME


def _filled(place: str, values: Mapping[str, str]) -> str:
    """A place of a step with IRIs and languages for its parameters; what else is given may be anything."""
    if "?" not in place:
        return place
    return " ".join([_atom(atom, values) for atom in place.split(" ")])


def _atom(atom: str, values: Mapping[str, str]) -> str:
    if atom.startswith("@"):
        text = values.get(atom[1:])
        return atom if text is None else f"@{text[1:-1]}" if text[1:-1].isalnum() else atom[1:]
    value = values.get(atom, "")
    return value if value.startswith("<") else atom


def without_header(text: str) -> str:
    """The SPARQL of a file of a named query, as a page shows it.

    >>> without_header("#+ summary: All\\n\\nASK { }\\n")
    'ASK { }'
    """
    return "\n".join(line for line in text.split("\n") if not line.startswith("#+")).strip()
