"""What the page of SPARQL costs a reader, each figure beside its target: what is sent, and how long it takes.

Debian's Chromium opens the page with nothing in its cache. Sizes are of the files that it loads until its
first answer, compressed with Brotli as a host may do it; times are those of the browser on this machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urlsplit

import atsmu_kg

TESTS = Path(__file__).parent.parent / "tests"
RUNS, WARM = 5, 7
COMPRESSED = """
const { brotliCompressSync, constants } = require("node:zlib");
const { readFileSync } = require("node:fs");
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
const contents = process.argv.slice(1).map((file) => readFileSync(file));
const sizes = contents.map((all) => Math.min(brotliCompressSync(all, { params }).length, all.length));
console.log(sizes.join(" "));
"""
ASKED = """async ([query, times]) => {
    const { engine } = await import("./endpoint.js");
    const taken = [];
    for (let turn = 0; turn < times; turn += 1) {
        const began = performance.now();
        await engine().ask(query);
        taken.push(performance.now() - began);
    }
    return taken;
}"""


def figures() -> Iterator[tuple[str, float, str, float, str]]:
    """The figures of the packaged graph's site."""
    from browser import chromium
    from hosting import hosted

    kg = atsmu_kg.load()
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory, "site")
        kg.site(sparql=True).write(folder)
        with hosted(folder) as url, chromium() as browser:
            times: list[float] = []
            files: set[str] = set()
            for _ in range(RUNS):
                page = browser.new_context().new_page()
                page.on("response", lambda response: files.add(unquote(urlsplit(response.url).path)))
                page.goto(f"{url}sparql/index.html", wait_until="commit")
                page.wait_for_selector("#sparql[data-state=answered]")
                times.append(page.evaluate("performance.getEntriesByName('answered')[0].startTime"))
            paths = [
                folder / file.lstrip("/") for file in sorted(files) if (folder / file.lstrip("/")).is_file()
            ]
            sizes = [int(size) for size in _output("node", "-e", COMPRESSED, "--", *map(str, paths)).split()]
            heaviest = sorted(zip(sizes, paths, strict=True), reverse=True)[:4]
            note = ", ".join(f"{path.name} {size / 1000:.0f} kB" for size, path in heaviest)
            yield "sent until the first answer, MB", sum(sizes) / 1e6, "<=", 1.6, note
            seconds = [time / 1000 for time in times]
            yield "first answer, s", median(seconds), "<=", 2.5, f"{min(seconds):.2f} to {max(seconds):.2f}"
            warm = {
                name: median(page.evaluate(ASKED, [query.render(**query.example), WARM]))
                for name, query in kg.queries.items()
            }
            slow = sorted(warm, key=warm.__getitem__)[-3:]
            note = ", ".join(f"{name} {warm[name]:.0f}" for name in reversed(slow))
            yield "warm answer, median of the named queries, ms", median(warm.values()), "<=", 10, note


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))
    from benchmarks.report import report

    sys.exit(report(figures()))
