"""What is still wrong with a dataset: its shapes, claims, source documents and the rows of its queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from atsmu_kg.curation.institutions.dataset import Dataset
from atsmu_kg.curation.institutions.questions import InstitutionGraph, surprises
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import contract
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyoxigraph import BlankNode, DefaultGraph, Literal, Triple


def faults(dataset: Dataset) -> Iterator[str]:
    """What the shapes, the claims, the source documents and the queries find wrong, one text each.

    dataset: the dataset of an institution.

    Raises what reading its files raises.
    """
    with dataset.graph() as kg:
        report = kg.validate()
        if not report.conforms:
            yield report.to_text().rstrip()
        for claim, pattern in dataset.coverage().unmatched:
            yield (
                f"data/claims/{claim.source}.csv:{pattern.line}: claim {claim.id}: no triple of sentence "
                f"{claim.sentence} fits {pattern}\n  State it, or correct the claim."
            )
        for source in dataset.sources:
            yield from (f"source/{source}.txt: {fault}" for fault in dataset.check_source(source).faults)
        yield from _answers(kg)


def unclaimed(dataset: Dataset) -> Iterator[str]:
    """The triples written by hand that no claim asks for, one text each; those of tables are their rows'.

    dataset: the dataset of an institution.

    Raises what reading its files raises.
    """
    converted = {source: dataset.root / "data" / f"{source}.trig" for source in dataset.sources}
    from_tables = {quad for file in converted.values() if file.is_file() for quad in read(file)}
    for quad in dataset.coverage().unclaimed:
        if quad not in from_tables:
            graph = _spelt(quad.graph_name, dataset.names.prefixes)
            triple = " ".join(_spelt(term, dataset.names.prefixes) for term in quad.triple)
            yield f"{graph} states what no claim asks for: {triple}"


def _answers(kg: InstitutionGraph) -> Iterator[str]:
    """The queries whose answers have other numbers of rows than recorded; one text before any are."""
    surprising = surprises(kg)
    if surprising and not any(query.expect["rows"] for query in kg.queries.values()):
        yield (
            f"the answers of {counted(len(surprising), 'query', 'queries')} are not recorded yet\n"
            "  When they are right, record them: 'atsmu-kg check dataset --renew', or 'make renew'."
        )
    else:
        yield from map(str, surprising)


def _spelt(term: NamedNode | BlankNode | Literal | Triple | DefaultGraph, prefixes: Mapping[str, str]) -> str:
    """A term as the dataset's own files have it."""
    return contract(term.value, prefixes) if isinstance(term, NamedNode) else str(term)
