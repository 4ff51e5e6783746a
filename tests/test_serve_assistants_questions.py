"""Sixty questions in three languages: which tool answers each, with how many rows, and from which sources."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from assistants import ROOT, Assistant, connected, on_stdio

TABLE = Path(__file__).with_name("assistants_questions.csv")
BASE = "https://w3id.org/atsmu-kg/"
QUESTIONS = list(csv.DictReader(TABLE.open(encoding="utf-8")))


@contextmanager
def over_the_web() -> Iterator[Assistant]:
    """An assistant of ``atsmu-kg serve``."""
    command = [sys.executable, "-m", "atsmu_kg.cli", "serve", "--port", "0", "--access-log", "off"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            address = re.search(r"http://[\d.:]+", process.stderr.readline())
            assert address is not None
            with connected(f"{address[0]}/mcp") as assistant:
                yield assistant
        finally:
            process.terminate()


@contextmanager
def on_standard_input() -> Iterator[Assistant]:
    """An assistant that has started ``atsmu-kg mcp``, and makes the handshake of older clients."""
    with on_stdio(mode="legacy") as assistant:
        yield assistant


def test_the_table_has_twenty_questions_in_each_language() -> None:
    assert Counter(row["lang"] for row in QUESTIONS) == {"en": 20, "ru": 20, "tg": 20}
    assert len({row["question"] for row in QUESTIONS}) == 60


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(on_standard_input, marks=pytest.mark.whole),
        pytest.param(over_the_web, marks=pytest.mark.servers),
    ],
    ids=["stdio", "http"],
)
def test_each_question_is_answered_by_its_tool(way: type) -> None:
    with way() as assistant:
        wrong = {
            row["question"]: problems for row in QUESTIONS if (problems := list(problems_of(assistant, row)))
        }
    assert wrong == {}


def problems_of(assistant: Assistant, row: dict[str, str]) -> Iterator[str]:
    """What an answer is not as the table has it."""
    answer = assistant.ask(row["tool"], **json.loads(row["arguments"]))
    if len(answer["rows"]) != int(row["rows"]):
        yield f"{len(answer['rows'])} rows"
    told = json.dumps(answer["rows"], ensure_ascii=False)
    yield from (f"does not say {each}" for each in filter(None, row["says"].split("|")) if each not in told)
    sources = {source["iri"].removeprefix(BASE) for source in answer["sources"]}
    if len(sources) != int(row["sources"]):
        yield f"{len(sources)} sources"
    yield from (f"does not name {each}" for each in row["among"].split() if each not in sources)
    numbers = {source["number"] for source in answer["sources"]}
    if not all(set(each["sources"]) <= numbers for each in answer["rows"]):
        yield "names sources that it does not list"
    if row["tool"] in ("run", "sparql", "describe") and not all(each["sources"] for each in answer["rows"]):
        yield "has a row without a source"
