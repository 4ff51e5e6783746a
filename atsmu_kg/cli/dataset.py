"""Which dataset a command speaks of: the one that is named, the one around the working folder, or ours."""

# ruff: noqa: PTH109, PTH113, PTH118, PTH120
# pathlib costs more to import than a whole query.
from __future__ import annotations

import os
import sys

from atsmu_kg.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from atsmu_kg.curation.institutions import Dataset
    from atsmu_kg.curation.settings import DatasetSettings

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
