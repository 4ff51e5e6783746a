"""N-Triples files that can't be read, in part or whole."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.errors import DataSyntaxError, StoreError
from atsmu_kg.stores.ordered import OrderedTriples


@pytest.mark.parametrize("footprint", [None, ["<a:p>"]])
def test_a_damaged_file_says_its_line(tmp_path: Path, footprint: list[str] | None) -> None:
    file = tmp_path / "damaged.nt"
    file.write_text("<a:s> <a:o> <a:o> .\n<a:s> <a:p> <a:o> <a:x> <a:y> .\n", "utf-8")
    with pytest.raises(DataSyntaxError) as caught:
        OrderedTriples(str(file)).load(ox.Store(), footprint)
    assert (caught.value.file, caught.value.line) == (str(file), 2)


@pytest.mark.parametrize("footprint", [None, ["<a:p>"]])
def test_a_missing_file(tmp_path: Path, footprint: list[str] | None) -> None:
    with pytest.raises(StoreError, match="can't be read"):
        OrderedTriples(str(tmp_path / "missing.nt")).load(ox.Store(), footprint)
