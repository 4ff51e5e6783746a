"""A Turtle file as its author wrote it, statement by statement."""

from __future__ import annotations

import re
from pathlib import Path

from atsmu_kg.rdf.namespaces import IRI, expand

PREFIX = re.compile(r"@prefix (\S*):")
NAMED = re.compile(r"(?=^[a-z]+:[\w-]+ )", re.MULTILINE)


def statements(file: Path) -> dict[IRI, str]:
    """The text that begins with each subject written as a CURIE, without the comments behind it.

    What is indented belongs to the subject above: so the project's own files are laid out.
    """
    found = {}
    for text in NAMED.split(file.read_text("utf-8"))[1:]:
        subject = text.partition(" ")[0]
        lines = text.splitlines()
        last = max(number for number, line in enumerate(lines) if line.endswith(" ."))
        found[expand(subject)] = "\n".join(lines[: last + 1])
    return found
