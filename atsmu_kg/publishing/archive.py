"""One file that holds a release, the same bytes for the same files."""

from __future__ import annotations

from io import BytesIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# A ZIP file knows no earlier moment; the days of a release are in its records.
MOMENT = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


def archive(contents: Mapping[str, bytes], folder: str) -> bytes:
    """A ZIP file of these files, below one folder.

    contents: the bytes of each file by its path.
    folder: the name of the folder that they unpack to.

    >>> archive({"a": b"1"}, "x") == archive({"a": b"1"}, "x")
    True
    """
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        for path, content in sorted(contents.items()):
            entry = ZipInfo(f"{folder}/{path}", MOMENT)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = READABLE
            file.writestr(entry, content)
    return packed.getvalue()
