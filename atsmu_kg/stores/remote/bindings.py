"""The list of solutions in SPARQL 1.1 Query Results JSON, decoded in batches as it arrives.

What has come is cut after the last solution that seems complete, and the part before the cut is decoded as a
list. A cut at a wrong place (within a string, after a term) leaves a list that ends too soon, which no strict
decoder takes; so what it takes are whole solutions.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from operator import attrgetter

import msgspec

from atsmu_kg.stores.remote.cells import Term
from atsmu_kg.stores.remote.errors import (
    AGAIN,
    NOTHING_COUNTS,
    AnswerFormError,
    AnswerSyntaxError,
    AnswerTermError,
    EndpointError,
    TruncatedError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# A solution, and what stands before and after all of them, may be so large.
LONGEST = 1 << 24
# Places for a cut that are tried before more is read.
CUTS = 8


class Batch:
    """Some solutions: how many, and column by column their terms."""

    __slots__ = ("_columns", "_data", "_solutions", "size")

    def __init__(self, solutions: list[Any], columns: tuple[str, ...] | None, data: bytes) -> None:
        self._solutions = solutions
        self._columns = columns
        self._data = data
        self.size = len(solutions)

    def columns(self) -> list[list[Term | None]]:
        """The terms of each declared variable, None where it is unbound.

        Raises AnswerSyntaxError for a variable that a solution binds twice, and the like.
        """
        if self._solutions and isinstance(self._solutions[0], dict):
            columns = [[solution.get(name) for solution in self._solutions] for name in self._columns or ()]
        else:
            places = map(_place, range(len(self._columns or ())))
            columns = [list(map(attrgetter(place), self._solutions)) for place in places]
        terms = sum(len(column) - column.count(None) for column in columns)
        if self._may_repeat(terms):
            require_each_once(b"[" + self._data + b"]")
        self._data = b""
        return columns

    def _may_repeat(self, terms: int) -> bool:
        """Whether a member may come twice, which the decoder passes over; to make sure takes much longer."""
        counts = self._data.count(b"{") - self.size, self._data.count(b'"value"'), self._data.count(b'"type"')
        if counts != (terms, terms, terms) or _ESCAPED_ASCII.search(self._data):
            return True
        return _ANNOTATED_TWICE.search(self._data) is not None

    def declare(self, columns: tuple[str, ...]) -> None:
        """Say which variables there are, where that was not known before; AnswerFormError for any other."""
        declared = frozenset(columns)
        for solution in self._solutions:
            if not declared.issuperset(solution):
                raise _undeclared(min(solution.keys() - declared))
        self._columns = columns


class Bindings:
    """The list from ``data`` on, the part of a document that begins at ``offset``.

    ``after`` is what has come behind the list when its batches are all taken. Without ``columns`` solutions
    may have any variables, and are declared later.
    """

    def __init__(self, data: bytes, offset: int, columns: tuple[str, ...] | None) -> None:
        self._data = data
        self._offset = offset
        self._columns = columns
        self._decoder: msgspec.json.Decoder[Any] = _decoder(columns)
        self.after = b""

    def batches(self, pieces: Iterator[bytes]) -> Iterator[Batch]:
        """The solutions; TruncatedError, AnswerSyntaxError, AnswerTermError or AnswerFormError."""
        begun = False
        seen = 0
        ended = False
        while True:
            # A list that can't be cut is looked at again when it is twice as long, so that time stays linear.
            if ended or len(self._data) >= 2 * seen:
                seen = len(self._data)
                if not begun and (empty := _EMPTY.match(self._data)):
                    self.after = self._data[empty.end() :]
                    return
                for end, begins, last in _cuts(self._data):
                    solutions = self._decoded(self._data[:end])
                    if solutions is None:
                        continue
                    yield Batch(solutions, self._columns, self._data[:end])
                    begun, seen = True, 0
                    self._data, self._offset = self._data[begins:], self._offset + begins
                    if last:
                        self.after = self._data
                        return
                    break
            if ended:
                raise self._ended(begun)
            piece = next(pieces, None)
            ended = piece is None
            self._data += piece or b""
            if len(self._data) > LONGEST:
                raise AnswerSyntaxError(f"a solution has more than {LONGEST} bytes", advice=AGAIN)

    def _decoded(self, data: bytes) -> list[Any] | None:
        """The solutions in a piece of the list, or None if it was not cut after one."""
        try:
            # Members that nobody asked for are passed over unread; they have to be text all the same.
            str(data, "utf-8")
        except UnicodeDecodeError as error:
            raise syntax_error(error, self._offset) from error
        try:
            return self._decoder.decode(b"[" + data + b"]")  # type: ignore[no-any-return]
        except msgspec.ValidationError as error:
            raise _shape_error(error) from error
        except (msgspec.DecodeError, RecursionError) as error:
            if _ends_early(error, len(data)):
                return None
            raise syntax_error(error, self._offset - 1) from error

    def _ended(self, begun: bool) -> EndpointError:
        """The error for a list that does not end; what stands in it may be malformed besides."""
        try:
            self._decoder.decode(b"[" + self._data)
        except msgspec.ValidationError as error:
            return _shape_error(error)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if not _ends_early(error, len(self._data)):
                return syntax_error(error, self._offset - 1)
        return TruncatedError(
            f"the answer ends {'in the middle of' if begun else 'before'} its solutions",
            advice=NOTHING_COUNTS,
        )


def syntax_error(error: Exception, offset: int | None = None) -> AnswerSyntaxError:
    """The error for what a decoder stopped at; ``offset`` is where in the document it began, if known."""
    if isinstance(error, RecursionError):
        return AnswerSyntaxError("the answer is nested too deeply", advice=AGAIN)
    match = _PLACE.search(str(error))
    at = error.start if isinstance(error, UnicodeDecodeError) else int(match[1]) if match else None
    place = "" if offset is None or at is None else f" at byte {offset + at}"
    if isinstance(error, UnicodeDecodeError):
        return AnswerSyntaxError(f"the answer is not UTF-8{place}", advice=AGAIN)
    said = _PLACE.sub("", str(error)).removeprefix("JSON is malformed: ")
    return AnswerSyntaxError(f"the answer is not well-formed JSON{place}: {said}", advice=AGAIN)


def require_each_once(document: bytes) -> None:
    """Raises AnswerSyntaxError for a member that comes twice: decoders take the last, and lose the first."""

    def once(members: list[tuple[str, object]]) -> None:
        names = [name for name, _ in members]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise AnswerSyntaxError(f"the answer has the member {twice!r} twice", advice=AGAIN)

    try:
        json.loads(document, object_pairs_hook=once)
    except (RecursionError, ValueError) as error:
        raise syntax_error(error) from error


@lru_cache(maxsize=256)
def _decoder(columns: tuple[str, ...] | None) -> msgspec.json.Decoder[Any]:
    """A decoder of solutions with these variables; a struct of its own takes half the time of a dict."""
    if columns is None:
        return msgspec.json.Decoder(list[dict[str, Term]])
    fields = [
        (_place(at), Term | None, msgspec.field(default=None, name=name)) for at, name in enumerate(columns)
    ]
    solution = msgspec.defstruct("Solution", fields, gc=False, forbid_unknown_fields=True)
    return msgspec.json.Decoder(list[solution])  # type: ignore[valid-type]


def _place(at: int) -> str:
    return f"c{at}"


def _cuts(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """Places that may lie after a solution, the last first; where the next begins; if the list ends there."""
    at = len(data)
    for _ in range(CUTS):
        while True:
            at = data.rfind(b"}", 0, at)
            if at < 0:
                return
            before = data[at - 1 : at] if data[at - 1 : at] not in SPACE else data[:at].rstrip(SPACE)[-1:]
            after = _NEXT.match(data, at + 1)
            if before in (b"}", b"{") and after is not None:
                break
        yield at + 1, after.end(), after[1] == b"]"


def _ends_early(error: Exception, length: int) -> bool:
    """Whether a decoder only missed more of the list: it stopped at the bracket that was put behind it."""
    found = _PLACE.search(str(error))
    return "truncated" in str(error) or (found is not None and int(found[1]) >= length + 1)


def _shape_error(error: msgspec.ValidationError) -> EndpointError:
    unknown = re.search(r"unknown field `(.*)`", str(error))
    if unknown is not None:
        return _undeclared(unknown[1])
    return AnswerTermError(f"the answer holds something that is not an RDF term: {error}", advice=AGAIN)


def _undeclared(name: str) -> AnswerFormError:
    return AnswerFormError(
        f"the answer binds ?{name}, which it does not declare", advice=AGAIN, variable=name
    )


# One of these twice in an object that holds no other.
_ANNOTATED_TWICE = re.compile(rb'("datatype"|"xml:lang"|"its:dir")[^{}]*\1')
_ESCAPED_ASCII = re.compile(rb"\\u00[2-7]")
# The only space of JSON (RFC 8259, 2).
SPACE = b" \t\r\n"
_EMPTY = re.compile(rb"[ \t\r\n]*\]")
_NEXT = re.compile(rb"[ \t\r\n]*([,\]])")
_PLACE = re.compile(r" ?\(byte (\d+)\)")
