"""What stands in the way of a signature, and of trusting one: each is told with what to do about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from signed_release import RELEASE, credential, key, signed

from atsmu_kg.cli import main
from atsmu_kg.errors import (
    DataError,
    ExportError,
    LimitError,
    MissingDependencyError,
    ParameterError,
    StoreError,
)
from atsmu_kg.publishing.catalogue.record import as_json
from atsmu_kg.publishing.folder import PROOF, SUMS, checksums
from atsmu_kg.publishing.release import Release
from atsmu_kg.publishing.signing.credential import ReleaseCredential
from atsmu_kg.publishing.signing.download import download
from atsmu_kg.publishing.signing.keys import SigningKey, public_key
from atsmu_kg.publishing.signing.proof import Proof, sign
from atsmu_kg.publishing.signing.verification import Verification, verify
from atsmu_kg.publishing.verdict import FAILS, UNKNOWN
from atsmu_kg.stores.remote.errors import EndpointError

SIGNED = signed()


def test_a_key_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "key.pem"
    SigningKey.create(file)
    old = file.read_bytes()
    with pytest.raises(ExportError, match="there is such a file already"):
        SigningKey.create(file)
    assert main(["release", "--new-key", str(file)]) == 2
    assert "Name a new file" in capsys.readouterr().err
    assert file.read_bytes() == old
    with pytest.raises(ExportError, match="can't be written"):
        SigningKey.create(tmp_path / "none" / "key.pem")


def pem(private: Any, encryption: KeySerializationEncryption | None = None) -> bytes:
    written: bytes = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())
    return written


NO_PRIVATE_KEYS: dict[str, Callable[[], bytes]] = {
    "the key is encrypted": lambda: pem(key().private, BestAvailableEncryption(b"Avicenna")),
    "this is a public key": lambda: (
        key().private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    ),
    "this is not a key of Ed25519": lambda: pem(generate_private_key(SECP256R1())),
    "this is not a private key in PEM": lambda: b"z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq",
}


def test_what_can_t_sign_is_told_before_any_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "key.pem"
    for message, content in NO_PRIVATE_KEYS.items():
        file.write_bytes(content())
        with pytest.raises(ParameterError, match=message) as caught:
            SigningKey.read(file)
        assert caught.value.advice
        assert str(content()) not in str(caught.value)
    with pytest.raises(StoreError, match="there is no such file"):
        SigningKey.read(tmp_path / "none.pem")
    assert main(["release", str(tmp_path / "out"), "--sign", str(file)]) == 2
    assert "this is not a private key" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_is_no_public_key_is_told(tmp_path: Path) -> None:
    file = tmp_path / "key"
    did = key().did
    secp256k1 = "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"
    wrong = [did[:-1], f"{did}z", "z6Mk0", secp256k1, "did:key:z", "z" + "1" * 5000]
    for given in wrong:
        with pytest.raises(ParameterError, match=r"not a public key of Ed25519"):
            public_key(given)
    other = generate_private_key(SECP256R1())
    for content in (
        b"",
        b"\xff\xfe",
        b"-----BEGIN PUBLIC KEY-----\n",
        pem(key().private),
        other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    ):
        file.write_bytes(content)
        with pytest.raises(ParameterError, match=r"not a public key of Ed25519"):
            public_key(str(file))
    with pytest.raises(StoreError, match="no such file"):
        public_key("did:web:example.org")


def failed(verification: Verification) -> dict[str, str]:
    """The tests that failed, with the reasons."""
    return {verdict.test: verdict.reason for verdict in verification.verdicts if verdict.outcome == FAILS}


def without(*paths: str) -> dict[str, bytes]:
    return {path: content for path, content in SIGNED.items() if path not in paths}


def test_files_that_changed_went_or_came_are_named() -> None:
    contents = without("kg.ttl") | {"kg.nq": SIGNED["kg.nq"][:-9], "more.txt": b"", "caf\udce9": b""}
    reasons = failed(verify(contents, key=key().did))
    assert reasons.keys() == {"files", "signed", "dataset"}
    assert reasons["files"].startswith(
        "changed: kg.nq; missing: kg.ttl; not listed: caf\udce9, more.txt. Take"
    )
    assert "caf\\udce9" in verify(contents).to_text()
    assert reasons["signed"] == "changed: kg.nq; missing: kg.ttl"
    assert reasons["dataset"].startswith("kg.nq: ")
    many = failed(verify({path: SIGNED[path] for path in (PROOF, SUMS)}))
    assert many["files"].startswith("missing: VERSION, figures, all.csv, kg.nq and 2 more.")
    assert "dataset" in many
    # A change in the list alone that leaves each of its lines as it was.
    assert "changed: SHA256SUMS" in failed(verify(SIGNED | {SUMS: SIGNED[SUMS] + b"\n"}))["files"]
    assert failed(verify(without(SUMS)))["files"].startswith("there is no SHA256SUMS")


def test_a_change_that_is_listed_again_is_found_by_what_was_signed() -> None:
    contents = without(SUMS, PROOF) | {"pages/index.html": b"forged"}
    contents[SUMS] = checksums(contents)
    reasons = failed(verify(contents | {PROOF: SIGNED[PROOF]}))
    assert reasons == {"signed": "changed: SHA256SUMS"}


def test_another_signer_is_told_from_the_one_that_is_trusted() -> None:
    reasons = failed(verify(signed(key(2)), key=key().did))
    assert reasons.keys() == {"key"}
    assert reasons["key"] == f"signed by {key(2).did}, not by {key().did}. Don't trust this release"


def test_a_release_without_a_proof_fails_and_says_what_to_do() -> None:
    verification = verify(without(PROOF), key=key().did)
    assert failed(verification).keys() == {"signature"}
    assert "there is no proof.jsonld. Ask the publisher for one" in verification.to_text()
    assert verification.verdicts[-1].outcome == UNKNOWN
    assert "Not checked: which dataset this is" in verification.to_text()


def forged(change: Callable[[Any], object]) -> bytes:
    document = json.loads(SIGNED[PROOF])
    change(document)
    return as_json(document).encode()


def signed_by_another(document: Any) -> None:
    """The whole credential is of one key, the proof of another."""
    other = json.loads(signed(key(2))[PROOF])
    document["proof"] = other["proof"]


# What is done to a proof, by what is said of it.
FORGERIES: dict[str, list[bytes]] = {
    "it is not JSON": [
        *(b"", b"{", b"\xff", b"<html>", b"[" * 100_000),
        SIGNED[PROOF].replace(b'"1.0"', b'"\\ud800"'),
    ],
    "it has other bytes than releases are signed with": [
        *(b"[]", b'"x"', b"{}", SIGNED[PROOF].rstrip(), SIGNED[PROOF].replace(b"1.0", b"1\\u002e0")),
        SIGNED[PROOF].replace(b'"issuer"', b'"issuer": "x",\n  "issuer"'),
    ],
    "it is too large": [b" " * (2**21 + 1)],
    "it is not of the form": [
        forged(lambda document: document.update(more="x")),
        forged(lambda document: document.update(issuer=7)),
        forged(lambda document: document.pop("credentialSubject")),
        forged(lambda document: document.update(credentialSubject="x")),
        forged(lambda document: document["@context"].append({"version": None})),
        forged(lambda document: document["credentialSubject"]["hasFile"].append({})),
        forged(lambda document: document["credentialSubject"]["hasFile"].reverse()),
        forged(lambda document: document["credentialSubject"].update(version=["1.0"])),
    ],
    "its proof is not of the form": [
        forged(lambda document: document.pop("proof")),
        forged(lambda document: document.update(proof=[document["proof"]])),
        forged(lambda document: document["proof"].update(expires="2030-01-01T00:00:00Z")),
        forged(lambda document: document["proof"].pop("created")),
        forged(lambda document: document["proof"].update(proofValue=1)),
        forged(signed_by_another),
    ],
    "it is not valid": [
        forged(lambda document: document["proof"].update(proofValue="z1")),
        forged(lambda document: document["proof"].update(proofValue="x")),
        forged(lambda document: document["proof"].update(cryptosuite="eddsa-jcs-2022")),
        forged(lambda document: document["proof"].update(proofPurpose="authentication")),
        forged(lambda document: document["proof"].update(created="")),
        forged(
            lambda document: document["credentialSubject"].update(isVersionOf="https://example.org/other")
        ),
    ],
}


def test_no_forged_proof_is_taken() -> None:
    for message, proofs in FORGERIES.items():
        for number, proof in enumerate(proofs):
            try:
                Proof.read(proof)
            except DataError as error:
                assert str(error).startswith(message), (message, number, error)
            else:
                pytest.fail(f"{message}, {number}: it was taken")


def test_a_dataset_that_was_signed_with_another_hash_is_told() -> None:
    contents = without(PROOF)
    wrong = credential(contents, key().did)
    other = ReleaseCredential(
        wrong.issuer,
        release=RELEASE,
        dataset=wrong.dataset,
        version="2.0",
        canonical_hash="00" * 32,
        files={path: digest for path, digest in wrong.files.items() if path != SUMS},
    )
    reasons = failed(verify(contents | {PROOF: sign(other, key(), "2026-11-29")}))
    assert reasons.keys() == {"signed", "dataset", "version"}
    assert reasons["signed"] == "SHA256SUMS was not signed"
    assert reasons["version"] == "it says '1.0', not '2.0'"


def test_a_signature_needs_a_day() -> None:
    with pytest.raises(DataError, match="'2026' is not a day"):
        sign(credential({}, key().did), key(), "2026")


def test_a_file_of_another_s_that_has_the_name_of_a_proof_stays(tmp_path: Path) -> None:
    (tmp_path / PROOF).write_text("a proof of mine")
    with pytest.raises(StoreError, match=r"not part of a release: proof\.jsonld"):
        Release("1.0", SIGNED, ()).write(tmp_path)


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvc.proof.data_integrity", None)
    for call in (lambda: verify(SIGNED), lambda: public_key("z6Mk"), lambda: SigningKey.create("key.pem")):
        with pytest.raises(MissingDependencyError, match="openvc-core is not installed") as caught:
            call()
        assert caught.value.advice == "pip install 'atsmu-kg[sign]'"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["release"], "name the folder of the release"),
        (["release", "out", "--new-key", "key.pem"], "name the folder of the release"),
        (["release", "--sign", "key.pem", "--new-key", "other.pem"], "not allowed with argument --sign"),
    ],
)
def test_a_release_needs_a_folder_or_a_key_to_make(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert message in capsys.readouterr().err


class Shelf(ThreadingHTTPServer):
    """A Web server with some files, by their paths; of those in ``cut`` the end is missing."""

    contents: dict[str, bytes]
    cut: tuple[str, ...] = ()
    lead: dict[str, str]


class Handler(BaseHTTPRequestHandler):
    server: Shelf

    def do_GET(self) -> None:
        path = self.path.removeprefix("/kg/").replace("%20", " ").replace("%2C", ",")
        content = self.server.contents.get(path)
        if path in self.server.lead:
            self.send_response(302)
            self.send_header("Location", self.server.lead[path])
            self.end_headers()
            return
        if content is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: -1 if path in self.server.cut else None])

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with Shelf(("127.0.0.1", 0), Handler) as server:
        server.contents, server.lead = dict(SIGNED), {}
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def address(shelf: Shelf) -> str:
    return f"http://127.0.0.1:{shelf.server_address[1]}/kg"


def test_a_release_on_the_web_is_checked(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    shelf.contents["other.txt"] = b"not listed"
    assert main(["verify", address(shelf), "--key", key().did]) == 0
    assert "whether other files lie there" in capsys.readouterr().out
    whoever = address(shelf).replace("//", "//ibn-sina:s3cret@")
    assert main(["verify", whoever, "--key", key(2).did]) == 1
    assert "s3cret" not in capsys.readouterr().out
    # A file that went is told with the others, one that is cut is no file.
    del shelf.contents["kg.ttl"]
    assert main(["verify", f"{address(shelf)}/"]) == 1
    assert "(missing: kg.ttl. Take the release anew)" in capsys.readouterr().out
    shelf.cut = ("kg.nq",)
    assert main(["verify", address(shelf)]) == 3
    assert "the answer ends 1 bytes before the length that it announced" in capsys.readouterr().err
    shelf.contents = {"SHA256SUMS": b""}
    assert main(["verify", address(shelf)]) == 3
    assert "/kg/: there is no proof.jsonld" in capsys.readouterr().err


def test_a_download_keeps_to_its_limits(shelf: Shelf) -> None:
    with pytest.raises(LimitError, match="larger than") as caught:
        download(address(shelf), max_bytes=len(SIGNED[PROOF]) + len(SIGNED[SUMS]) + 3)
    assert caught.value.limit == "max_bytes"
    shelf.lead = {PROOF: "file:///etc/passwd"}
    with pytest.raises(EndpointError, match="a redirect leads to file:"):
        download(address(shelf))
    shelf.lead = {PROOF: f"/kg/{PROOF}"}
    with pytest.raises(EndpointError, match="redirects lead in a loop"):
        download(address(shelf))
    shelf.lead = {}
    for name in ("../key.pem", "/etc/passwd", "a/../../b"):
        shelf.contents[SUMS] = f"{'0' * 64}  {name}\n".encode()
        with pytest.raises(StoreError, match="names a file outside the release"):
            download(address(shelf))


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/kg", "file:///kg", "http://", "https://[", "http://e.org/?a", "http://e.org/#a"],
)
def test_what_is_no_folder_on_the_web_is_not_asked(url: str) -> None:
    with pytest.raises(ParameterError, match="not the address of a folder on the Web"):
        download(url)


def test_what_is_no_folder_here_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path / "none")]) == 3
    assert "there is no such folder" in capsys.readouterr().err
    for option in (["--timeout", "0"], ["--max-bytes", "-1"], ["--key", "z6Mk"]):
        assert main(["verify", "http://127.0.0.1:9/kg", *option]) == 2
