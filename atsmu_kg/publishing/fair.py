"""How FAIR a release is, by those tests of F-UJI, FOOPS! and vocabulary catalogues that need no network.

Each test is an ASK query in ``fair/`` over the metadata of a release: the DCAT-AP record, the vocabulary and
the record in the page. ``fair/not_yet.csv`` has the tests that can't be passed before the first deposit, and
why. F-UJI's are the metrics 0.8, FOOPS!'s those of its catalogue of tests.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox

from atsmu_kg.errors import DataSyntaxError, StoreError
from atsmu_kg.files import all_beside, table
from atsmu_kg.publishing.folder import SUMS, checksums, stated_checksums
from atsmu_kg.publishing.redirects import OURS, OWN
from atsmu_kg.publishing.verdict import NOT_YET, Verdict
from atsmu_kg.rdf.documents import content, parse, read
from atsmu_kg.rdf.namespaces import SCHEMA

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

RDF = ("dcat-ap.ttl", "ontology/atsmu-kg.ttl")
PAGE = "index.html"
SCRIPT = '<script type="application/ld+json">'
FORMATS = ("ttl", "rdf", "nt", "jsonld")


def assess(directory: str | Path) -> tuple[Verdict, ...]:
    """The verdicts on a release folder: tests that were made, then those that can't be passed yet.

    Raises StoreError or DataSyntaxError if a file of it is missing or broken.
    """
    folder = Path(directory)
    store = ox.Store()
    for name in RDF:
        store.extend(read(folder / name))
    store.extend(_record_in(folder / PAGE))
    verdicts = [_asked(store, text) for text in all_beside(__file__, "fair", ".rq")]
    return (*verdicts, _same_in_each_format(folder), _intact(folder), *_not_yet(folder))


def _asked(store: ox.Store, text: str) -> Verdict:
    header = dict(line[3:].split(": ", 1) for line in text.splitlines() if line.startswith("#+ "))
    passed = bool(store.query(text))
    return Verdict.of(header["test"], header["asks"], "" if passed else header["advice"])


def _record_in(page: Path) -> list[ox.Quad]:
    """The record that a page carries; its context is schema.org's name, which stands for the vocabulary."""
    text = content(str(page)).decode("utf-8", "replace")
    script = text.partition(SCRIPT)[2].partition("</script>")[0]
    if not script.strip():
        return []
    links = {name: {"@type": "@id"} for name in ("license", "url", "contentUrl", "isBasedOn")}
    try:
        record = json.loads(script) | {"@context": {"@vocab": str(SCHEMA), **links}}
    except ValueError as error:
        raise DataSyntaxError(
            f"the record in the page is not JSON: {error}", file=str(page), advice="Make the release anew."
        ) from error
    return parse(json.dumps(record), ox.RdfFormat.JSON_LD, file=str(page))


def _same_in_each_format(folder: Path) -> Verdict:
    graphs = [set(read(folder / f"ontology/atsmu-kg.{extension}")) for extension in FORMATS]
    same = all(graph == graphs[0] for graph in graphs)
    asks = "the vocabulary is well-formed RDF, and the same in each format"
    return Verdict.of("FOOPS-RDF1", asks, "" if same else "make the release anew")


def _intact(folder: Path) -> Verdict:
    stated = content(str(folder / SUMS))
    try:
        names = stated_checksums(stated)
        whole = checksums({name: content(str(folder / name)) for name in names}) == stated
    except StoreError:
        whole = False
    asks = "each file is there and as its checksum says"
    return Verdict.of("release-intact", asks, "" if whole else "make the release anew")


def _not_yet(folder: Path) -> Iterator[Verdict]:
    rules = OWN if (folder / OWN).is_file() else OURS
    for row in table(__file__, "fair/not_yet.csv"):
        yield Verdict(row["test"], row["asks"], NOT_YET, row["reason"].format(rules=rules))
