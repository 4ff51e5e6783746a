"""What an endpoint costs beyond its own time, as ratios in one run, each beside its target.

Servers of their own processes answer on loopback. Small answers, by Oxigraph's server: ``connect()`` beside a
bare HTTP request for the same bytes. A million rows, which that server wrote once and which are then sent as
fast as they are taken: ``kg.stream()`` beside SPARQLWrapper's ``convert()``, each in a process of its own,
from the request to the last row, with the most memory that the process ever held.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import atsmu_kg
from atsmu_kg import files
from benchmarks.__main__ import paired
from benchmarks.report import report
from tests.endpoints import oxigraph

SIDE = 1000
QUERY = "SELECT ?thing ?name ?count { ?thing <urn:name> ?name . ?other <urn:count> ?count }"
STREAMED = """
import atsmu_kg
rows = atsmu_kg.connect(url, timeout=None).stream(query)
count = sum(1 for row in rows)
"""
CONVERTED = """
import SPARQLWrapper
asking = SPARQLWrapper.SPARQLWrapper(url)
asking.setQuery(query)
asking.setReturnFormat(SPARQLWrapper.JSON)
count = sum(1 for row in asking.query().convert()["results"]["bindings"])
"""
MEASURED = """
import json, resource, sys, time
url, query = sys.argv[1:]
{imports}
before = time.perf_counter()
{work}
seconds = time.perf_counter() - before
print(json.dumps([count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def small(url: str) -> tuple[Callable[[], object], Callable[[], object]]:
    """The catalogue's `faculties` through connect(), and the same request and bytes without a library."""
    kg = atsmu_kg.connect(url)
    text = kg.queries["faculties"].render(lang="en")
    address = f"{url}?{urllib.parse.urlencode({'query': text})}"
    asked = urllib.request.Request(address, headers={"Accept": "application/sparql-results+json"})

    def library() -> None:
        for _ in range(20):
            kg.queries.faculties(lang="en").rows  # noqa: B018

    def bare() -> None:
        for _ in range(20):
            with urllib.request.urlopen(asked) as response:
                json.load(response)

    return library, bare


def large(url: str, work: str) -> tuple[int, float, float]:
    """Rows, seconds and mebibytes of the process that reads them; imports are not counted."""
    imports = next(line for line in work.splitlines() if line.startswith("import"))
    program = MEASURED.format(imports=imports, work=work)
    done = subprocess.run(
        [sys.executable, "-c", program, url, QUERY], capture_output=True, text=True, check=True
    )
    count, seconds, mebibytes = json.loads(done.stdout)
    return count, seconds, mebibytes


def grid(file: Path) -> None:
    """A graph in which one query has a million rows: an IRI, a text in a language and a number each."""
    file.write_text(
        "".join(
            f'<https://example.org/thing/{at}> <urn:name> "thing number {at}"@en .\n'
            f"<https://example.org/other/{at}> <urn:count> "
            f'"{at}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
            for at in range(SIDE)
        )
    )


def written(url: str, file: Path) -> None:
    """Keep the answer to the query as the server sends it."""
    asked = urllib.request.Request(
        f"{url}?{urllib.parse.urlencode({'query': QUERY})}",
        headers={"Accept": "application/sparql-results+json"},
    )
    with urllib.request.urlopen(asked) as response, file.open("wb") as kept:
        shutil.copyfileobj(response, kept)


@contextmanager
def replaying(file: Path) -> Iterator[str]:
    """A server of its own process that sends a file."""
    command = [sys.executable, "-m", "benchmarks.replay", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}/sparql"
        finally:
            server.kill()


def main() -> int:
    rows: list[tuple[str, float, str, float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "small").mkdir()
        with oxigraph.serve(place / "small", Path(files.path("data/atsmu-kg.nq"))) as endpoint:
            ours, theirs, ratio = paired(*small(endpoint.url), 30)
            note = f"{ours * 50:.2f} ms, {theirs * 50:.2f} ms"
            rows.append(("connect() on a small answer / bare HTTP", ratio, "<=", 1.5, note))
        (place / "large").mkdir()
        grid(place / "grid.nq")
        with oxigraph.serve(place / "large", place / "grid.nq") as endpoint:
            written(endpoint.url, place / "rows.json")
        runs: dict[str, list[Any]] = {work: [] for work in (STREAMED, CONVERTED)}
        with replaying(place / "rows.json") as url:
            for _ in range(3):
                for work, found in runs.items():
                    found.append(large(url, work))
        (count, streamed, held), (same, converted, most) = (
            min(found, key=lambda each: each[1]) for found in runs.values()
        )
        if not count == same == SIDE * SIDE:
            raise SystemExit(f"{count} and {same} rows, not {SIDE * SIDE}")
    rows.append(
        (
            "convert() / stream(), seconds for a million rows",
            converted / streamed,
            ">=",
            2.0,
            f"{converted:.1f} s, {streamed:.1f} s: {count / streamed:,.0f} rows a second",
        )
    )
    rows.append(
        ("convert() / stream(), most memory", most / held, ">=", 20.0, f"{most:,.0f} MiB, {held:.0f} MiB")
    )
    return report(rows)


if __name__ == "__main__":
    sys.exit(main())
