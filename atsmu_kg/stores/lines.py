"""The terms of a line of canonical N-Quads, which has one space between two of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

END = b" .\n"


def subject(line: bytes) -> bytes:
    """The first term."""
    return line[: line.find(b" ")]


def predicate(line: bytes) -> bytes:
    """The second term."""
    start = line.find(b" ") + 1
    return line[start : line.find(b" ", start)]


def object_iri(line: bytes) -> bytes:
    r"""The third term if it is an IRI, else nothing.

    >>> object_iri(b'<a:s> <a:p> <a:o> <a:g> .\n'), object_iri(b'<a:s> <a:p> "a <b>"@en .\n')
    (b'<a:o>', b'')
    """
    start = line.find(b" ", line.find(b" ") + 1) + 1
    if not line.startswith(b"<", start) or line.startswith(b"<<", start):
        return b""
    return line[start : line.find(b" ", start)]


def graph(line: bytes) -> bytes:
    """The last term of a line that has four."""
    return line[line.rfind(b" ", 0, -len(END)) + 1 : -len(END)]


def has_graph(line: bytes) -> bool:
    r"""Whether it is a line of a named graph.

    >>> has_graph(b'<a:s> <a:p> "a <b>" <a:g> .\n'), has_graph(b'<a:s> <a:p> "a <b>" .\n')
    (True, False)
    """
    rest = line.split(b" ", 2)[2]
    # Behind these characters of a literal or a triple term comes no other space than that before a graph.
    inner = 0 if object_iri(line) else max(rest.rfind(b'"'), rest.rfind(b")>>"))
    return rest.find(b" ", inner) < len(rest) - len(END)


TERM: dict[str, Callable[[bytes], bytes]] = {"s": subject, "p": predicate, "o": object_iri, "g": graph}
