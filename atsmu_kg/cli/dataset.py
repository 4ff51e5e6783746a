"""Which graph a command asks: one that is named, that of the dataset around the working folder, or ours."""

# ruff: noqa: PTH109, PTH113, PTH118, PTH120
# pathlib costs more to import than a whole query.
from __future__ import annotations

import os
import sys

import atsmu_kg
from atsmu_kg.errors import ParameterError
from atsmu_kg.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from atsmu_kg.curation.institutions import Dataset
    from atsmu_kg.curation.settings import DatasetSettings
    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.queries import NamedQuery

# That of curation.settings, which takes longer to import than most answers.
SETTINGS = "dataset.toml"


def folder(options: Namespace) -> str | None:
    """The folder of the dataset that is named, or in which the shell is; None for the packaged graph."""
    if getattr(options, "store", None) or getattr(options, "endpoint", None):
        return None
    if options.dataset is not None:
        return str(options.dataset)
    here = os.getcwd()
    while not os.path.isfile(os.path.join(here, SETTINGS)):
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above
    return here


def told(options: Namespace) -> Dataset | None:
    """The dataset that is meant, or None for the packaged graph; whose it is, is said on standard error."""
    where = folder(options)
    if where is None:
        return None
    from atsmu_kg.curation.institutions import Dataset

    dataset = Dataset.read(where)
    tell(dataset)
    return dataset


def tell(dataset: Dataset | DatasetSettings) -> None:
    """Say on standard error which dataset a command speaks of."""
    sys.stderr.write(f"dataset: {printable(dataset.name)} ({dataset.names.base})\n")


def graph_of(options: Namespace) -> KnowledgeGraph:
    """The graph that the options name: an endpoint, an on-disk store, a dataset, or the packaged one."""
    data = getattr(options, "data", ())
    if not (options.store or options.endpoint):
        named = told(options)
        if named is None and not data:
            return atsmu_kg.load()
        from atsmu_kg.cli.progress import Working

        with Working("loading"):
            return atsmu_kg.load(data=data) if named is None else named.graph(data=data or ())
    if data:
        raise ParameterError(
            "files are put beside a graph in memory only", advice="Leave --store or --endpoint out."
        )
    from atsmu_kg.endpoints import graph_at

    return graph_at(options.store, options.endpoint)


def catalogue_of(options: Namespace) -> Mapping[str, NamedQuery]:
    """The named queries of the dataset that is asked."""
    from atsmu_kg.queries import Catalogue, packaged

    where = folder(options)
    return packaged() if where is None else Catalogue(os.path.join(where, "queries"))
