"""`python -m benchmarks.soak [KIND [ROUNDS]]`: what many loads and closes leave behind."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import atsmu_kg
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.workers.workers import Workers

ROUNDS = {"load": 10_000, "open": 1_000, "limited": 200}


@contextmanager
def loader(kind: str) -> Iterator[Callable[[], None]]:
    """What one round does: load, or open an on-disk store, or load and ask a worker; question and close."""

    def load() -> None:
        with atsmu_kg.load() as kg:
            assert kg.queries.faculties(lang="en").rows

    def limited() -> None:
        with atsmu_kg.load() as kg:
            assert isinstance(kg.store, EmbeddedStore)
            workers = Workers(kg.store.engine)
            assert workers.query(kg.queries["faculties"].render(lang="en"), timeout=60)
            workers.close()

    with tempfile.TemporaryDirectory() as directory:

        def open_on_disk() -> None:
            with atsmu_kg.open(Path(directory) / "store") as kg:
                assert kg.queries.faculties(lang="en").rows

        yield {"load": load, "open": open_on_disk, "limited": limited}[kind]


def growth(kind: str, *, rounds: int, warm_up: int = 50) -> tuple[int, int, int, int]:
    """Resident KiB after the warm-up and at the end, and the descriptors and threads that were left."""
    with loader(kind) as one_round:
        for _ in range(warm_up):
            one_round()
        first, descriptors, threads = resident(), open_descriptors(), threading.active_count()
        for done in range(1, rounds + 1):
            one_round()
            if rounds >= 100 and done % (rounds // 10) == 0:
                print(f"{kind} {done:6}: {resident():8} KiB resident, {open_descriptors()} descriptors")
        return first, resident(), open_descriptors() - descriptors, threading.active_count() - threads


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208


def main() -> int:
    grown = 0
    kinds = sys.argv[1:2] or list(ROUNDS)
    for kind in kinds:
        rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS[kind]
        first, last, descriptors, threads = growth(kind, rounds=rounds)
        more = (last - first) / rounds
        print(f"{kind}: {more:+.2f} KiB a round, {descriptors:+} descriptors, {threads:+} threads")
        grown += more > 1 or descriptors > 0 or threads > 0
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
