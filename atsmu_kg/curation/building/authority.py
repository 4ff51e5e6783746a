"""Authority graphs: identifiers, codes and names from a table, each in the graph of its authority.

``python -m atsmu_kg.curation.building.authority TABLE --output data/authority.trig --date 2026-11-22``
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.curation.building.authority_config import SCHEMES, AuthorityConfig, Licence, read_config
from atsmu_kg.curation.building.authority_reading import graph_name
from atsmu_kg.curation.building.authority_statements import AuthorityStatements
from atsmu_kg.curation.building.authority_table import UNVERIFIED, read_authority_table
from atsmu_kg.curation.building.passages import day
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.files import path
from atsmu_kg.rdf.namespaces import AKG, BASE, DCTERMS, GRAPH, IRI, PROV, RDF, SKOS, expand
from atsmu_kg.rdf.serializers import write
from atsmu_kg.text import counted

_SINGLE_SOURCE = {"en": "single source", "ru": "один источник", "tg": "як манбаъ"}


@dataclass(frozen=True, slots=True)
class AuthorityQuads:
    """The quads of the authority graphs, in order, and how many rows of the table have each status."""

    quads: tuple[Quad, ...]
    rows: Counter[str]

    def __str__(self) -> str:
        graphs = len({quad.graph_name for quad in self.quads})
        used = self.rows.total() - self.rows[UNVERIFIED]
        return (
            f"{counted(len(self.quads), 'quad')} in {counted(graphs, 'graph')} from {counted(used, 'row')}; "
            f"{counted(self.rows[UNVERIFIED], 'unverified row')} left out"
        )


def authority_quads(table: str, config: str, date: str) -> AuthorityQuads:
    """The authority graphs that a table makes, and the description of each graph in ``graph:provenance``.

    `config` is a folder with the tables of data/authority/, `date` the day of the import (2026-11-22). Raises
    StoreError or DataError, which names file and line, unless the whole table can be read: only unverified
    rows are passed over. Raises ParameterError for a date that is none.
    """
    settings = read_config(config)
    rows = read_authority_table(table)
    statements = AuthorityStatements(rows, settings)
    graphs = GraphDescriptions(settings, day(date), expand(f"{BASE}source/{quote(Path(table).name)}"))
    quads = statements.quads | set(_concepts(statements.concepts, settings)) | set(graphs.of_schemes())
    for (authority, verified), licences in statements.graphs.items():
        quads |= set(graphs.of_authority(authority, verified, licences))
    return AuthorityQuads(tuple(sorted(quads, key=str)), rows.statuses)


def _concepts(concepts: Iterable[IRI], config: AuthorityConfig) -> Iterator[Quad]:
    graph = graph_name(SCHEMES, True)
    for concept in concepts:
        kind = concept in config.kinds
        yield _quad(concept, RDF.type, AKG.OrganizationKind if kind else AKG.IdentifierScheme, graph)
        for label in config.kinds[concept] if kind else config.concepts[concept]:
            yield _quad(concept, SKOS.prefLabel, label, graph)


@dataclass(frozen=True, slots=True)
class GraphDescriptions:
    """What is said of the graphs: their authority, terms of use, date, verification and source."""

    config: AuthorityConfig
    created: Literal
    source: IRI

    def of_authority(self, authority: str, verified: bool, licences: Iterable[Licence]) -> Iterator[Quad]:
        """The description of the graph of an authority's verified or single-source rows."""
        graph = graph_name(authority, verified)
        yield _described(graph, RDF.type, AKG.AuthorityGraph)
        yield _described(graph, AKG.verification, AKG.Verified if verified else AKG.SingleSource)
        yield _described(graph, PROV.wasDerivedFrom, self.source)
        yield from self._common(authority, graph, verified, licences)

    def of_schemes(self) -> Iterator[Quad]:
        """The description of the graph of the schemes, which the editors label."""
        graph = graph_name(SCHEMES, True)
        yield _described(graph, RDF.type, AKG.EditorialGraph)
        yield _described(graph, PROV.wasAttributedTo, expand(f"{BASE}maintainers"))
        yield from self._common(SCHEMES, graph, True, ())

    def _common(
        self, authority: str, graph: IRI, verified: bool, licences: Iterable[Licence]
    ) -> Iterator[Quad]:
        yield _described(graph, DCTERMS.created, self.created)
        for label in self.config.authorities[authority].labels:
            language = str(label.language)
            text = label.value if verified else f"{label.value}, {_SINGLE_SOURCE[language]}"
            yield _described(graph, SKOS.prefLabel, Literal(text, language=language))
        for licence in (self.config.authorities[authority].licence, *licences):
            for iri in licence.licences:
                yield _described(graph, DCTERMS.license, iri)
            if licence.rights:
                yield _described(graph, DCTERMS.rights, Literal(licence.rights, language="en"))


def _described(graph: IRI, predicate: IRI, object: IRI | Literal) -> Quad:
    return _quad(graph, predicate, object, GRAPH.provenance)


def _quad(subject: IRI, predicate: IRI, object: IRI | Literal, graph: IRI) -> Quad:
    term = object if isinstance(object, Literal) else NamedNode(object)
    return Quad(NamedNode(subject), NamedNode(predicate), term, NamedNode(graph))


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the authority graphs from a table: the command line of the import."""
    parser = argparse.ArgumentParser(
        prog="python -m atsmu_kg.curation.building.authority", description=main.__doc__
    )
    parser.add_argument("table", help="a CSV file with the columns of data/authority/README.md")
    parser.add_argument("--output", required=True, help="the TriG file to write")
    parser.add_argument("--date", required=True, help="the day of the import, as 2026-11-22")
    parser.add_argument("--config", help="a folder with other configuration tables than data/authority")
    options = parser.parse_args(arguments)
    try:
        built = authority_quads(options.table, options.config or path("data/authority"), options.date)
        write(built.quads, options.output, "trig")
    except AtsmuKGError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{options.output}: {built}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
