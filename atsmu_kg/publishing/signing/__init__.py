"""Releases that can be trusted: signed with a key, and checked by who takes them.

- ``keys``: the private key in its file, and the public one as a did:key
- ``credential``: what is signed of a release, a W3C Verifiable Credential in terms of DCAT and SPDX
- ``proof``: the signature, a W3C Data Integrity proof of the cryptosuite eddsa-rdfc-2022
- ``verification``: what of a release is as it was signed, and what can't be told
- ``download``: a release that lies on the Web
"""

from __future__ import annotations

from atsmu_kg.errors import MissingDependencyError


def require_openvc() -> None:
    """Raises MissingDependencyError where the package is not installed that makes and checks proofs."""
    try:
        import openvc.proof.data_integrity  # noqa: F401
    except ImportError as error:
        raise MissingDependencyError.of("openvc-core", "sign") from error
