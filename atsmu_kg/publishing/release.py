"""A release: serialisations, records, vocabulary, shapes, redirects and checksums in one folder."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from atsmu_kg import files
from atsmu_kg.atomic import advice_on, draft, swap
from atsmu_kg.choices import require_path
from atsmu_kg.errors import ExportError, StoreError
from atsmu_kg.publishing import leaflets
from atsmu_kg.publishing.archive import archive
from atsmu_kg.publishing.catalogue import PROFILES, record_of
from atsmu_kg.publishing.catalogue.landing import landing_page
from atsmu_kg.publishing.catalogue.publication import SITE, Publication
from atsmu_kg.publishing.catalogue.ro_crate import ro_crate
from atsmu_kg.publishing.catalogue.views import FRAME
from atsmu_kg.publishing.redirects import LANDING, RedirectRules
from atsmu_kg.rdf.documents import content, read
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.rdf.serializers import serialize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

SUMS = "SHA256SUMS"
VERSION = "VERSION"
VOCABULARY = "ontology/atsmu-kg"


class Release:
    """The files of a release, in one order.

    version: that of the dataset.
    contents: the bytes of each file by its path in the release, with ``/`` between folders.
    notes: what the records of the release do without.
    """

    def __init__(self, version: str, contents: Mapping[str, bytes], notes: Iterable[str]) -> None:
        self.version = version
        self.contents = dict(sorted(contents.items()))
        self.notes = tuple(dict.fromkeys(notes))

    def write(self, directory: str | os.PathLike[str]) -> None:
        """Put the files into a new or empty folder, or in place of an earlier release; all of them or none.

        Raises StoreError for a folder that holds anything else, ExportError if it can't be written.
        """
        require_path(directory=directory)
        require_own(Path(directory))
        target = Path(os.path.realpath(directory))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with draft(target) as new:
                for path, content in self.contents.items():
                    file = new / path
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content)
                swap(new, target)
        except OSError as error:
            raise ExportError(
                f"can't be written: {error.strerror or error}",
                file=os.fspath(directory),
                advice=advice_on(error) or "Check the path and its permissions.",
            ) from error

    def __repr__(self) -> str:
        return f"<Release {self.version}: {len(self.contents)} files>"


def release(
    quads: Iterable[Quad],
    *,
    endpoint: str | None = None,
    host: str | None = None,
    pages: str | os.PathLike[str] | None = None,
    stated: str | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> Release:
    """All files of a release of a graph: the same graph gives the same bytes.

    quads: the dataset, with the named graphs that describe it.
    endpoint: the URL where SPARQL is answered, if there is one.
    host: the URL below which ``release/VERSION/`` will lie on the Web; redirects lead there.
    pages: a folder with a built site, which becomes ``pages/``.
    stated, prefixes: those of ``Publication``.

    Redirects are those of the dataset's permanent identifiers. Raises what ``describe`` raises.
    """
    publication = Publication(quads, endpoint=endpoint, stated=stated, prefixes=prefixes)
    version = publication.description.version
    # First what can be wrong in the call: the records take seconds.
    if pages is not None:
        require_path(pages=pages)
    site = {} if pages is None else _folder(Path(pages), SITE)
    redirects = RedirectRules(publication.description, host, site, publication.select("deprecated"))
    contents = {VERSION: f"{version}\n".encode(), redirects.file: redirects.to_text().encode(), **site}
    contents |= {file.file: file.content for file in publication.distributions} | _vocabulary()
    if not redirects.ours:
        # The frame's root is our university.
        del contents[FRAME]
    notes: list[str] = []
    for profile in PROFILES:
        if profile != "ro-crate":
            record = record_of(publication, profile)
            contents[record.file] = record.content
            notes += record.notes
    contents[leaflets.LICENSE] = leaflets.licence(publication)
    contents[leaflets.README] = leaflets.readme(publication, contents)
    contents[LANDING] = landing_page(publication, contents)
    crate = ro_crate(publication, contents)
    contents[crate.file] = crate.content
    # The archive has the checksums of the files in it, the folder also that of the archive.
    whole = archive({**contents, SUMS: checksums(contents)}, publication.whole)
    contents[f"{publication.whole}.zip"] = whole
    contents[SUMS] = checksums(contents)
    return Release(version, contents, [*notes, *redirects.notes])


def checksums(contents: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of files in the format that ``sha256sum --check`` reads.

    >>> checksums({"a": b""}).decode()
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\\n'
    """
    lines = (f"{sha256(content).hexdigest()}  {path}\n" for path, content in sorted(contents.items()))
    return "".join(lines).encode()


def require_own(directory: Path) -> None:
    """Raises StoreError for a folder that a release may not replace: it holds what is not of a release."""
    if not directory.exists():
        return
    if not directory.is_dir():
        raise StoreError("this is not a folder", file=str(directory), advice="Name a folder.")
    present = {path.relative_to(directory).as_posix() for path in directory.rglob("*") if not path.is_dir()}
    listed = {SUMS}
    if SUMS in present:
        listed |= {
            line[66:] for line in content(str(directory / SUMS)).decode("utf-8", "replace").splitlines()
        }
    others = sorted(present - listed)
    if others:
        raise StoreError(
            f"the folder holds files that are not part of a release: {', '.join(others[:3])}",
            file=str(directory),
            advice="Name a new folder, or take those files out of it.",
            others=others,
        )


def _vocabulary() -> dict[str, bytes]:
    """The packaged vocabulary, shapes and contexts; the vocabulary also in what other readers want."""
    found = _folder(Path(files.path("ontology")), "ontology/")
    quads = read(files.path(f"{VOCABULARY}.ttl"))
    return found | {f"{VOCABULARY}.{each}": serialize(quads, each) for each in ("rdf", "jsonld", "nt")}


def _folder(folder: Path, prefix: str) -> dict[str, bytes]:
    if not folder.is_dir():
        raise StoreError("there is no such folder", file=str(folder), advice="Build the pages first.")
    return {
        f"{prefix}{path.relative_to(folder).as_posix()}": content(str(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
