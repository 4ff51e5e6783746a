"""What a server is started with: the limits of each question, and how much of the machine it takes."""

from __future__ import annotations

import os
from dataclasses import dataclass

from atsmu_kg.choices import require_positive, require_whole, texts
from atsmu_kg.errors import ParameterError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a server.

    timeout: the seconds within which an answer begins, and each further part of it comes (default: 10); one
        that begins is sent within six times as many, however slowly it is read.
    max_rows, max_bytes: of one answer to a query (default: 1,000,000 and 64 MiB). Graphs of the Graph Store
        Protocol are whole whatever their size.
    max_body: the bytes of one request (default: 1 MiB).
    workers: how many queries run at once (default: two more than there are processors).
    megabytes: by how much each worker may grow beyond the dataset (default: 512).
    allow_service: the endpoints that SERVICE may name; a worker asks them itself (default: none).
    max_age: the seconds for which caches need not ask again (default: 0).
    rate: how many requests a second one address may make on average (default: as many as it likes).
    site: a folder that ``atsmu-kg site`` made (default: none).
    source: a copy of the source document, from which passages are then quoted (default: none).

    Raises ParameterError.
    """

    timeout: float = 10.0
    max_rows: int = 1_000_000
    max_bytes: int = 64 << 20
    max_body: int = 1 << 20
    workers: int = (os.cpu_count() or 1) + 2
    megabytes: int = 512
    allow_service: tuple[str, ...] = ()
    max_age: int = 0
    rate: float | None = None
    site: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        require_positive(timeout=self.timeout, rate=self.rate)
        require_whole(
            1,
            max_rows=self.max_rows,
            max_bytes=self.max_bytes,
            max_body=self.max_body,
            megabytes=self.megabytes,
        )
        require_whole(0, max_age=self.max_age)
        texts(allow_service=self.allow_service)
        if self.workers < 2:
            advice = "Give 2 or more: one is kept for what is known to be quick."
            raise ParameterError(f"workers can't be {self.workers}", advice=advice, parameter="workers")

    @property
    def send_timeout(self) -> float:
        """The seconds within which an answer is read by its client."""
        return 6 * self.timeout
