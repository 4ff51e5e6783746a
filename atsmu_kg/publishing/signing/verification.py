"""What of a release is as it was signed, what is not, and what can't be told."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from atsmu_kg.choices import require_path
from atsmu_kg.errors import AtsmuKGError, DataError, StoreError
from atsmu_kg.publishing.catalogue.edition import VERSION
from atsmu_kg.publishing.folder import PROOF, SUMS, checksums, files_of, stated_checksums
from atsmu_kg.publishing.signing.credential import canonical_hash
from atsmu_kg.publishing.signing.keys import public_key
from atsmu_kg.publishing.signing.proof import SUITE, Proof
from atsmu_kg.publishing.verdict import FAILS, UNKNOWN, Verdict
from atsmu_kg.rdf.documents import parse
from atsmu_kg.text import counted, printable_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from atsmu_kg.publishing.signing.credential import ReleaseCredential

# So many files are named where more are wrong.
SHOWN = 3
LISTED = "each file has the checksum that the list states"
ALONE = f"{LISTED}, and there is no other"
NOT_CHECKED = (
    "whose key signed, and when; whether what the release states is true; whether there is a newer one"
)
UNSIGNED = "which dataset this is, and in which version, since no valid proof says it"
ON_THE_WEB = "whether other files lie there"


class Verification:
    """What came of checking a release.

    verdicts: those of each test.
    credential: what was signed; None if nothing was, or the proof is not valid.
    not_checked: what no test looks at.
    """

    def __init__(
        self, verdicts: Collection[Verdict], credential: ReleaseCredential | None, not_checked: str
    ) -> None:
        self.verdicts = tuple(verdicts)
        self.credential = credential
        self.not_checked = not_checked

    @property
    def good(self) -> bool:
        """Whether no test fails. Without a key that is trusted, anybody may have signed."""
        return all(verdict.outcome != FAILS for verdict in self.verdicts)

    def to_text(self) -> str:
        """All of it, on one screen."""
        signed = self.credential
        what = f"version {signed.version} of {signed.dataset}" if signed else "nothing shows what this is"
        verdicts = "\n".join(map(str, self.verdicts))
        return printable_lines(f"{what}\n\n{verdicts}\n\nNot checked: {self.not_checked}.\n")

    def __repr__(self) -> str:
        failed = [verdict.test for verdict in self.verdicts if verdict.outcome == FAILS]
        return f"<Verification: {', '.join(failed) or 'none'} of {len(self.verdicts)} tests failed>"


def verify(
    contents: Mapping[str, bytes], *, key: str | None = None, listed_only: bool = False
) -> Verification:
    """Check the files of a release: against their list of checksums, and against what was signed.

    contents: the bytes of each file by its path in the release, with ``/`` between folders.
    key: who has to have signed, as ``public_key`` takes it (default: anybody).
    listed_only: whether these are only the files that the list names, as on the Web, where no folder tells
        what else is in it.

    Raises ParameterError for what is no key, MissingDependencyError without the extra ``sign``.
    """
    trusted = None if key is None else public_key(key)
    digests = {path: sha256(data).hexdigest() for path, data in contents.items()}
    verdicts = [_listed(contents, digests, listed_only=listed_only)]
    proof: Proof | None = None
    try:
        if PROOF not in contents:
            advice = "Ask the publisher for one; checksums alone show no more than that a copy is whole."
            raise DataError(f"there is no {PROOF}", advice=advice)
        proof = Proof.read(contents[PROOF])
    except DataError as error:
        verdicts.append(
            Verdict.of("signature", "the proof is valid", f"{error.message}. {error.advice.rstrip('.')}")
        )
    else:
        signed = proof.credential
        verdicts += [
            Verdict.of("signature", "the proof is valid", "", f"{SUITE}, {proof.day}, by {signed.issuer}"),
            _signed(signed, digests),
            _dataset(signed, contents),
            _version(signed, contents),
        ]
    verdicts.append(_key(proof, trusted))
    not_checked = [NOT_CHECKED if proof else UNSIGNED, *([ON_THE_WEB] if listed_only else [])]
    return Verification(verdicts, proof.credential if proof else None, "; ".join(not_checked))


def files_in(directory: str | os.PathLike[str]) -> dict[str, bytes]:
    """The files of a release in a folder, by their paths; StoreError if there is no such folder."""
    require_path(directory=directory)
    folder = Path(directory)
    if not folder.is_dir():
        raise StoreError(
            "there is no such folder",
            file=str(folder),
            advice="Name that of a release; unpack it, if it is an archive.",
        )
    return files_of(folder, "")


def _listed(contents: Mapping[str, bytes], digests: Mapping[str, str], *, listed_only: bool) -> Verdict:
    asks = LISTED if listed_only else ALONE
    sums = contents.get(SUMS)
    if sums is None:
        return Verdict.of("files", asks, f"there is no {SUMS}. Take the release anew")
    stated = stated_checksums(sums)
    present = {path: digest for path, digest in digests.items() if path not in (SUMS, PROOF)}
    wrong = _differences(stated, present)
    others = sorted(present.keys() - stated.keys())
    if others:
        wrong = "; ".join([*filter(None, [wrong]), f"not listed: {_named(others)}"])
    elif not wrong and sums != checksums({path: contents[path] for path in present}):
        wrong = f"changed: {SUMS}"
    return Verdict.of(
        "files", asks, wrong and f"{wrong}. Take the release anew", counted(len(stated), "file")
    )


def _signed(signed: ReleaseCredential, digests: Mapping[str, str]) -> Verdict:
    wrong = _differences(signed.files, digests)
    if SUMS not in signed.files:
        wrong = f"{SUMS} was not signed"
    seen = f"{counted(len(signed.files), 'file')}, among them {SUMS}, which lists all"
    return Verdict.of("signed", "the files are those that were signed", wrong, seen)


def _dataset(signed: ReleaseCredential, contents: Mapping[str, bytes]) -> Verdict:
    asks = "the dataset has the canonical hash that was signed"
    name = next((path for path in signed.files if path.endswith(".nq") and path in contents), None)
    if name is None:
        return Verdict.of("dataset", asks, "there are no N-Quads of it")
    try:
        quads = parse(contents[name], ox.RdfFormat.N_QUADS, file=name)
        digest = canonical_hash(quads)
    except AtsmuKGError as error:
        return Verdict.of("dataset", asks, f"{name}: {error.message}")
    wrong = "" if digest == signed.canonical_hash else f"{name} has {digest}"
    seen = f"{counted(len(quads), 'quad')}, RDFC-1.0 with SHA-256: {digest}"
    return Verdict.of("dataset", asks, wrong, seen)


def _version(signed: ReleaseCredential, contents: Mapping[str, bytes]) -> Verdict:
    says = contents.get(VERSION, b"").decode("utf-8", "replace").strip()
    wrong = "" if says == signed.version else f"it says {says!r}, not {signed.version!r}"
    return Verdict.of("version", f"{VERSION} says the version that was signed", wrong, signed.version)


def _key(proof: Proof | None, trusted: str | None) -> Verdict:
    asks = "the key is the one that you trust"
    if trusted is None:
        what = "none was given: anybody can sign with a key of their own. " if proof else "none was given. "
        advice = "Compare it with what the publisher shows elsewhere, and give it with --key"
        return Verdict("key", asks, UNKNOWN, f"{what}{advice}")
    if proof is None:
        return Verdict("key", asks, UNKNOWN, "nothing is signed with it")
    issuer = proof.credential.issuer
    wrong = "" if issuer == trusted else f"signed by {issuer}, not by {trusted}. Don't trust this release"
    return Verdict.of("key", asks, wrong, trusted)


def _differences(stated: Mapping[str, str], present: Mapping[str, str]) -> str:
    """Which of the stated files are changed or missing, in words; an empty string if none is."""
    changed = sorted(path for path in stated if path in present and present[path] != stated[path])
    missing = sorted(stated.keys() - present.keys())
    told = (("changed", changed), ("missing", missing))
    return "; ".join(f"{what}: {_named(paths)}" for what, paths in told if paths)


def _named(paths: Collection[str]) -> str:
    more = f" and {len(paths) - SHOWN:,} more" if len(paths) > SHOWN else ""
    return f"{', '.join(list(paths)[:SHOWN])}{more}"
