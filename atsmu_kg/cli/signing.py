"""Signed releases from the command line: verify, and the keys of those who sign."""

from __future__ import annotations

import sys

from atsmu_kg.cli import FINE, NO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def verify_options(verb: ArgumentParser) -> None:
    """What ``verify`` takes."""
    verb.add_argument("place", metavar="DIR|URL", help="the folder of a release, here or on the Web")
    verb.add_argument(
        "--key", metavar="KEY", help="who has to have signed: did:key:z6Mk…, or a file with a public key"
    )
    verb.add_argument("--timeout", type=float, metavar="SECONDS", help="of a download (default: 600)")
    verb.add_argument("--max-bytes", type=int, metavar="N", help="of a download (default: 1 GiB)")


def verify(options: Namespace) -> int:
    """Say what of a release is as it was signed; exit code 1 if anything is not."""
    from atsmu_kg.cli.progress import Working
    from atsmu_kg.publishing.signing.download import download
    from atsmu_kg.publishing.signing.keys import public_key
    from atsmu_kg.publishing.signing.verification import files_in, verify
    from atsmu_kg.stores.remote.endpoint import Endpoint

    # Before a download: what can be wrong in the call.
    key = None if options.key is None else public_key(options.key)
    away = "://" in options.place
    given = {"timeout": options.timeout, "max_bytes": options.max_bytes}
    limits = {name: value for name, value in given.items() if value is not None}
    with Working("downloading" if away else "reading"):
        contents = download(options.place, **limits) if away else files_in(options.place)
    with Working("checking"):
        verification = verify(contents, key=key, listed_only=away)
    place = Endpoint(options.place).url if away else options.place
    sys.stdout.write(f"{place}: {verification.to_text()}")
    return FINE if verification.good else NO


def new_key(file: str) -> int:
    """Make a private key, and say by which public key others know what it signs."""
    from atsmu_kg.publishing.signing.keys import SigningKey

    key = SigningKey.create(file)
    sys.stdout.write(f"{file}: a private key, which signs; keep it to yourself\n{key.did}\n")
    return FINE
