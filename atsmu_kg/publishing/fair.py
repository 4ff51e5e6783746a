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
from atsmu_kg.publishing.folder import SUMS, checksums
from atsmu_kg.publishing.redirects import OURS, OWN
from atsmu_kg.rdf.documents import content, parse, read
from atsmu_kg.rdf.namespaces import SCHEMA

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

RDF = ("dcat-ap.ttl", "ontology/atsmu-kg.ttl")
PAGE = "index.html"
SCRIPT = '<script type="application/ld+json">'
FORMATS = ("ttl", "rdf", "nt", "jsonld")
PASSES, FAILS, NOT_YET = "passes", "fails", "not yet"


class Verdict:
    """What came of one test.

    test: its identifier.
    asks: what it asks of a dataset.
    outcome: ``passes``, ``fails`` or ``not yet``, where it can't be passed so far.
    reason: what to do where it fails; why it can't be passed yet.
    """

    __slots__ = ("asks", "outcome", "reason", "test")

    def __init__(self, test: str, asks: str, outcome: str, reason: str = "") -> None:
        self.test = test
        self.asks = asks
        self.outcome = outcome
        self.reason = reason

    def __str__(self) -> str:
        reason = f" ({self.reason})" if self.reason else ""
        return f"{self.outcome:<8} {self.test:<18} {self.asks}{reason}"

    def __repr__(self) -> str:
        return f"<Verdict {self}>"


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
    return Verdict(
        header["test"], header["asks"], PASSES if passed else FAILS, "" if passed else header["advice"]
    )


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
    return Verdict("FOOPS-RDF1", asks, PASSES if same else FAILS, "" if same else "make the release anew")


def _intact(folder: Path) -> Verdict:
    stated = content(str(folder / SUMS)).decode("utf-8", "replace")
    names = [line[66:] for line in stated.splitlines()]
    try:
        whole = checksums({name: content(str(folder / name)) for name in names}).decode() == stated
    except StoreError:
        whole = False
    asks = "each file is there and as its checksum says"
    return Verdict(
        "release-intact", asks, PASSES if whole else FAILS, "" if whole else "make the release anew"
    )


def _not_yet(folder: Path) -> Iterator[Verdict]:
    rules = OWN if (folder / OWN).is_file() else OURS
    for row in table(__file__, "fair/not_yet.csv"):
        yield Verdict(row["test"], row["asks"], NOT_YET, row["reason"].format(rules=rules))
