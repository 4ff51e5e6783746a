"""The named queries, asked of another institution."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from atsmu_kg import atomic, files
from atsmu_kg.curation.names import InstitutionNames
from atsmu_kg.errors import DataError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.rdf.namespaces import ATSMU, PREFIXES
from atsmu_kg.sparql.tokens import tokens
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyoxigraph import Quad

    from atsmu_kg.citations.bibliography import CitedWork
    from atsmu_kg.publishing.catalogue.description import DatasetDescription
    from atsmu_kg.publishing.pages import Appearance
    from atsmu_kg.queries.catalogue_types import Queries
    from atsmu_kg.stores.protocol import Store
    from atsmu_kg.validation import Report

EXPECT = re.compile(r"^#\+ expect:.*$", re.MULTILINE)
# A value of the header that is a thing of ours by its CURIE.
THING = re.compile(r'"atsmu:([a-z0-9-]+)"')


class PublishedDataset(Protocol):
    """What a graph asks of the dataset that it is about."""

    root: Path
    names: InstitutionNames
    name: str
    site: Mapping[str, str]

    @property
    def files(self) -> Sequence[Path]:
        """Its data files."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def description(self) -> DatasetDescription:
        """How it describes itself for catalogues."""

    @property
    def description_file(self) -> Path:
        """The file with that description."""

    def quads(self) -> Iterable[Quad]:
        """All that it states, with the merge."""


class InstitutionGraph(KnowledgeGraph):
    """A graph whose named queries are those of an institution's folder."""

    def __init__(self, store: Store, dataset: PublishedDataset) -> None:
        """A graph of a store; ``dataset`` is what catalogues, releases and citations of it are about."""
        super().__init__(store, prefixes={**PREFIXES, **dataset.names.prefixes}, things=dataset.names.things)
        self._dataset = dataset
        self._root = dataset.root

    @property
    def version(self) -> str:
        """The version of the dataset, as it describes itself."""
        if self._version is None:
            self._version = "".join(self._dataset.description.texts("dcat:version")[:1])
        return self._version

    @cached_property
    def queries(self) -> Queries:
        """The queries of the folder, each callable with its parameters."""
        from atsmu_kg.queries import Catalogue

        # Typed as the packaged ones, which the graph's own methods ask; an institution has some of them.
        catalogue: Any = Catalogue(self._root / "queries").bound(self)
        return catalogue  # type: ignore[no-any-return]

    def validate(self, *, things: Iterable[str] = (), **settings: Any) -> Report:
        """The graph held against the shapes, with the lines of the institution's files."""
        report = super().validate(things=(self._things, *things), **settings)
        return replace(report, prefixes=self.prefixes)

    @property
    def work(self) -> CitedWork:
        """The dataset as a bibliography has it."""
        from atsmu_kg.citations.bibliography import CitedWork

        return CitedWork(self._dataset.title, self._dataset.names.home, "dataset")

    def _files(self) -> Sequence[Path]:
        return self._dataset.files

    def _published(self) -> Iterable[Quad]:
        # What the store also holds of other datasets is not published with this one.
        return self._dataset.quads()

    def _appearance(self) -> Appearance:
        from atsmu_kg.publishing.pages import Appearance

        return Appearance(**{"name": self._dataset.name, **self._dataset.site})

    def _description(self) -> str:
        return str(self._dataset.description_file)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._dataset.name}: {counted(len(self), 'quad')}>"


def own_queries(names: InstitutionNames) -> Iterator[tuple[str, str]]:
    """The packaged queries by file name, asked of an institution of which nothing is known yet."""
    for file in sorted(Path(files.path("queries")).glob("*.rq")):
        yield file.name, own_query(file.read_text("utf-8"), names)


def own_query(text: str, names: InstitutionNames) -> str:
    """A query with its header, asked of another institution.

    >>> print(own_query('''#+ expect: {rows: 4}
    ... PREFIX atsmu: <https://w3id.org/atsmu-kg/id/>
    ... SELECT ?f { atsmu:university ?p ?f }''', InstitutionNames("https://college.example/id/")))
    #+ expect: {rows: 0}
    PREFIX id: <https://college.example/id/>
    SELECT ?f { id:university ?p ?f }
    """
    body = []
    for token in tokens(text):
        if token.kind == "pname" and token.text.startswith("atsmu:"):
            body.append(f"id:{token.text.removeprefix('atsmu:')}")
        elif token.kind == "iri" and token.text == f"<{ATSMU}>":
            body.append(f"<{names.things}>")
        elif token.kind == "comment" and token.text.startswith("#+"):
            body.append(_header_line(token.text, names))
        else:
            body.append(token.text)
    return "".join(body)


def _header_line(line: str, names: InstitutionNames) -> str:
    line = THING.sub(lambda found: json.dumps(names.things + found[1]), line)
    return EXPECT.sub("#+ expect: {rows: 0}", line)


def renew(graph: InstitutionGraph) -> list[str]:
    """Write into the header of each query how many rows it has now; the names of those that changed."""
    changed = []
    for name, query in graph.queries.items():
        file = Path(query.file)
        text = file.read_text("utf-8")
        rows = len(query(**query.example))
        if query.expect["rows"] != rows:
            renewed = EXPECT.sub(f"#+ expect: {{rows: {rows}}}", text, count=1)
            atomic.replace(file, renewed.encode())
            changed.append(name)
    return changed


def surprises(graph: InstitutionGraph) -> list[DataError]:
    """The queries that have other numbers of rows than their headers expect."""
    from atsmu_kg.queries.comments import Header

    differing = []
    for query in graph.queries.values():
        rows, expected = len(query(**query.example)), query.expect["rows"]
        if rows != expected:
            differing.append(
                Header(query.file, query.text).error(
                    ("expect", "rows"),
                    f"{counted(expected, 'row')} expected, and {rows:,} found",
                    "If the data changed on purpose, run 'atsmu-kg check dataset --renew', or 'make renew'.",
                )
            )
    return differing
