"""The process that answers from inside: one graph, and one request after the other."""

from __future__ import annotations

import json
import os
import sys

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.stores.workers import frames
from atsmu_kg.stores.workers.worker import bound_memory, incoming

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.graph import KnowledgeGraph


def main() -> None:
    """Serve the process at the other end of standard input and output."""
    from atsmu_kg.serve.reconciliation.service import ReconciliationService

    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    memory, settings = int(sys.argv[1]), json.loads(sys.argv[2])
    try:
        service = ReconciliationService(_graph(*frames.receive(requests), **settings))
    except EOFError:
        return
    except AtsmuKGError as error:
        frames.send(answers, frames.ERROR, frames.pack_error(error))
        return
    bound_memory(memory)
    frames.send(answers, frames.READY)
    for content in incoming(requests):
        name, arguments = json.loads(content)
        try:
            answer = json.dumps(getattr(service, name)(**arguments), ensure_ascii=False).encode()
            frames.send(answers, frames.END, answer)
        except AtsmuKGError as error:
            frames.send(answers, frames.ERROR, frames.pack_error(error))


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
    main()
