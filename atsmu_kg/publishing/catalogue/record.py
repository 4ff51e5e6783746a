"""One record of a catalogue: a file's name and content, and what the catalogue will miss in it."""

from __future__ import annotations

from atsmu_kg.choices import require_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable


class Record:
    """A description of the dataset in the form that one kind of catalogue reads.

    profile: which kind of catalogue that is.
    file: the name that the record has in a release.
    media_type: that of the file.
    content: the file; a text is encoded as UTF-8.
    notes: what the catalogue asks for and the dataset does not have; nothing stands in its place.

    >>> record = Record("citation", "CITATION.cff", "application/yaml", "cff-version: 1.2.0\\n")
    >>> print(record, end="")
    cff-version: 1.2.0
    """

    __slots__ = ("content", "file", "media_type", "notes", "profile")

    def __init__(
        self, profile: str, file: str, media_type: str, content: str | bytes, notes: Iterable[str] = ()
    ) -> None:
        self.profile = profile
        self.file = file
        self.media_type = media_type
        self.content = content.encode() if isinstance(content, str) else content
        self.notes = tuple(notes)

    def write(self, target: str | os.PathLike[str]) -> None:
        """Put the record into a file; ExportError if that can't be done."""
        from atsmu_kg.atomic import replace

        require_path(target=target)
        replace(target, self.content)

    def __str__(self) -> str:
        return self.content.decode()

    def __repr__(self) -> str:
        return f"<Record {self.profile}: {self.file}, {len(self.content)} bytes>"


def as_json(document: object) -> str:
    """A JSON document as records have it: readable, in the order of its making, no character escaped."""
    import json

    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
