"""A release: serialisations, records, vocabulary, shapes, redirects and checksums in one folder."""

from __future__ import annotations

import os
from pathlib import Path

from atsmu_kg import files
from atsmu_kg.choices import require_path
from atsmu_kg.publishing import leaflets
from atsmu_kg.publishing.archive import archive
from atsmu_kg.publishing.catalogue import PROFILES, record_of
from atsmu_kg.publishing.catalogue.landing import landing_page
from atsmu_kg.publishing.catalogue.publication import SITE, Publication
from atsmu_kg.publishing.catalogue.ro_crate import ro_crate
from atsmu_kg.publishing.catalogue.views import FRAME
from atsmu_kg.publishing.folder import PROOF, SUMS, Folder, checksums, files_of
from atsmu_kg.publishing.redirects import LANDING, RedirectRules
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.rdf.serializers import serialize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

    from atsmu_kg.publishing.signing.keys import SigningKey

VERSION = "VERSION"
VOCABULARY = "ontology/atsmu-kg"


class Release(Folder):
    """The files of a release, in one order.

    version: that of the dataset.
    contents: the bytes of each file by its path in the release, with ``/`` between folders.
    notes: what the records of the release do without.
    """

    def __init__(self, version: str, contents: Mapping[str, bytes], notes: Iterable[str]) -> None:
        super().__init__(contents)
        self.version = version
        self.notes = tuple(dict.fromkeys(notes))

    def __repr__(self) -> str:
        return f"<Release {self.version}: {len(self.contents)} files>"


def release(
    quads: Iterable[Quad],
    *,
    endpoint: str | None = None,
    host: str | None = None,
    pages: str | os.PathLike[str] | None = None,
    site: str | None = None,
    key: str | os.PathLike[str] | None = None,
    stated: str | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> Release:
    """All files of a release of a graph: the same graph gives the same bytes.

    quads: the dataset, with the named graphs that describe it.
    endpoint: the URL where SPARQL is answered, if there is one.
    host: the URL below which ``release/VERSION/`` will lie on the Web; redirects lead there.
    pages: a folder with a built site, which becomes ``pages/``; where it has pages of things, their
        identifiers lead there.
    site: the URL of another place of the site, if identifiers are to lead there instead.
    key: the file of the private key with which the release is signed, folder and archive each.
    stated, prefixes: those of ``Publication``.

    Redirects are those of the dataset's permanent identifiers. Raises what ``describe`` and
    ``signing.keys.SigningKey.read`` raise.
    """
    # First what can be wrong in the call: the records take seconds.
    if pages is not None:
        require_path(pages=pages)
    signer = None if key is None else _signer(key)
    built = {} if pages is None else files_of(Path(pages), SITE)
    publication = Publication(quads, endpoint=endpoint, stated=stated, prefixes=prefixes)
    version = publication.description.version
    redirects = RedirectRules(publication.description, host, built, publication.select("deprecated"), site)
    contents = {VERSION: f"{version}\n".encode(), redirects.file: redirects.to_text().encode(), **built}
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
    contents[leaflets.README] = leaflets.readme(publication, contents, signer)
    contents[LANDING] = landing_page(publication, contents, signed=signer is not None)
    crate = ro_crate(publication, contents)
    contents[crate.file] = crate.content
    # The archive has the checksums of the files in it, the folder also that of the archive.
    listed = {**contents, SUMS: checksums(contents)}
    contents[f"{publication.whole}.zip"] = archive(_signed(publication, listed, signer), publication.whole)
    contents[SUMS] = checksums(contents)
    notes += [*redirects.notes, *(signer.notes if signer else ())]
    return Release(version, _signed(publication, contents, signer), notes)


def _signer(key: str | os.PathLike[str]) -> SigningKey:
    from atsmu_kg.publishing.signing.keys import SigningKey

    return SigningKey.read(key)


def _signed(
    publication: Publication, contents: Mapping[str, bytes], signer: SigningKey | None
) -> Mapping[str, bytes]:
    """The files, with the proof of them if somebody signs."""
    if signer is None:
        return contents
    from atsmu_kg.publishing.signing.credential import ReleaseCredential
    from atsmu_kg.publishing.signing.proof import sign

    credential = ReleaseCredential.of(publication, contents, signer.did)
    return {**contents, PROOF: sign(credential, signer, publication.description.modified)}


def _vocabulary() -> dict[str, bytes]:
    """The packaged vocabulary, shapes and contexts; the vocabulary also in what other readers want."""
    found = files_of(Path(files.path("ontology")), "ontology/")
    quads = read(files.path(f"{VOCABULARY}.ttl"))
    return found | {f"{VOCABULARY}.{each}": serialize(quads, each) for each in ("rdf", "jsonld", "nt")}
