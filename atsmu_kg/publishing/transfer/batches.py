"""Lines in portions that a server takes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def batches(lines: Iterable[str], most: int, size: int) -> Iterator[list[str]]:
    """The lines in order, at most so many together, and of so many bytes in UTF-8.

    A line that is larger by itself makes a batch of its own.

    >>> list(batches(["aa", "bb", "c", "dddddd", "e"], most=2, size=5))
    [['aa', 'bb'], ['c'], ['dddddd'], ['e']]
    """
    batch: list[str] = []
    held = 0
    for line in lines:
        length = len(line.encode())
        if batch and (len(batch) == most or held + length > size):
            yield batch
            batch, held = [], 0
        batch.append(line)
        held += length
    if batch:
        yield batch
