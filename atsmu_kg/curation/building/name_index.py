"""The index of the graph's names as a packaged file."""

from __future__ import annotations

from pathlib import Path


def write_name_index(root: str | Path) -> None:
    """Write the index of the names in a checkout's dataset into that checkout."""
    from atsmu_kg.atomic import replace
    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.records.names.stored import FILE, written
    from atsmu_kg.records.reading import RecordReader
    from atsmu_kg.stores.embedded import EmbeddedStore

    with KnowledgeGraph(EmbeddedStore.memory(str(Path(root, "data", "atsmu-kg.nq")))) as kg:
        text = written(RecordReader(kg.queries).named())
    replace(Path(root, FILE), text.encode())
