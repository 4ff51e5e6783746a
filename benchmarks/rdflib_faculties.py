"""The shortest rdflib script that answers the catalogue's `faculties` from the same file."""

import sys
from pathlib import Path

import rdflib

root = Path(__file__).parent.parent
dataset = rdflib.Dataset()
dataset.parse(root / "data" / "atsmu-kg.nq", format="nquads")
text = (root / "queries" / "faculties.rq").read_text("utf-8").replace("?_lang", '"en"')
for row in dataset.query(text):
    sys.stdout.write("\t".join(map(str, row)) + "\n")
