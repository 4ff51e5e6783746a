"""Keys of Ed25519 that sign releases: the private one in a file, the public one as a did:key."""

from __future__ import annotations

import os
from pathlib import Path

from atsmu_kg.atomic import advice_on
from atsmu_kg.choices import require_path, require_text
from atsmu_kg.errors import ExportError, ParameterError
from atsmu_kg.publishing.signing import require_openvc
from atsmu_kg.rdf.documents import content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DID_KEY = "did:key:"
# Of an Ed25519 public key among the multicodecs, as an unsigned varint.
MULTICODEC = b"\xed\x01"
LONGEST_KEY = 10_000
OWNER_ONLY = 0o600


class SigningKey:
    """A private key.

    private: the key itself.
    did: its public key as a did:key, by which it is named in a proof.
    notes: what its owner may want to know.
    """

    def __init__(self, private: Ed25519PrivateKey, notes: tuple[str, ...] = ()) -> None:
        self.private = private
        self.did = did_of(private.public_key())
        self.notes = notes

    @classmethod
    def read(cls, file: str | os.PathLike[str]) -> SigningKey:
        """The key in a file: PKCS#8 as PEM, not encrypted, as ``create`` and OpenSSL write it.

        Raises StoreError if the file can't be read, ParameterError if it holds anything else, and
        MissingDependencyError without the extra ``sign``.
        """
        require_path(key=file)
        require_openvc()
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        name = os.fspath(file)
        data = content(name, LONGEST_KEY)
        try:
            private = load_pem_private_key(data, password=None)
        except TypeError as error:
            advice = f"openssl pkey -in {name} -out OTHER writes it without a passphrase; guard that file."
            raise ParameterError("the key is encrypted", file=name, advice=advice) from error
        except (ValueError, UnsupportedAlgorithm) as error:
            what = "this is a public key" if b"PUBLIC KEY" in data else "this is not a private key in PEM"
            raise ParameterError(what, file=name, advice=_to_make_one()) from error
        if not isinstance(private, Ed25519PrivateKey):
            raise ParameterError("this is not a key of Ed25519", file=name, advice=_to_make_one())
        exposed = os.name == "posix" and Path(name).stat().st_mode & 0o077
        return cls(private, (f"others can read the key: chmod 600 {name}",) if exposed else ())

    @classmethod
    def create(cls, file: str | os.PathLike[str]) -> SigningKey:
        """A new key, in a new file that its owner alone may read.

        Raises ExportError if there is such a file already, or it can't be written, and
        MissingDependencyError without the extra ``sign``.
        """
        require_path(new_key=file)
        require_openvc()
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        private = Ed25519PrivateKey.generate()
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            _write_new(file, pem)
        except FileExistsError as error:
            advice = "Name a new file: a key that is overwritten is lost."
            raise ExportError("there is such a file already", file=os.fspath(file), advice=advice) from error
        except OSError as error:
            raise ExportError(
                f"can't be written: {error.strerror or error}",
                file=os.fspath(file),
                advice=advice_on(error) or "Check the path and its permissions.",
            ) from error
        return cls(private)

    def __repr__(self) -> str:
        return f"<SigningKey {self.did}>"


def _write_new(file: str | os.PathLike[str], content: bytes) -> None:
    """Write a file that its owner alone can read, whole or not at all; OSError if there is one already."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(descriptor)
    except OSError:
        os.unlink(file)  # noqa: PTH108  (a path may be a str)
        raise


def did_of(public: Ed25519PublicKey) -> str:
    """A public key as a did:key."""
    from openvc.multibase import encode_multibase

    return f"{DID_KEY}{encode_multibase(MULTICODEC + public.public_bytes_raw())}"


def method_of(did: str) -> str:
    """The verification method of a did:key, as the method did:key has it.

    >>> method_of("did:key:z6Mk")
    'did:key:z6Mk#z6Mk'
    """
    return f"{did}#{did.removeprefix(DID_KEY)}"


def public_key(given: str) -> str:
    """The did:key of a public key that is given as such, as a Multikey, or in a file: either, or PEM.

    given: ``did:key:z6Mk…``, ``z6Mk…``, or the path of a file.

    Raises ParameterError if it is none of that, StoreError if the file can't be read, and
    MissingDependencyError without the extra ``sign``.
    """
    require_text(key=given)
    require_openvc()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    if not os.path.lexists(given) and given.removeprefix(DID_KEY).startswith("z"):
        return _decoded(given, given)
    require_path(key=given)
    data = content(given, LONGEST_KEY)
    if b"-----BEGIN" not in data:
        return _decoded(data.decode("utf-8", "replace").strip(), given)
    try:
        public = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _no_public_key(given) from error
    if not isinstance(public, Ed25519PublicKey):
        raise _no_public_key(given)
    return did_of(public)


def _decoded(text: str, given: str) -> str:
    """The did:key of a Multikey, in its one spelling."""
    from openvc.multibase import MultibaseError, decode_multibase, encode_multibase

    try:
        key = decode_multibase(text.removeprefix(DID_KEY))
    except MultibaseError as error:
        raise _no_public_key(given) from error
    if len(key) != len(MULTICODEC) + 32 or not key.startswith(MULTICODEC):
        raise _no_public_key(given)
    return f"{DID_KEY}{encode_multibase(key)}"


def _no_public_key(given: str) -> ParameterError:
    return ParameterError(
        f"{given!r} is not a public key of Ed25519",
        advice="Give did:key:z6Mk…, as the signer shows it, or a file that holds it or the key as PEM.",
        key=given,
    )


def _to_make_one() -> str:
    return "Give a private key of Ed25519, PKCS#8 as PEM: atsmu-kg release --new-key FILE makes one."
