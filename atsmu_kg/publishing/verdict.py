"""What came of a test of a release."""

from __future__ import annotations

PASSES, FAILS, NOT_YET, UNKNOWN = "passes", "fails", "not yet", "unknown"


class Verdict:
    """What came of one test.

    test: its identifier.
    asks: what it asks of a dataset or its release.
    outcome: ``passes``, ``fails``, ``not yet`` where it can't be passed so far, or ``unknown`` where that
        can't be told.
    reason: what to do where it fails; why it can't be passed yet, or told; what was seen where it passes.
    """

    __slots__ = ("asks", "outcome", "reason", "test")

    def __init__(self, test: str, asks: str, outcome: str, reason: str = "") -> None:
        self.test = test
        self.asks = asks
        self.outcome = outcome
        self.reason = reason

    @classmethod
    def of(cls, test: str, asks: str, wrong: str, seen: str = "") -> Verdict:
        """The verdict of a test that can be passed: that it fails if something is wrong.

        wrong: what is, and what to do; an empty text if nothing is.
        seen: what was looked at (default: not told).

        >>> print(Verdict.of("version", "it has a version", "it has none. State it"))
        fails    version            it has a version (it has none. State it)
        """
        return cls(test, asks, FAILS if wrong else PASSES, wrong or seen)

    def __str__(self) -> str:
        reason = f" ({self.reason})" if self.reason else ""
        return f"{self.outcome:<8} {self.test:<18} {self.asks}{reason}"

    def __repr__(self) -> str:
        return f"<Verdict {self}>"
