"""The scripts of the page of SPARQL, bundled from the sources beside this module and packages of npm."""

from __future__ import annotations

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from atsmu_kg.atomic import advice_on, draft, swap
from atsmu_kg.errors import ExportError, MissingDependencyError
from atsmu_kg.publishing.folder import files_of

SOURCES = Path(__file__).parent / "javascript"
# Nothing that a package would run while it is installed, and nothing asked beyond the packages.
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
BUNDLE = ("node", "build.mjs")
SECONDS = 600


def bundle(cache: Path | None = None) -> dict[str, bytes]:
    """The scripts with the engine and the licences, by their paths in a site.

    cache: the folder where what was bundled once is kept, by the hash of the sources and of the lock file
        (default: ``atsmu-kg`` in the user's folder for caches); what is there needs neither Node nor npm.

    Raises MissingDependencyError without Node and npm, ExportError if npm can't install the packages, or if
    what comes of it can't be kept.
    """
    sources = {path.name: path.read_bytes() for path in sorted(SOURCES.iterdir()) if path.is_file()}
    kept = (cache or default_cache()) / f"javascript-{_digest(sources)}"
    if not kept.is_dir():
        programs = {name: shutil.which(name) for name in ("node", "npm")}
        for name, program in programs.items():
            if program is None:
                raise MissingDependencyError(
                    f"{name} is not installed",
                    advice="Install Node 20 or newer, with npm.",
                    package=name,
                )
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            with draft(kept) as new:
                _build(sources, new)
                swap(new, kept)
        except OSError as error:
            raise ExportError(
                f"the scripts can't be kept: {error.strerror or error}",
                file=str(kept),
                advice=advice_on(error) or "Check the folder and its permissions.",
            ) from error
    return files_of(kept, "")


def default_cache() -> Path:
    """Where bundles are kept: below ``XDG_CACHE_HOME``, or ``.cache`` in the user's folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "atsmu-kg"


def _digest(sources: dict[str, bytes]) -> str:
    lines = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in sources.items())
    return sha256("".join(lines).encode()).hexdigest()[:16]


def _build(sources: dict[str, bytes], target: Path) -> None:
    """Install the packages and bundle, in a folder that is gone afterwards."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="atsmu-kg-") as directory:
        for name, content in sources.items():
            Path(directory, name).write_bytes(content)
        for command in (INSTALL, (*BUNDLE, str(target))):
            _run(command, directory)


def _run(command: tuple[str, ...], directory: str) -> None:
    program = shutil.which(command[0]) or command[0]
    try:
        subprocess.run(
            [program, *command[1:]],
            cwd=directory,
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        message = f"{' '.join(command[:2])} did not end within {SECONDS} seconds"
        raise ExportError(message, advice="Try again, or check the network.") from error
    except subprocess.CalledProcessError as error:
        complaint = (error.stderr or error.stdout or "").strip().splitlines()
        raise ExportError(
            f"{' '.join(command[:2])} ended with exit code {error.returncode}",
            advice="\n".join(complaint[:5]) or "Run it by hand to see why.",
        ) from error
