"""The Nu Html Checker, which the W3C and WHATWG validate with."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

JAR = Path(__file__).parents[2] / "out/endpoints/node_modules/vnu-jar/build/dist/vnu.jar"


def errors(files: Iterable[Path]) -> list[str]:
    """What is no HTML in some files, each with its place. FileNotFoundError without the checker or Java."""
    java = shutil.which("java")
    if java is None or not JAR.is_file():
        raise FileNotFoundError("the checker of HTML or Java is not installed: run tests/endpoints/install")
    command = [java, "-jar", str(JAR), "--errors-only", "--exit-zero-always", "--format", "json"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True)
    messages = json.loads(done.stderr)["messages"]
    return [f"{each['url']}:{each.get('lastLine')}: {each['message']}" for each in messages]
