"""The terms of a line of canonical N-Quads, which has one space between two of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

END = b" .\n"


def subject(line: bytes) -> bytes:
    """The first term."""
    return line.split(b" ", 1)[0]


def predicate(line: bytes) -> bytes:
    """The second term."""
    return line.split(b" ", 2)[1]


def object_iri(line: bytes) -> bytes:
    r"""The third term if it is an IRI, else nothing.

    >>> object_iri(b'<a:s> <a:p> <a:o> <a:g> .\n'), object_iri(b'<a:s> <a:p> "a <b>"@en .\n')
    (b'<a:o>', b'')
    """
    term = line.split(b" ", 3)[2]
    return term if term.startswith(b"<") and not term.startswith(b"<<") else b""


def graph(line: bytes) -> bytes:
    """The last term of a line that has four."""
    return line.rsplit(b" ", 2)[1]


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
