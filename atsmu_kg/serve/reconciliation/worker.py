"""The process that answers from inside: one graph, and one request after the other."""

from __future__ import annotations

import json
import os
import sys

from atsmu_kg.stores.workers import frames, worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.reconciliation.service import ReconciliationService


def opened(requests: IO[bytes]) -> ReconciliationService:
    """What answers over the dataset that the first frame names, by the settings that the process has."""
    from atsmu_kg.serve.reconciliation.service import ReconciliationService

    return ReconciliationService(_graph(*frames.receive(requests), **json.loads(sys.argv[2])))


def answered(service: ReconciliationService, answers: IO[bytes], request: tuple[str, dict[str, Any]]) -> None:
    """Send what a method of the service answers to its arguments."""
    name, arguments = request
    answer = json.dumps(getattr(service, name)(**arguments), ensure_ascii=False).encode()
    frames.send(answers, frames.END, answer)


def _graph(kind: bytes, where: bytes, *, prefixes: dict[str, str] | None, things: str) -> KnowledgeGraph:
    """The graph in a file or a directory, which is only read."""
    import atsmu_kg
    from atsmu_kg import files
    from atsmu_kg.graph import DATASET, KnowledgeGraph
    from atsmu_kg.rdf.namespaces import PREFIXES
    from atsmu_kg.stores.embedded import EmbeddedStore

    location = os.fsdecode(where)
    if kind == frames.FILE and location == os.path.realpath(files.path(DATASET)):
        return atsmu_kg.load()  # with what makes it quick
    if kind == frames.DIRECTORY:
        store = EmbeddedStore.open(location, read_only=True)
    else:
        store = EmbeddedStore.memory(location)
    return KnowledgeGraph(store, prefixes=prefixes or PREFIXES, things=things)


if __name__ == "__main__":
    worker.main(opened, answered)
