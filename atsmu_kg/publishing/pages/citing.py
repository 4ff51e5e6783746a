"""How the dataset and each thing in it are cited: for BibTeX, and for what reads CSL-JSON."""

from __future__ import annotations

import json

from atsmu_kg.citations import bibliography

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.publishing.catalogue.description import DatasetDescription


def bibtex(described: DatasetDescription, path: str = "", iri: str = "", name: str = "") -> bytes:
    """The entry of the dataset, or of a thing in it.

    described: the dataset.
    path: that of the page of the thing.
    iri: the thing.
    name: what it is called.
    """
    title = described.title()
    fields = {
        "title": name or title,
        "howpublished": title if iri else "",
        "publisher": described.publisher,
        "version": described.version,
        "year": described.modified[:4],
        "url": iri or described.iri,
    }
    return bibliography.entry(bibliography.key(described.stem, *filter(None, [path])), fields).encode()


def csl_json(described: DatasetDescription) -> bytes:
    """The item of the dataset, in an array of one."""
    item = {
        "id": described.stem,
        "type": "dataset",
        "title": described.title(),
        "author": [{"literal": described.publisher}],
        "issued": {"date-parts": [[int(part) for part in described.modified.split("-")]]},
        "version": described.version,
        "URL": described.iri,
    }
    return f"{json.dumps([item], ensure_ascii=False, indent=2)}\n".encode()
