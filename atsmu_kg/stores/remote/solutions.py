"""SPARQL 1.1 Query Results JSON, read as it arrives.

What stands around the list of solutions is decoded at the end, with an empty list in their place; so nothing
in the document goes unread. The list itself is the room of ``bindings``.
"""

from __future__ import annotations

import re

import msgspec

from atsmu_kg.rdf.nesting import json_excess
from atsmu_kg.stores.remote import bindings
from atsmu_kg.stores.remote.bindings import LONGEST, Bindings
from atsmu_kg.stores.remote.errors import (
    AGAIN,
    NOTHING_COUNTS,
    AnswerFormError,
    AnswerSyntaxError,
    NoAnswerError,
    TruncatedError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.stores.remote.bindings import Batch


DEEPEST = 100


class Head(msgspec.Struct):
    """The variables of the solutions."""

    vars: list[str] | None = None


class Results(msgspec.Struct):
    """What stands around the solutions."""

    bindings: list[msgspec.Raw]


class ResultsDocument(msgspec.Struct):
    """A document without its solutions."""

    head: Head | None = None
    results: Results | None = None
    boolean: bool | None = None


class SolutionStream:
    """The solutions of a document whose bytes are still coming, in batches.

    ``columns`` is known once the first batch is there. Iteration raises TruncatedError for a document that
    ends early, AnswerSyntaxError, AnswerTermError, and AnswerFormError for a variable that the head does not
    declare. A document with a truth value has no batches, and leaves it in ``boolean``.

    >>> stream = SolutionStream([b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":', b'{"type":"literal",'
    ...     b'"value":"4"}}]}}'])
    >>> [batch.size for batch in stream.batches()], stream.columns
    ([1], ('n',))
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.columns: tuple[str, ...] = ()
        self.boolean: bool | None = None
        self._declared = False

    def batches(self) -> Iterator[Batch]:
        """The solutions, some at a time; once the last are taken, the document was well formed as a whole."""
        before, rest = self._begin()
        if rest is None:
            self._take(_decoded(before), final=True)
            bindings.require_each_once(before)
            return
        # The list and the two objects that are open there are closed, as if there were no solutions.
        self._take(_decoded(before + b"]}}"))
        listed = Bindings(rest, len(before), self.columns if self._declared else None)
        early = listed.batches(self._pieces)
        # Without a head before them, solutions can be checked only when all have come.
        late = [] if self._declared else list(early)
        yield from early
        after = listed.after
        for piece in self._pieces:
            after += piece
            if len(after) > LONGEST:
                raise AnswerSyntaxError("the answer does not end after its solutions", advice=AGAIN)
        around = before + b"]" + after
        self._take(_decoded(around), final=True)
        bindings.require_each_once(around)
        for batch in late:
            batch.declare(self.columns)
            yield batch

    def _begin(self) -> tuple[bytes, bytes | None]:
        """The document up to and with the bracket before the solutions, and what came after it, if any."""
        data = b""
        looked = 0
        for piece in self._pieces:
            data += piece
            if not looked:
                data = data.removeprefix(b"\xef\xbb\xbf")
            if len(data) < 2 * looked:
                continue
            looked = len(data)
            if (end := _solutions_begin(data)) is not None:
                return data[:end], data[end:]
            if len(data) > LONGEST:
                raise AnswerSyntaxError("the answer is long and has not come to its solutions", advice=AGAIN)
        if (end := _solutions_begin(data)) is not None:
            return data[:end], data[end:]
        if not data.strip():
            raise NoAnswerError("the endpoint answered with nothing", advice=AGAIN)
        return data, None

    def _take(self, document: ResultsDocument, *, final: bool = False) -> None:
        self.boolean = document.boolean
        variables = document.head.vars if document.head else None
        if variables is not None:
            if len(set(variables)) != len(variables):
                raise AnswerFormError("the answer declares a variable twice", advice=AGAIN)
            for name in variables:
                if not re.fullmatch(r"\w+", name):
                    what = f"the answer declares {name[:80]!r}, which can't be the name of a variable"
                    raise AnswerFormError(what, advice=AGAIN, variable=name)
            self.columns, self._declared = tuple(variables), True
        if not final:
            return
        if document.results is None and document.boolean is None:
            raise AnswerFormError("the answer has neither solutions nor a truth value", advice=AGAIN)
        if document.results is not None and not self._declared:
            raise AnswerFormError("the answer does not say which variables it has", advice=AGAIN)


def _solutions_begin(data: bytes) -> int | None:
    """The place after the bracket that begins the list of solutions, if that has come already."""
    path: list[bytes] = []
    key = b""
    for token in _TOKEN.finditer(data):
        text = token[0]
        if text in (b"{", b"["):
            if text == b"[" and path == [b"", b"results"] and key == b"bindings":
                return token.end()
            path.append(key)
            key = b""
        elif text in (b"}", b"]"):
            if not path:
                return None
            key = path.pop()
        elif token[2] is not None:
            key = token[1]
    return None


def _decoded(data: bytes) -> ResultsDocument:
    if json_excess(data, DEEPEST) is not None:
        raise AnswerSyntaxError(f"the answer is nested more than {DEEPEST} levels deep", advice=AGAIN)
    try:
        return msgspec.json.decode(data, type=ResultsDocument)
    except msgspec.ValidationError as error:
        if not data.lstrip().startswith(b"{"):
            raise AnswerSyntaxError("the answer is not a SPARQL results document", advice=AGAIN) from error
        raise AnswerSyntaxError(
            f"the answer does not have the form of SPARQL results: {error}", advice=AGAIN
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if "truncated" in str(error):
            raise TruncatedError("the answer ends before its document does", advice=NOTHING_COUNTS) from error
        raise bindings.syntax_error(error) from error


# A string with a colon after it is a key; other scalars don't matter here. Nothing of a match is ever given
# back, so that a string that does not end takes no more time than one that does.
_TOKEN = re.compile(rb'"((?:[^"\\]++|\\.)*+)(?:"([ \t\r\n]*+:)?|\\?\Z)|[{}\[\]]', re.DOTALL)
