"""Figures beside their targets."""

from __future__ import annotations

from collections.abc import Iterable


def report(rows: Iterable[tuple[str, float, str, float, str]]) -> int:
    """Print each figure with its target; the exit code says whether one was missed."""
    missed = 0
    for name, value, sign, target, note in rows:
        met = value <= target if sign == "<=" else value >= target
        missed += not met
        print(f"{name:50} {value:8.2f}  {sign} {target:<5} {'met' if met else 'MISSED'}  {note}", flush=True)
    return 1 if missed else 0
