"""OpenRefine itself, as Debian packages it, matches a table with the served graph and adds columns to it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from browser import lacking
from endpoints.process import PATIENCE, Process, free_port

pytestmark = pytest.mark.servers

TABLE = "name,code\nЭрон,IR\nИндия,IN\nТаджикистан,TJ\nNowhere Land,XX\nDentistry Faculty,\nTSMU,\n"
ROWS = json.dumps({"facets": [], "mode": "row-based"})


class OpenRefine:
    """A client of a running OpenRefine, with one project."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/command/core/"
        self.project = ""

    def get(self, command: str, **fields: str) -> Any:
        with urlopen(f"{self._url}{command}?{urlencode(fields)}") as reply:
            return json.load(reply)

    def post(self, command: str, **fields: Any) -> Any:
        token = self.get("get-csrf-token")["token"]
        address = urlencode({"project": self.project, "csrf_token": token})
        form = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()
        }
        with urlopen(f"{self._url}{command}?{address}", urlencode(form).encode()) as reply:
            return json.load(reply)

    def create(self, table: str) -> None:
        """A project with a table in CSV."""
        head = 'Content-Disposition: form-data; name="project-{}"'
        parts = [
            f'{head.format("file")}; filename="table.csv"\r\n\r\n{table}',
            f"{head.format('name')}\r\n\r\ntable",
        ]
        body = "".join(f"--part\r\n{part}\r\n" for part in parts) + "--part--\r\n"
        options = {"encoding": "UTF-8", "separator": ",", "headerLines": 1}
        fields = {"format": "text/line-based/*sv", "options": json.dumps(options)}
        token = self.get("get-csrf-token")["token"]
        url = f"{self._url}create-project-from-upload?{urlencode({'csrf_token': token, **fields})}"
        request = Request(url, body.encode(), {"Content-Type": "multipart/form-data; boundary=part"})
        with urlopen(request) as reply:
            self.project = parse_qs(urlsplit(reply.url).query)["project"][0]

    def rows(self) -> list[list[Any]]:
        """The cells when all that was begun is done: identifiers of matched ones, values of others."""
        end = time.monotonic() + PATIENCE
        while self.get("get-processes", project=self.project)["processes"]:
            assert time.monotonic() < end
        answer = self.post("get-rows", start="0", limit="50", engine=ROWS)
        recons = answer["pool"]["recons"]

        def shown(cell: Any) -> Any:
            matched = recons[str(cell["r"])].get("m") if cell and "r" in cell else None
            return matched["id"] if matched else cell and cell.get("v")

        return [[shown(cell) for cell in row["cells"]] for row in answer["rows"]]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service on a server of the packaged graph."""
    port = free_port()
    command = [sys.executable, "-m", "atsmu_kg.cli", "serve", "--port", str(port)]
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    with Process(command, port, tmp_path_factory.mktemp("served"), path):
        yield f"http://127.0.0.1:{port}/reconcile"


@pytest.fixture(scope="module")
def openrefine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    program = shutil.which("openrefine")
    if program is None:
        lacking("OpenRefine is not installed: run tests/endpoints/install")
    port, folder = free_port(), tmp_path_factory.mktemp("openrefine")
    command = f"{program} -i 127.0.0.1 -p {port} -d {folder}/projects -m 700M -x refine.headless=true"
    with Process(command.split(), port, folder):
        yield OpenRefine(port)


def test_openrefine_matches_a_table_and_adds_columns(openrefine: OpenRefine, service: str) -> None:
    with urlopen(service) as reply:
        manifest = json.load(reply)
    openrefine.create(TABLE)
    guessed = openrefine.post("guess-types-of-column", columnName="name", service=service)["types"]
    assert guessed[0]["id"] == "schema:Country"
    common = {
        "mode": "standard-service",
        "service": service,
        **{name: manifest[name] for name in ("identifierSpace", "schemaSpace")},
        "autoMatch": True,
        "limit": 0,
        "batchSize": 10,
    }
    evidence = [{"column": "code", "propertyName": "code", "propertyID": "akg:Iso3166Alpha2"}]
    typed = {"type": {"id": "schema:Country", "name": "country"}, "columnDetails": evidence}
    openrefine.post("reconcile", columnName="name", config=common | typed, engine=ROWS)
    assert [row[0] for row in openrefine.rows()] == [
        *("id/country/IR", "id/country/IN", "id/country/TJ", "Nowhere Land", "Dentistry Faculty", "TSMU")
    ]
    openrefine.post("reconcile", columnName="name", config=common | {"columnDetails": []}, engine=ROWS)
    assert [row[0] for row in openrefine.rows()][3:] == ["Nowhere Land", "Dentistry Faculty", "id/university"]
    properties = [
        {"id": "akg:Iso3166Alpha3"},
        {"id": "schema:containedInPlace", "settings": {"limit": "1"}},
        {"id": "schema:foundingDate", "settings": {"limit": "1"}},
    ]
    openrefine.post(
        "extend-data",
        baseColumnName="name",
        endpoint=service,
        **{name: manifest[name] for name in ("identifierSpace", "schemaSpace")},
        extension={"properties": properties},
        columnInsertIndex="1",
        engine=ROWS,
    )
    rows = openrefine.rows()
    assert rows[0] == ["id/country/IR", "IR", "IRN", "id/region/034", None]
    assert rows[5] == ["id/university", None, None, None, 1939]
