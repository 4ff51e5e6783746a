"""A release of two quads that is signed, and the key that signs it."""

from __future__ import annotations

from hashlib import sha256

import pyoxigraph as ox
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from atsmu_kg.publishing.folder import PROOF, SUMS, checksums
from atsmu_kg.publishing.signing.credential import ReleaseCredential, canonical_hash
from atsmu_kg.publishing.signing.keys import SigningKey
from atsmu_kg.publishing.signing.proof import sign
from atsmu_kg.rdf.serializers import serialize

RELEASE = "https://example.org/kg/release/1.0"
# A text with all that canonical N-Quads escape, and some that they don't.
TEXT = 'Ӯ"\\\t\b\n\r\f\x00\x7f\u2028 😀'
QUADS = [
    ox.Quad(
        ox.NamedNode("https://example.org/a"),
        ox.NamedNode("https://example.org/says"),
        ox.Literal(text, language=language),
        graph,
    )
    for text, language, graph in (
        (TEXT, None, ox.NamedNode("https://example.org/g")),
        ("б", "ru", ox.DefaultGraph()),
    )
]
FILES = {
    "VERSION": b"1.0\n",
    "kg.nq": serialize(QUADS, "nq"),
    "kg.ttl": serialize(QUADS, "ttl"),
    "figures, all.csv": b"measure,value\r\n",
}
PAGES = {"pages/index.html": b"<!DOCTYPE html>\n"}


def key(number: int = 1) -> SigningKey:
    """A key that is no secret."""
    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def credential(contents: dict[str, bytes], issuer: str) -> ReleaseCredential:
    return ReleaseCredential(
        issuer,
        release=RELEASE,
        dataset="https://example.org/kg/dataset",
        version="1.0",
        canonical_hash=canonical_hash(QUADS),
        files={path: sha256(content).hexdigest() for path, content in contents.items() if path not in PAGES},
    )


def signed(signer: SigningKey | None = None) -> dict[str, bytes]:
    """The files of the release, with its proof."""
    signer = signer or key()
    contents = {**FILES, **PAGES}
    contents[SUMS] = checksums(contents)
    return contents | {PROOF: sign(credential(contents, signer.did), signer, "2026-11-29")}
