"""The catalogue: a folder of .rq files whose headers make them callables with parameters and columns."""

# ruff: noqa: PTH118, PTH123
# pathlib costs more to import than a whole query.
from __future__ import annotations

import os
from collections.abc import Mapping

from atsmu_kg.errors import DataError, UnknownNameError, quoted
from atsmu_kg.queries.query import NamedQuery
from atsmu_kg.queries.template import INDEX
from atsmu_kg.text import counted, did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Self

    from atsmu_kg.queries.query import QueryTarget


class UnknownQueryError(UnknownNameError, AttributeError, KeyError):
    """There is no such query; an AttributeError and a KeyError too, as hasattr() and mappings expect."""


class Catalogue(Mapping[str, "NamedQuery"]):
    """The named queries of a folder, by name; bound to a graph they can be called.

    What the headers say is read from the folder's ``catalogue.json`` if there is one, else from the .rq files
    themselves, and then a wrong header is a DataError with file and line where that query is wanted. The
    text of one is read when it is first wanted. Raises UnknownNameError for a name that no query has.

    >>> from atsmu_kg.queries import packaged
    >>> catalogue = packaged()
    >>> catalogue.faculties is catalogue["faculties"], "facultys" in catalogue
    (True, False)
    """

    def __init__(self, directory: str | os.PathLike[str], *, graph: QueryTarget | None = None) -> None:
        self.directory = os.fspath(directory)
        self._graph = graph
        self._index: Mapping[str, Any] | None = None
        self._queries: dict[str, NamedQuery] = {}

    def bound(self, graph: QueryTarget) -> Self:
        """The same queries, to be asked of a graph."""
        catalogue = type(self)(self.directory, graph=graph)
        catalogue._index = self._entries
        return catalogue

    @property
    def _entries(self) -> Mapping[str, Any]:
        if self._index is None:
            self._index = _read_index(self.directory)
        return self._index

    def __getitem__(self, name: str) -> NamedQuery:
        if not isinstance(name, str):
            raise self._unknown(name)
        query = self._queries.get(name)
        if query is None:
            try:
                entry = self._entries[name]
            except KeyError:
                raise self._unknown(name) from None
            query = self._queries[name] = NamedQuery(name, self.directory, entry, self._graph)
        return query

    def __getattr__(self, name: str) -> NamedQuery:
        if name.startswith("_"):
            raise AttributeError(name)
        # Kept as an attribute, which Python then finds without asking here.
        query = self.__dict__[name] = self[name]
        return query

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def _ipython_key_completions_(self) -> list[str]:
        """What may stand between brackets, for the tab key of a notebook."""
        return list(self)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._entries]

    def __repr__(self) -> str:
        return f"<Catalogue of {counted(len(self), 'query', 'queries')}: {', '.join(self)}>"

    def _unknown(self, name: str) -> UnknownQueryError:
        for query, entry in self._entries.items():
            if isinstance(name, str) and name in entry.get("replaces", {}):
                values = entry["replaces"][name]
                call = f"{query}({', '.join(f'{key}={value!r}' for key, value in values.items())})"
                return UnknownQueryError(
                    f"there is no query {quoted(name)} any more",
                    advice=f"Ask {call}, which answers that too.",
                    name=name,
                    nearest=[query],
                    count=len(self),
                    values=values,
                )
        near = nearest(name, self._entries) if isinstance(name, str) else []
        return UnknownQueryError(
            f"there is no query {quoted(name)}",
            advice=f"{did_you_mean(near)} dir() of the catalogue lists all {len(self)} names.".lstrip(),
            name=name,
            nearest=near,
            count=len(self),
        )


class _Index(Mapping[str, "Mapping[str, Any]"]):
    """The entries of an index that has one query a line, each read when it is wanted."""

    def __init__(self, file: str, text: bytes) -> None:
        self._file = file
        self._text = text

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        import json

        start = self._text.find(f'\n"{name}": '.encode(errors="surrogatepass")) + 1
        if not start:
            raise KeyError(name)
        line = self._text[start : self._text.index(b"\n", start)].rstrip(b",")
        try:
            entry: Mapping[str, Any] = json.loads(f"{{{line.decode()}}}")[name]
        except ValueError as error:
            raise _unreadable(self._file, error) from error
        return entry

    def __iter__(self) -> Iterator[str]:
        return (line[1 : line.index(b'": ')].decode() for line in self._text.split(b"\n")[1:-2])

    def __len__(self) -> int:
        return self._text.count(b"\n") - 2


def _read_index(directory: str) -> Mapping[str, Any]:
    index = os.path.join(directory, INDEX)
    try:
        with open(index, "rb") as file:
            text = file.read()
        if text.startswith(b'{\n"') and text.endswith(b"\n}\n"):
            return _Index(index, text)
        raise ValueError("a line holds other than one query")
    except FileNotFoundError:
        from atsmu_kg.queries.header import HeaderEntries

        return HeaderEntries(directory)
    except (OSError, ValueError) as error:
        raise _unreadable(index, error) from error


def _unreadable(index: str, error: Exception) -> DataError:
    what = f"the index of the queries can't be read: {error}"
    return DataError(what, file=index, advice="Run make data.")
