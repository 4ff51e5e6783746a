"""Signed releases: the same bytes each time, valid for others too, and each change of a byte is found."""

from __future__ import annotations

import json
import os
import random
import stat
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pyoxigraph as ox
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from endpoints import data_integrity
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld
from signed_release import FILES, PAGES, QUADS, credential, key, signed

from atsmu_kg.cli import main
from atsmu_kg.publishing.folder import PROOF, SUMS
from atsmu_kg.publishing.release import Release, release
from atsmu_kg.publishing.signing.credential import CONTEXT, canonical_hash
from atsmu_kg.publishing.signing.keys import SigningKey, public_key
from atsmu_kg.publishing.signing.proof import sign
from atsmu_kg.publishing.signing.verification import verify
from atsmu_kg.publishing.verdict import PASSES, UNKNOWN
from atsmu_kg.rdf.serializers import serialize

SIGNED = signed()
# What the first version signed with that key.
FIRST = "z3Kb8aURRCtBAwZknf3E7ZcjGv31qGdQgJev2RicTDPmL2EUcocnNe3U3qhrn4zfgA4xx1SXYkZKMkrewEiSDgKAy"

pytestmark = pytest.mark.whole


def changed(contents: dict[str, bytes], path: str, place: int, byte: int) -> dict[str, bytes]:
    """The files with another byte at a place of one of them; ``byte`` is what is added to the old one."""
    content = bytearray(contents[path])
    content[place % len(content)] = (content[place % len(content)] + byte) % 256
    return contents | {path: bytes(content)}


def test_a_signed_release_passes_and_says_what_is_not_checked() -> None:
    verification = verify(SIGNED, key=key().did)
    assert [verdict.outcome for verdict in verification.verdicts] == [PASSES] * 6
    assert verification.good
    text = verification.to_text()
    assert text.startswith("version 1.0 of https://example.org/kg/dataset\n")
    assert canonical_hash(QUADS) in text and key().did in text
    assert "Not checked: whose key signed" in text
    assert len(text.splitlines()) <= 24


def test_without_a_key_it_is_told_that_anybody_may_have_signed() -> None:
    verification = verify(signed(key(2)))
    assert verification.good
    assert verification.verdicts[-1].outcome == UNKNOWN
    assert "anybody can sign" in verification.to_text()


@settings(max_examples=100)
@given(st.sampled_from(sorted(SIGNED)), st.integers(min_value=0), st.integers(1, 255))
def test_each_change_of_a_byte_is_found(path: str, place: int, byte: int) -> None:
    assert not verify(changed(SIGNED, path, place, byte), key=key().did).good


@pytest.mark.long
def test_each_change_of_a_byte_of_the_proof_is_found() -> None:
    for place in range(len(SIGNED[PROOF])):
        for byte in (1, 32, 128):
            assert not verify(changed(SIGNED, PROOF, place, byte)).good, (place, byte)


def test_the_same_key_and_files_give_the_same_proof() -> None:
    assert signed() == SIGNED
    assert signed(key(2))[PROOF] != SIGNED[PROOF]
    assert json.loads(SIGNED[PROOF])["proof"]["created"] == "2026-11-29T00:00:00Z"


def test_what_was_signed_once_stays_valid() -> None:
    """Neither the context nor the form of the document may change: either would be a v2 beside this."""
    proof = json.loads(sign(credential({}, key().did), key(), "2026-11-29"))["proof"]
    assert proof["proofValue"] == FIRST


def test_the_published_n_quads_are_the_canonical_form(root: Path) -> None:
    """So the canonical hash is that of the file; there are no blank nodes that would need labels."""
    packaged = (root / "data" / "atsmu-kg.nq").read_bytes()
    canonical = ox.Dataset(ox.parse(packaged, format=ox.RdfFormat.N_QUADS))
    canonical.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} .\n" for quad in canonical)
    assert packaged == "".join(lines).encode()
    assert b"_:" not in b" ".join(line.partition(b'"')[0] for line in packaged.splitlines())


def test_pyld_has_the_same_canonical_form(root: Path) -> None:
    """Of a part of the dataset: PyLD, which is Python, compares each quad with those before it."""
    lines = (root / "data" / "atsmu-kg.nq").read_bytes().splitlines(keepends=True)
    part = b"".join(sorted(random.Random(14).sample(lines, 300)))
    options = {
        "algorithm": "URDNA2015",
        "inputFormat": "application/n-quads",
        "format": "application/n-quads",
    }
    assert jsonld.normalize(part.decode(), options).encode() == part
    assert canonical_hash(ox.parse(part, format=ox.RdfFormat.N_QUADS)) == sha256(part).hexdigest()


def test_the_document_says_what_it_says_in_terms_of_dcat_and_spdx(root: Path) -> None:
    """Read by a JSON-LD processor with the published context, it has no blank node."""
    ours = json.loads((root / "ontology" / "release-v1.jsonld").read_text("utf-8"))["@context"]
    document = json.loads(SIGNED[PROOF])
    del document["proof"]
    document["@context"] = [{"id": "@id", "type": "@type"}, ours]
    subject = document["credentialSubject"]
    options = {"format": "application/n-quads"}
    text = jsonld.to_rdf({"@context": document["@context"], **subject}, options)
    assert "_:" not in text
    digest = sha256(FILES["kg.nq"]).hexdigest()
    assert f'#sha256> <http://spdx.org/rdf/terms#checksumValue> "{digest}"^^' in text
    assert '> <http://www.w3.org/ns/dcat#version> "1.0" .' in text
    assert {file["fileName"] for file in subject["hasFile"]} == {*FILES, SUMS}
    assert not PAGES.keys() & {file["fileName"] for file in subject["hasFile"]}


def test_a_new_key_is_its_owner_s_alone_and_signs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "key.pem"
    assert main(["release", "--new-key", str(file)]) == 0
    did = capsys.readouterr().out.splitlines()[-1]
    assert SigningKey.read(file).did == did
    assert not SigningKey.read(file).notes
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    assert os.name != "posix" or SigningKey.read(file).notes == (
        f"others can read the key: chmod 600 {file}",
    )


def test_a_public_key_is_given_in_any_of_its_forms(tmp_path: Path) -> None:
    did, pem, text = key().did, tmp_path / "public.pem", tmp_path / "key.txt"
    pem.write_bytes(key().private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    text.write_text(f"{did}\n")
    assert {public_key(each) for each in (did, did.removeprefix("did:key:"), str(pem), str(text))} == {did}


def test_the_command_checks_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Release("1.0", SIGNED, ()).write(tmp_path)
    assert main(["verify", str(tmp_path), "--key", key().did]) == 0
    assert capsys.readouterr().out.startswith(f"{tmp_path}: version 1.0 of https://example.org/kg/dataset\n")
    # A release takes the place of a signed one.
    Release("1.0", SIGNED, ()).write(tmp_path)
    (tmp_path / "kg.ttl").write_bytes(b"")
    assert main(["verify", str(tmp_path), "--key", key().did]) == 1
    assert "(changed: kg.ttl. Take the release anew)" in capsys.readouterr().out


@pytest.mark.servers
def test_an_independent_implementation_takes_the_proof(root: Path) -> None:
    data_integrity.require()
    context = {CONTEXT: json.loads((root / "ontology" / "release-v1.jsonld").read_text("utf-8"))}
    document = json.loads(SIGNED[PROOF])
    others = [json.loads(SIGNED[PROOF]) for _ in range(3)]
    others[0]["credentialSubject"]["version"] = "1.1"
    others[1]["credentialSubject"]["hasFile"][0]["checksum"]["checksumValue"] = "00" * 32
    others[2]["proof"]["created"] = "2026-11-30T00:00:00Z"
    assert data_integrity.valid([document, *others], context) == [True, False, False, False]


@pytest.mark.servers
def test_an_independent_implementation_has_the_same_canonical_form(root: Path) -> None:
    data_integrity.require()
    packaged = (root / "data" / "atsmu-kg.nq").read_bytes()
    shuffled = packaged.decode().splitlines(keepends=True)
    random.Random(14).shuffle(shuffled)
    hashes = data_integrity.canonical_hashes(["".join(shuffled), serialize(QUADS, "nq").decode()])
    assert hashes == [sha256(packaged).hexdigest(), canonical_hash(QUADS)]


@pytest.mark.whole
def test_a_release_is_signed_in_its_folder_and_in_its_archive(
    quads: frozenset[ox.Quad], tmp_path: Path
) -> None:
    file = tmp_path / "key.pem"
    signer = SigningKey.create(file)
    made = release(quads, key=file)
    assert verify(made.contents, key=signer.did).good
    assert signer.did in made.contents["README.md"].decode()
    assert f'href="{PROOF}"' in made.contents["index.html"].decode()
    assert PROOF not in made.contents[SUMS].decode()
    with ZipFile(BytesIO(made.contents[f"atsmu-kg-{made.version}.zip"])) as packed:
        unpacked = {path.partition("/")[2]: packed.read(path) for path in packed.namelist()}
    assert verify(unpacked, key=signer.did).good
    assert release(quads, key=file).contents == made.contents
    chosen = random.Random(14)
    for path in sorted(made.contents):
        place, byte = chosen.randrange(2**40), chosen.randrange(1, 256)
        assert not verify(changed(dict(made.contents), path, place, byte), key=signer.did).good, path
