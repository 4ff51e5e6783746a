"""What is signed of a release: a W3C Verifiable Credential that says which dataset it is, and of which files.

Its terms are DCAT's and SPDX's, by the context ``ontology/release-v1.jsonld``. A context that was once signed
with never changes: what it says of a document must stay the same. Other terms make a v2.
"""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote

from atsmu_kg.errors import DataError
from atsmu_kg.publishing.catalogue.publication import SITE
from atsmu_kg.publishing.folder import PROOF
from atsmu_kg.rdf.serializers import serialize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pyoxigraph import Quad

    from atsmu_kg.publishing.catalogue.publication import Publication

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
CONTEXT, CONTEXT_FILE = "https://w3id.org/atsmu-kg/context/release/v1", "ontology/release-v1.jsonld"
RDFC = "https://www.w3.org/TR/rdf-canon/"
ANEW = "Take the release anew."


class ReleaseCredential:
    """Which version of which dataset it is, with what is in its folder.

    issuer: who signs, as a did:key.
    release: the address of the folder.
    dataset: the IRI of the dataset.
    version: that of the dataset.
    canonical_hash: the SHA-256 of the dataset's canonical form (RDFC-1.0), in hexadecimal.
    files: the SHA-256 of each file outside the site, by its path. One is the list of all checksums, by which
        the files of the site are signed too.
    """

    def __init__(
        self,
        issuer: str,
        *,
        release: str,
        dataset: str,
        version: str,
        canonical_hash: str,
        files: Mapping[str, str],
    ) -> None:
        self.issuer = issuer
        self.release = release
        self.dataset = dataset
        self.version = version
        self.canonical_hash = canonical_hash
        self.files = dict(sorted(files.items()))

    @classmethod
    def of(cls, publication: Publication, contents: Mapping[str, bytes], issuer: str) -> ReleaseCredential:
        """The credential of a release with these files."""
        described = publication.description
        return cls(
            issuer,
            release=described.release,
            dataset=described.iri,
            version=described.version,
            canonical_hash=canonical_hash(publication.quads),
            files={
                path: sha256(data).hexdigest() for path, data in contents.items() if not path.startswith(SITE)
            },
        )

    @classmethod
    def read(cls, document: Any) -> ReleaseCredential:
        """The credential that a JSON-LD document without its proof is; DataError if it is none of ours.

        Nothing but what ``to_document`` makes is taken, so that what the document shows and what its triples
        say, which are what is signed, are the same.
        """
        try:
            subject = document["credentialSubject"]
            credential = cls(
                document["issuer"],
                release=subject["id"],
                dataset=subject["isVersionOf"],
                version=subject["version"],
                canonical_hash=subject["checksum"]["checksumValue"],
                files={file["fileName"]: file["checksum"]["checksumValue"] for file in subject["hasFile"]},
            )
            same = all(isinstance(text, str) for text in credential._texts())
            same = same and credential.to_document() == document
        except (KeyError, TypeError, ValueError) as error:
            raise _malformed() from error
        if not same:
            raise _malformed()
        return credential

    def to_document(self) -> dict[str, Any]:
        """The credential as JSON-LD, without a proof. Nothing in it is a blank node."""
        return {
            "@context": [CREDENTIALS, CONTEXT],
            "id": f"{self.release}/{PROOF}",
            "type": ["VerifiableCredential"],
            "issuer": self.issuer,
            "credentialSubject": {
                "id": self.release,
                "type": ["Dataset", "Package"],
                "isVersionOf": self.dataset,
                "version": self.version,
                "checksum": {
                    **_checksum(f"{self.release}#rdfc-1.0", self.canonical_hash),
                    "conformsTo": RDFC,
                },
                "hasFile": [self._file(path, digest) for path, digest in self.files.items()],
            },
        }

    def _file(self, path: str, digest: str) -> dict[str, Any]:
        address = f"{self.release}/{quote(path)}"
        return {
            "id": address,
            "type": "File",
            "fileName": path,
            "checksum": _checksum(f"{address}#sha256", digest),
        }

    def _texts(self) -> Iterable[object]:
        stated = (self.issuer, self.release, self.dataset, self.version, self.canonical_hash)
        return (*stated, *self.files, *self.files.values())

    def __repr__(self) -> str:
        return f"<ReleaseCredential {self.version} of {self.dataset}: {len(self.files)} files>"


def canonical_hash(quads: Iterable[Quad]) -> str:
    """The SHA-256 of a dataset's canonical N-Quads (RDFC-1.0), in hexadecimal.

    >>> canonical_hash([])[:8]
    'e3b0c442'
    """
    return sha256(serialize(quads, "nq")).hexdigest()


def _checksum(iri: str, digest: str) -> dict[str, Any]:
    return {
        "id": iri,
        "type": "Checksum",
        "algorithm": "spdx:checksumAlgorithm_sha256",
        "checksumValue": digest,
    }


def _malformed() -> DataError:
    return DataError("it is not of the form that releases are signed in", advice=ANEW)
