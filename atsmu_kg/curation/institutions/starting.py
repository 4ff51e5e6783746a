"""A new dataset: the files in ``templates/`` with the institution's name and IRIs, and its queries."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template

from pyoxigraph import NamedNode, Quad

from atsmu_kg import files
from atsmu_kg.atomic import draft, move_into
from atsmu_kg.choices import LANGUAGES, require_instance, require_path, require_text
from atsmu_kg.curation.institutions.columns import COLUMNS
from atsmu_kg.curation.institutions.dataset import Dataset
from atsmu_kg.curation.institutions.questions import own_queries
from atsmu_kg.curation.institutions.sheets import excel_library
from atsmu_kg.curation.institutions.workbook import workbook
from atsmu_kg.curation.names import FORM, InstitutionNames
from atsmu_kg.errors import ParameterError, StoreError
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import BASE, GRAPH, checked, is_web
from atsmu_kg.rdf.serializers import write
from atsmu_kg.rdf.terms import Text, render

SUFFIX = ".in"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Names and SPDX identifiers; of another licence its steward says them, in data/dataset.ttl.
LICENCES = {
    LICENCE: ("Creative Commons Attribution 4.0 International", "CC-BY-4.0"),
    "https://creativecommons.org/licenses/by-sa/4.0/": (
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "CC-BY-SA-4.0",
    ),
    "https://creativecommons.org/publicdomain/zero/1.0/": (
        "Creative Commons Zero v1.0 Universal",
        "CC0-1.0",
    ),
}
TITLES = {
    "en": "{}: a dataset in which every statement names its source",
    "ru": "{}: набор данных, в котором каждое утверждение называет свой источник",
    "tg": "{}: маҷмӯаи маълумоте, ки дар он ҳар изҳорот манбаи худро номбар мекунад",
}
ABSTRACTS = {
    "en": "{}, its units, partners and figures as RDF, validated by SHACL; every triple names the passage "
    "that states it.",
    "ru": "{}: подразделения, партнёры и показатели в RDF с проверкой SHACL; каждый триплет "
    "называет фрагмент, который его сообщает.",
    "tg": "{}: воҳидҳо, шарикон ва нишондиҳандаҳо дар RDF бо санҷиши SHACL; ҳар як триплет "
    "порчаеро меномад, ки онро мегӯяд.",
}
# The prefixes that the hand-written files begin with.
DECLARED = (
    *(
        "akg",
        "country",
        "dcterms",
        "foaf",
        "geo",
        "graph",
        "id",
        "org",
        "organization",
        "profile",
        "prov",
        "qudt",
        "schema",
    ),
    *("skos", "unit", "xsd"),
)


def start(
    directory: str | os.PathLike[str],
    *,
    name: str,
    iri: str,
    date: str,
    language: str = "en",
    licence: str = LICENCE,
    names: Mapping[str, str] | None = None,
    excel: bool = False,
) -> Dataset:
    """Begin a dataset about another institution in a new or empty folder.

    directory: the folder.
    name: the institution's, in ``language``.
    iri: the namespace of its things, which ends in ``/id/``.
    date: the day of the dataset, YYYY-MM-DD.
    language: a BCP 47 tag.
    licence: that of the dataset, an IRI.
    names: the institution's in further languages, by their tags.
    excel: whether a workbook is added to the tables.

    Nothing but the name is stated: validation then says what else a university needs.

    Raises ParameterError for what can't be used, StoreError if the folder holds something or can't be
    written, and MissingDependencyError for a workbook without openpyxl.
    """
    require_path(directory=directory)
    require_text(name=name, iri=iri, date=date, language=language, licence=licence)
    names = {} if names is None else names
    require_instance(Mapping, "Give a dict: {'ru': 'Университет'}.", names=names)
    own = InstitutionNames(iri)
    every = {**names, language: name}
    _check(every, date, language, licence)
    if excel:
        excel_library()
    root = Path(directory)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        advice = "Name a folder that doesn't exist yet, or an empty one."
        raise StoreError("something is there already", file=str(root), advice=advice)
    values = {**_values(own, every, language), **_dated(date, licence)}
    try:
        real = Path(os.path.realpath(root))
        real.parent.mkdir(parents=True, exist_ok=True)
        with draft(real) as new:
            _fill(new, own, values, excel)
            move_into(new, real)
    except OSError as error:
        advice = "Check the path and its permissions."
        message = f"the folder can't be written: {error.strerror or error}"
        raise StoreError(message, file=str(root), advice=advice) from error
    return Dataset.read(root)


def _fill(folder: Path, own: InstitutionNames, values: Mapping[str, str], excel: bool) -> None:
    for path, text in [*_filled(values), *((f"queries/{file}", text) for file, text in own_queries(own))]:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")
    write(_form(), folder / "data" / "form.trig", prefixes=own.prefixes)
    if excel:
        dataset = Dataset.read(folder)
        classes = ("Measure", "Bound", "Completeness")
        (folder / "tables" / "tables.xlsx").write_bytes(workbook(*map(dataset.terms, classes)))


def _form() -> list[Quad]:
    """What our graph says of the graphs that every dataset of this form has, and of no graph of ours."""
    shared = {NamedNode(BASE + name) for name in FORM}
    ours = {GRAPH.editorial, GRAPH.provenance}
    return [
        quad
        for quad in read(files.path("data/provenance.trig"))
        if quad.subject in shared
        if not (isinstance(quad.object, NamedNode) and quad.object.value in ours)
    ]


def _filled(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The files of a new dataset: where each goes, and its text."""
    templates = Path(__file__).parent / "templates"
    for file in sorted(templates.rglob(f"*{SUFFIX}")):
        path = file.relative_to(templates).as_posix().removesuffix(SUFFIX).replace("dot-", ".")
        yield path, Template(file.read_text("utf-8")).substitute(values)


def _values(own: InstitutionNames, names: Mapping[str, str], language: str) -> dict[str, str]:
    """What the templates say of the institution."""
    name = names[language]
    # The placeholder is one sentence, whose range the claims table names.
    placeholder = f"{name}."
    titles = {tag: title.format(names.get(tag, name)) for tag, title in TITLES.items()}
    abstracts = {tag: text.format(names.get(tag, name)) for tag, text in ABSTRACTS.items()}
    others = " , ".join(render(Text(called, tag)) for tag, called in sorted(names.items()) if tag != language)
    editorial = f"graph:editorial {{\n    id:university skos:prefLabel {others} .\n}}" if others else ""
    return {
        "name": _toml(name),
        "title_name": name,
        "things": _toml(own.things),
        "things_iri": own.things,
        "base": own.base,
        "language": _toml(language),
        "home": own.home,
        "described_titles": _turtle(titles),
        "described_abstracts": _turtle(abstracts),
        "described_name": render(Text(name, language)),
        "title_en": _toml(f"Profile of {names.get('en', name)}"),
        "title_ru": _toml(f"Профиль: {names.get('ru', name)}"),
        "title_tg": _toml(f"Профил: {names.get('tg', name)}"),
        "placeholder": placeholder,
        "end": str(len(placeholder)),
        "label": render(Text(name, language)),
        "names": f"\n{editorial}" if editorial else "",
        "prefixes": "".join(f"@prefix {prefix}: <{own.prefixes[prefix]}> .\n" for prefix in DECLARED),
        **{f"columns_{kind}": ",".join(columns) for kind, columns in COLUMNS.items()},
    }


def _dated(date: str, licence: str) -> dict[str, str]:
    title, code = LICENCES.get(licence, (licence, licence))
    return {
        "date": _toml(date),
        "day": date,
        "licence": _toml(licence),
        "licence_iri": licence,
        "licence_title": render(Text(title, "en")),
        "licence_code": _toml(code),
    }


def _turtle(texts: Mapping[str, str]) -> str:
    """Texts by language as a list of objects in Turtle."""
    return " ,\n        ".join(render(Text(text, tag)) for tag, text in sorted(texts.items()))


def _toml(text: str) -> str:
    """A TOML basic string: JSON's, whose escapes TOML has too."""
    return json.dumps(text, ensure_ascii=False)


def _check(names: Mapping[str, str], date: str, language: str, licence: str) -> None:
    from datetime import date as day

    for tag in (language, *names):
        LANGUAGES.checked(tag)
    for name in names.values():
        require_text(name=name)
        if not name.strip() or name != name.strip() or re.search("[\x00-\x1f\x7f\u2028\u2029]", name):
            advice = "Give it in one line, without blanks at its ends."
            raise ParameterError(f"{name!r} is not a name", advice=advice, value=name)
    try:
        written = day.fromisoformat(date).isoformat()
    except ValueError:
        written = ""
    if date != written:
        raise ParameterError(f"{date!r} is not a date", advice="Write YYYY-MM-DD.", value=date)
    if not is_web(checked(licence)):
        advice = "Give the http(s) address of its text, such as https://creativecommons.org/licenses/by/4.0/."
        raise ParameterError(f"{licence!r} is not the address of a licence", advice=advice, value=licence)
