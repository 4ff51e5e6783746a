"""Universities as the Lehigh University Benchmark (LUBM) describes them, and its 14 queries.

Y. Guo, Z. Pan and J. Heflin, "LUBM: A Benchmark for OWL Knowledge Base Systems", Journal of Web Semantics 3
(2005), and the profile of the data at http://swat.cse.lehigh.edu/projects/lubm/profile.htm. Data, ontology
and queries are written anew from that description: the numbers of rows are not those of its own generator.

- ``generator``: the statements of a department; ``random``: its random numbers
- ``closure``: what follows from them by the ontology
- ``engines``: those that are asked
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.lubm.closure import Ontology
from benchmarks.lubm.generator import PUBLISHED, Profile, universities

HERE = Path(__file__).parent


def queries() -> dict[str, str]:
    """The queries by their numbers, 01 to 14."""
    return {file.stem: file.read_text("utf-8") for file in sorted((HERE / "queries").glob("*.rq"))}


def write(target: Path, count: int, seed: int = 0, profile: Profile = PUBLISHED) -> tuple[int, int]:
    """Write so many universities with what follows as N-Triples: the numbers of triples stated and written.

    What several departments say of a university is written for each of them, and counted so.
    """
    ontology = Ontology(HERE / "ontology.ttl")
    stated = written = 0
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for department in universities(count, seed, profile):
            closed = sorted(ontology.closed(department))
            stated += len({*department})
            written += len(closed)
            file.writelines(f"{subject} {property} {object} .\n" for subject, property, object in closed)
    return stated, written
