"""The dataset many times over: each copy with IRIs of its own for things, passages and named graphs.

What is said of no such thing, so the vocabulary and the registries, stays one, in the graph where it is.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from atsmu_kg import files
from atsmu_kg.rdf.namespaces import BASE

RENAMED = tuple(f"<{BASE}{kind}/" for kind in ("id", "graph", "source"))


def grow(target: Path, copies: int) -> int:
    """Write the dataset so many times over as N-Quads; the number of quads."""
    data = files.path("data/atsmu-kg.nq")
    lines = Path(data).read_text(encoding="utf-8").splitlines(keepends=True)
    triples = (str(quad.triple) for quad in ox.parse(path=data))
    own = [
        line for line, triple in zip(lines, triples, strict=True) if any(start in triple for start in RENAMED)
    ]
    text = "".join(own)
    with target.open("w", encoding="utf-8", newline="\n") as output:
        output.writelines(lines)
        for copy in range(1, copies):
            renamed = text
            for start in RENAMED:
                renamed = renamed.replace(start, f"{start}copy-{copy}/")
            output.write(renamed)
    return len(lines) + (copies - 1) * len(own)
