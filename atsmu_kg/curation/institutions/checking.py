"""What is still wrong with a dataset: its shapes, claims, source documents and the rows of its queries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from atsmu_kg.curation.institutions.dataset import Dataset
from atsmu_kg.curation.institutions.questions import InstitutionGraph, surprises
from atsmu_kg.rdf.terms import spell
from atsmu_kg.text import counted


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
    shown = partial(spell, prefixes=dataset.names.prefixes)
    for quad in dataset.coverage().unclaimed:
        yield f"{shown(quad.graph_name)} states what no claim asks for: {shown(*quad.triple)}"


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
