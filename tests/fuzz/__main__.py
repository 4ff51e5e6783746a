"""Fuzz the targets, one after the other, each in a process of its own, and say what was found.

Needs atheris (``pip install atheris``). A finding belongs into ``tests/test_fuzz_findings.py``.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def main() -> int:
    """Fuzz; the exit code says whether something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="which (default: all)")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: 60)")
    parser.add_argument("--corpus", default="out/fuzz", help="where inputs and findings are kept")
    parser.add_argument("--here", action="store_true", help="one target, in this very process")
    options = parser.parse_args()
    corpus = Path(options.corpus)
    if options.here:
        return fuzz(options.targets[0], corpus, options.seconds)

    from tests.fuzz.targets import TARGETS

    for target in options.targets:
        if target not in TARGETS:
            parser.error(f"there is no target {target!r}; there are {', '.join(TARGETS)}")
    targets = options.targets or list(TARGETS)
    found = [target for target in targets if not run(target, corpus, options.seconds)]
    sys.stdout.write(f"findings: {', '.join(found) or 'none'}\n")
    return 1 if found else 0


def run(target: str, corpus: Path, seconds: int) -> bool:
    """Fuzz one target in a process of its own, which the fuzzer ends; whether nothing was found."""
    command = [sys.executable, "-m", "tests.fuzz", target, "--here", "--corpus", str(corpus.absolute())]
    done = subprocess.run(
        [*command, "--seconds", str(seconds)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    counts = [int(number) for number in re.findall(r"^(?:#|Done )(\d+)\b", done.stderr, re.MULTILINE)]
    state = "a finding" if done.returncode else "fine"
    sys.stdout.write(f"{target:10} {max(counts, default=0):>11,} runs  {state}\n")
    if done.returncode:
        sys.stdout.write(done.stderr[-4000:])
    sys.stdout.flush()
    return done.returncode == 0


def fuzz(target: str, corpus: Path, seconds: int) -> int:
    """Fuzz one target in this process, which does not come back from it."""
    import atheris

    with atheris.instrument_imports(include=["atsmu_kg", "tests.fuzz"]):
        from tests.fuzz.targets import TARGETS, seeds

    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (folder / f"seed-{number}").write_bytes(seed)
    # A run of more than ten seconds or two gigabytes is a finding as well.
    limits = [f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-max_len=4096"]
    atheris.Setup(
        [sys.argv[0], str(folder), f"-artifact_prefix={corpus}/{target}-", *limits], TARGETS[target]
    )
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
