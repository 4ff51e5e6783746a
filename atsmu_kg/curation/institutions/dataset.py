"""A dataset of the same form about another institution: a folder with a ``dataset.toml``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from atsmu_kg import files
from atsmu_kg.choices import LANGUAGES, paths, require_path, require_text
from atsmu_kg.curation.building.merge import ONTOLOGY, derived, in_graph, merged
from atsmu_kg.curation.building.passages import passage_quads
from atsmu_kg.curation.claims import ClaimCheck, read_claims
from atsmu_kg.curation.coverage import Coverage, SourceCheck, check_source, coverage
from atsmu_kg.curation.institutions.questions import InstitutionGraph
from atsmu_kg.curation.settings import SETTINGS, DatasetSettings, folder_around
from atsmu_kg.errors import DataError
from atsmu_kg.publishing.catalogue.description import DatasetDescription
from atsmu_kg.rdf.documents import content, read
from atsmu_kg.rdf.formats import means_tables
from atsmu_kg.rdf.namespaces import AKG, RDF, expand
from atsmu_kg.rdf.serializers import write
from atsmu_kg.rdf.terms import spell
from atsmu_kg.stores.additions import add
from atsmu_kg.stores.embedded import EmbeddedStore

ENTAILED = "entailed.trig"


class Dataset:
    """The folder of an institution's dataset; ``start`` makes one.

    ``names`` are its IRIs, ``language`` is that of its sources.
    """

    def __init__(self, root: Path, settings: DatasetSettings) -> None:
        self.root = root
        self.names = settings.names
        self.name = settings.name
        self.language = settings.language
        self.licence = settings.licence
        self.date = settings.date
        self.titles = settings.titles
        self.site: Mapping[str, str] = settings.site

    @classmethod
    def read(cls, directory: str | os.PathLike[str]) -> Dataset:
        """The dataset in a folder; StoreError if there is none, DataError if its settings are wrong."""
        require_path(directory=directory)
        return cls(Path(directory), DatasetSettings.read(directory))

    @classmethod
    def around(cls, file: str | os.PathLike[str]) -> Dataset | None:
        """The dataset in whose folder a file lies, at any depth, or None. DataError as for ``read``."""
        require_path(file=file)
        folder = folder_around(file)
        return None if folder is None else cls.read(folder)

    @property
    def files(self) -> list[Path]:
        """Its data files, those written by hand first: a fault is told in the first file that has it."""
        converted = {f"{source}{end}.trig" for source in self.sources for end in ("", "-passages")}

        def order(file: Path) -> tuple[bool, bool, str]:
            return file.name == ENTAILED, file.name in converted, file.name

        return sorted(self.root.glob("data/*.trig"), key=order)

    @property
    def description_file(self) -> Path:
        """The file that describes it for catalogues."""
        return self.root / "data" / "dataset.ttl"

    @property
    def description(self) -> DatasetDescription:
        """How it describes itself for catalogues; nothing where the file is missing."""
        return DatasetDescription(read(self.description_file) if self.description_file.is_file() else ())

    @property
    def title(self) -> str:
        """Its title in the language of its sources, or the institution's name."""
        return next(iter(self.description.texts("dcterms:title", lang=self.language)), self.name)

    @property
    def sources(self) -> list[str]:
        """The names of its source documents, each of which has a claims table."""
        return sorted(file.stem for file in self.root.glob("data/claims/*.csv"))

    def claims(self, source: str) -> list[ClaimCheck]:
        """The claims of a source. CURIEs in the table have the prefixes of the dataset's other files."""
        table = self.root / "data" / "claims" / f"{source}.csv"
        return read_claims(table, base=self.names.base, prefixes=self.names.prefixes)

    def passages(self, source: str) -> Iterator[Quad]:
        """The description of a source, its passages and their graphs, from its text and its claims."""
        text = self.root / "source" / f"{source}.txt"
        if source not in self.titles:
            raise DataError(
                f"the source {source!r} has no title",
                file=str(self.root / SETTINGS),
                advice=f"Add [title.{source}] with its title in {', '.join(LANGUAGES)}.",
            )
        try:
            content(str(text)).decode("utf-8")
        except UnicodeDecodeError as error:
            advice = "Save the document as UTF-8."
            raise DataError(f"byte {error.start} is not UTF-8", file=str(text), advice=advice) from error
        return passage_quads(
            text,
            self.claims(source),
            titles=self.titles[source],
            language=self.language,
            date=self.date,
            licence=self.licence,
        )

    def stated(self, *, but: Iterable[str] = ()) -> list[Quad]:
        """The quads of its data files but what merely follows; DataError for a triple in no named graph."""
        quads: list[Quad] = []
        for file in self.files:
            if file.name in (ENTAILED, *but):
                continue
            for quad in read(file):
                if quad.graph_name == DefaultGraph():
                    advice = "Put it into the graph of the passage that states it."
                    message = f"{spell(*quad.triple)} stands in no named graph"
                    raise DataError(message, file=str(file), advice=advice)
                quads.append(quad)
        return quads

    @cached_property
    def vocabulary(self) -> list[Quad]:
        """The vocabulary, which all datasets share, in its graph."""
        graph = NamedNode(expand("graph:ontology"))
        return [in_graph(quad.triple, graph) for name in ONTOLOGY for quad in read(files.path(name))]

    def terms(self, name: str) -> list[str]:
        """The vocabulary's terms of one of its classes, such as its measures, by local name."""
        of = NamedNode(AKG[name])
        return sorted(
            quad.subject.value.removeprefix(str(AKG))
            for quad in self.vocabulary
            if quad.predicate.value == RDF.type and quad.object == of and isinstance(quad.subject, NamedNode)
        )

    def quads(self, *, beside: Iterable[Quad] = ()) -> set[Quad]:
        """Its named graphs, the vocabulary and what follows, the graphs ``beside``, and the merge."""
        stated = [*self.stated(), *self.vocabulary]
        others = [quad for quad in beside if quad.graph_name != DefaultGraph()]
        return merged([*stated, *self.entailed(stated), *others])

    def entailed(self, stated: Iterable[Quad] | None = None) -> list[Quad]:
        """What follows from its data and the vocabulary by the axioms, in the graph for that."""
        known = [*self.stated(), *self.vocabulary] if stated is None else stated
        return derived(quad.triple for quad in known)

    def graph(
        self, *, beside: Iterable[Quad] = (), data: Iterable[str | os.PathLike[str]] = ()
    ) -> InstitutionGraph:
        """The dataset to be asked, whose ``queries`` are those of its folder.

        ``beside`` are quads of other datasets that it is asked together with: ``atsmu_kg.load().quads()``;
        ``data`` are files, as in ``atsmu_kg.load``.
        """
        store = EmbeddedStore.memory()
        store.extend(self.quads(beside=beside))
        graph = InstitutionGraph(store, self)
        if data != ():
            graph.prefixes = {**add(store, paths(data=data)), **graph.prefixes}
        return graph

    def export(self, target: str | os.PathLike[str]) -> None:
        """Write the whole dataset to a file, whose extension says the format, or as tables to a folder.

        target: a path; that of a folder is a text with a slash at its end.

        Raises what ``KnowledgeGraph.export`` raises.
        """
        if means_tables(target):
            self.graph().export(target)
        else:
            write(self.quads(), target, prefixes=self.names.prefixes)

    def coverage(self) -> Coverage:
        """Its claims held against the graphs of their passages; what tables state, their rows ask for."""
        claims = [claim for source in self.sources for claim in self.claims(source)]
        covered = coverage(self.quads(), claims, self.names.prefixes)
        converted = [self.root / "data" / f"{source}.trig" for source in self.sources]
        from_tables = {quad for file in converted if file.is_file() for quad in read(file)}
        return replace(covered, unclaimed=[quad for quad in covered.unclaimed if quad not in from_tables])

    def check_source(self, source: str, copy: str | os.PathLike[str] | None = None) -> SourceCheck:
        """The text of a source, or a copy, held against its recorded hash, ranges of claims and numbers."""
        require_text(source=source)
        text = self.root / "source" / f"{source}.txt" if copy is None else Path(copy)
        claims = [claim for name in self.sources for claim in self.claims(name)]
        return check_source(text, self.quads(), claims, source=source, prefixes=self.names.prefixes)


def dataset(
    directory: str | os.PathLike[str], *, data: Iterable[str | os.PathLike[str]] = ()
) -> InstitutionGraph:
    """The graph of another institution's dataset, from its folder, to be asked as the packaged one is.

    directory: the folder with ``dataset.toml``, as ``atsmu-kg new`` begins it. Its named queries, prefixes
        (``id:``, ``figure:``, …), records, citations, catalogue records and releases are its own.
    data: RDF files to put beside it, as in ``atsmu_kg.load``.

    Raises StoreError if there is no such folder, DataError and DataSyntaxError if its files are wrong.
    """
    return Dataset.read(directory).graph(data=data)
