"""morph-kgc, which makes triples from R2RML mappings, in an environment of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pyoxigraph as ox

PROGRAM = Path(__file__).parents[2] / "out/morph-kgc/bin/python"
# Its values that stand for NULL are the empty text and "nan" otherwise, which are literals here.
CONFIGURATION = """
[CONFIGURATION]
output_file={output}
output_format=N-QUADS
number_of_processes=1
na_values=no such value
[tables]
mappings=mapping.ttl
"""


def missing() -> str:
    """Why it can't run; an empty text if it can."""
    return "" if PROGRAM.exists() else "morph-kgc is not installed"


def materialised(tables: Path, directory: Path) -> list[ox.Quad]:
    """The quads that the mapping of a folder of tables makes."""
    output = directory / "made.nq"
    configuration = directory / "morph-kgc.ini"
    configuration.write_text(CONFIGURATION.format(output=output), "utf-8")
    # The mapping names the tables by their paths in the folder.
    command = [PROGRAM, "-m", "morph_kgc", configuration]
    subprocess.run(command, cwd=tables, capture_output=True, check=True)
    return list(ox.parse(path=str(output)))
