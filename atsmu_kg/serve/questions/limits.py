"""What an answer may cost."""

from __future__ import annotations

from dataclasses import dataclass

from atsmu_kg.choices import require_positive, require_whole, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLimits:
    """The limits of each question; beyond rows or bytes an answer is cut and says so, else it is an error.

    timeout: the seconds within which it is answered (default: 10).
    max_rows: the rows, or statements of a description, of one answer (default: 1,000).
    max_bytes: of one answer as JSON, as far as its rows make it (default: 1 MiB).
    allow_service: the endpoints that SERVICE may name (default: none).

    Raises ParameterError.

    >>> QuestionLimits(max_rows=100).timeout
    10.0
    """

    timeout: float = 10.0
    max_rows: int = 1_000
    max_bytes: int = 1 << 20
    allow_service: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_positive(timeout=self.timeout)
        require_whole(1, max_rows=self.max_rows, max_bytes=self.max_bytes)
        texts(allow_service=self.allow_service)
