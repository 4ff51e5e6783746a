"""The files of the dataset: what is in them, their sizes and their checksums."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from atsmu_kg.errors import DataError
from atsmu_kg.publishing.catalogue.prefixes import RECORD_PREFIXES
from atsmu_kg.rdf.namespaces import PREFIXES, expand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from atsmu_kg.publishing.catalogue.description import DatasetDescription

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
SHA256 = "spdx:checksumAlgorithm_sha256"


class Distribution:
    """One file of the dataset, with its content."""

    def __init__(self, iri: str, description: DatasetDescription, content: bytes) -> None:
        from hashlib import sha256

        self.iri = iri
        self.file = description.text("spdx:fileName", iri)
        self.media_type = description.text("dcat:mediaType", iri).removeprefix(MEDIA_TYPES)
        self.url = f"{description.release}/{self.file}"
        self.content = content
        self.size = len(content)
        self.sha256 = sha256(content).hexdigest()
        self._description = description

    def description(self, lang: str = "en") -> str:
        """What the file holds, in a language."""
        return self._description.text("dcterms:description", self.iri, lang=lang)

    @property
    def format(self) -> str:
        """What the file is in the sense of DCAT-AP, as an IRI of the EU table of file types."""
        return self._description.text("dcterms:format", self.iri)

    def quads(self) -> Iterator[ox.Quad]:
        """What was measured, in the terms of DCAT and SPDX; the checksum has an IRI of its own."""
        checksum = f"{self.iri}/sha256"
        size = ox.Literal(str(self.size), datatype=ox.NamedNode(expand("xsd:nonNegativeInteger")))
        digest = ox.Literal(self.sha256, datatype=ox.NamedNode(expand("xsd:hexBinary")))
        yield _quad(self.iri, "dcat:byteSize", size)
        yield _quad(self.iri, "spdx:checksum", ox.NamedNode(checksum))
        yield _quad(checksum, "rdf:type", ox.NamedNode(expand("spdx:Checksum")))
        yield _quad(checksum, "spdx:algorithm", ox.NamedNode(expand(SHA256)))
        yield _quad(checksum, "spdx:checksumValue", digest)
        yield _quad(expand(SHA256), "rdf:type", ox.NamedNode(expand("spdx:ChecksumAlgorithm")))

    def __repr__(self) -> str:
        return f"<Distribution {self.file}: {self.size} bytes>"


def distributions(
    description: DatasetDescription,
    quads: Iterable[ox.Quad],
    figures: Iterable[tuple[str, ...]],
    prefixes: Mapping[str, str] = PREFIXES,
) -> tuple[Distribution, ...]:
    """The files that the description names, made from the graph's quads and the rows of its figures."""
    iris = tuple(description.texts("dcat:distribution"))
    contents = _contents(
        tuple(description.text("spdx:fileName", iri) for iri in iris),
        description.stem,
        description.root,
        tuple(quads),
        tuple(figures),
        tuple(prefixes.items()),
    )
    return tuple(Distribution(iri, description, content) for iri, content in zip(iris, contents, strict=True))


# A curator asks for one record after the other, and each wants the sizes and checksums of all files.
@lru_cache(maxsize=1)
def _contents(
    names: tuple[str, ...],
    whole: str,
    root: str | None,
    quads: tuple[ox.Quad, ...],
    figures: tuple[tuple[str, ...], ...],
    prefixes: tuple[tuple[str, str], ...],
) -> tuple[bytes, ...]:
    """The contents of the files with these names; ``whole`` is the stem of those that hold the dataset."""
    return tuple(_content(name, whole, root, quads, figures, dict(prefixes)) for name in names)


def _content(
    file: str,
    whole: str,
    root: str | None,
    quads: Collection[ox.Quad],
    figures: Collection[tuple[str, ...]],
    prefixes: Mapping[str, str],
) -> bytes:
    stem, _, extension = file.partition(".")
    if file == "figures.csv":
        from atsmu_kg.publishing.catalogue.figures import table

        return table(figures)
    if stem in (f"{whole}-framed", f"{whole}-schema-org"):
        from atsmu_kg.publishing.catalogue.views import framed, schema_org

        return schema_org(quads) if stem.endswith("schema-org") else framed(quads, root)
    if stem != whole:
        raise DataError(
            f"this version can't make the file {file!r}",
            file="data/dataset.ttl",
            advice="Name a file that this version can make, or make it in catalogue.distributions.",
        )
    from atsmu_kg.rdf.serializers import serialize

    return serialize(quads, extension, prefixes=prefixes)


def _quad(subject: str, predicate: str, object: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(expand(predicate, RECORD_PREFIXES)), object)
