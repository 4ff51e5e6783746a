"""The signature of a release: a W3C Data Integrity proof (cryptosuite eddsa-rdfc-2022) in a credential."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from atsmu_kg import files
from atsmu_kg.errors import DataError
from atsmu_kg.publishing.catalogue.record import as_json
from atsmu_kg.publishing.signing import require_openvc
from atsmu_kg.publishing.signing.credential import ANEW, CONTEXT, CONTEXT_FILE, ReleaseCredential
from atsmu_kg.publishing.signing.keys import method_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.publishing.signing.keys import SigningKey

SUITE = "eddsa-rdfc-2022"
TERMS = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}
# A hundred times what a release has; canonical forms take long.
LONGEST_PROOF = 2**21


class Proof:
    """A credential with its proof.

    credential: what was signed.
    day: on which day, as the signer says.
    """

    def __init__(self, credential: ReleaseCredential, day: str) -> None:
        self.credential = credential
        self.day = day

    @classmethod
    def read(cls, data: bytes) -> Proof:
        """The proof in a file, if it is valid: made with the key that it names, over just this credential.

        Whose key that is is not looked at. Nothing is fetched. Raises DataError if it is not valid, or has
        other bytes than ``sign`` would write, and MissingDependencyError without the extra ``sign``.
        """
        require_openvc()
        from openvc.errors import OpenvcError
        from openvc.proof.data_integrity import DataIntegrityProofSuite

        document = _document(data)
        unsigned = {name: value for name, value in document.items() if name != "proof"}
        credential, proof = ReleaseCredential.read(unsigned), document.get("proof")
        if (
            not isinstance(proof, dict)
            or set(proof) != TERMS
            or not all(isinstance(value, str) for value in proof.values())
            or proof["verificationMethod"] != method_of(credential.issuer)
        ):
            raise DataError("its proof is not of the form that releases have", advice=ANEW)
        try:
            DataIntegrityProofSuite().verify(document, extra_contexts=_contexts())
        except OpenvcError as error:
            raise DataError(f"it is not valid: {error}", advice="Don't trust this release.") from error
        return cls(credential, proof["created"].partition("T")[0])

    def __repr__(self) -> str:
        return f"<Proof {self.day} by {self.credential.issuer}>"


def sign(credential: ReleaseCredential, key: SigningKey, day: str) -> bytes:
    """A file with the credential and its proof: the same bytes for the same key and credential.

    credential: what is signed; its issuer is the key's.
    key: who signs.
    day: the date of the release (ISO 8601), which stands for when it is signed, so that no clock is read.

    Raises DataError if that is no date.
    """
    from openvc.keys import Ed25519SigningKey
    from openvc.proof.data_integrity import DataIntegrityProofSuite

    try:
        created = datetime.fromisoformat(day)
    except ValueError as error:
        advice = "State the day of the dataset (dcterms:modified) as YYYY-MM-DD."
        raise DataError(f"{day!r} is not a day, and can't be that of a signature", advice=advice) from error
    method = method_of(key.did)
    signed = DataIntegrityProofSuite().add_proof(
        credential.to_document(),
        signing_key=Ed25519SigningKey(key.private, method),
        verification_method=method,
        created=created,
        extra_contexts=_contexts(),
    )
    return as_json(signed).encode()


def _document(data: bytes) -> dict[str, Any]:
    """The JSON object of a file, if the file has just the bytes that it is written with."""
    if len(data) > LONGEST_PROOF:
        raise DataError("it is too large for a proof", advice=ANEW)
    try:
        document = json.loads(data)
        same = isinstance(document, dict) and as_json(document).encode() == data
    except (ValueError, RecursionError) as error:
        raise DataError("it is not JSON", advice=ANEW) from error
    if not same:
        raise DataError("it has other bytes than releases are signed with", advice=ANEW)
    return document  # type: ignore[no-any-return]


def _contexts() -> dict[str, dict[str, Any]]:
    """The contexts that the library of proofs does not bring: ours."""
    return {CONTEXT: json.loads(Path(files.path(CONTEXT_FILE)).read_text("utf-8"))}
