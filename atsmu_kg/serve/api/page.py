"""The description of the API for people, in three languages, without scripts."""

from __future__ import annotations

from functools import cache
from html import escape
from urllib.parse import urlencode

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.citations.bibliography import OURS
from atsmu_kg.files import beside, template
from atsmu_kg.publishing.pages.wording import LANGUAGE_NAMES
from atsmu_kg.queries.translations import translated
from atsmu_kg.serve.api.routes import ROOT
from atsmu_kg.serve.questions.headers import header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from atsmu_kg.queries import NamedQuery

# What a shell shows; a query that most institutions have.
FIRST = "faculties"


class ApiPage:
    """The page about the API of a dataset.

    queries: its named queries.
    described: the same in OpenAPI, from which what else there is to ask is taken.
    home: the path of the front page.
    has_console: whether there is a page of SPARQL.
    """

    def __init__(
        self,
        queries: Mapping[str, NamedQuery],
        described: Mapping[str, Any],
        *,
        home: str = f"{ROOT}/",
        has_console: bool = False,
    ) -> None:
        self._queries = queries
        self._described = described
        self._home = home
        self._has_console = has_console

    def html(self, lang: str, origin: str) -> str:
        """The page in a language, for a server at a URL; everything that a header says is escaped."""
        say = words(lang)
        headers = [header(query, lang) for _, query in sorted(self._queries.items())]
        topics: dict[str, list[Mapping[str, Any]]] = {}
        for entry in headers:
            topics.setdefault(entry["tags"][0], []).append(entry)
        first = FIRST if FIRST in self._queries else next(iter(sorted(self._queries)), "")
        info = self._described["info"]
        # The library brings along the queries of its own dataset.
        is_ours = info["title"] == OURS.title
        return template(__file__, "templates/page.html").substitute(
            {name: escape(text) for name, text in say.items()},
            lang=lang,
            home=self._home,
            console=beside(__file__, "templates/console.html") if self._has_console else "",
            name=escape(info["title"].partition(":")[0]),
            origin=escape(origin),
            first=escape(first),
            version=escape(say["version"].format(version=info["version"])),
            languages=_languages(lang),
            operations="".join(self._calls(say)),
            topics="".join(
                template(__file__, "templates/topic.html").substitute(
                    topic=escape(topic),
                    heading=escape(translated(topic, lang) or topic),
                    count=len(members),
                    operations="".join(_query(member, say, is_ours=is_ours) for member in members),
                )
                for topic, members in sorted(topics.items())
            ),
        )

    def _calls(self, say: Mapping[str, str]) -> Iterable[str]:
        """What can be asked besides named queries."""
        for path, item in self._described["paths"].items():
            told = item["get"]
            if told["tags"] != ["api"] or path.endswith(".json"):
                continue
            fields = [self._resolved(field) for field in told["parameters"]]
            needed = {field["name"]: field["example"] for field in fields if field.get("example")}
            rows = [
                _row(field["name"], _kind(field, say), say[f"field_{field['name']}"])
                for field in fields
                if field["name"] != "format"
            ]
            id = path.removeprefix(f"{ROOT}/")
            shown = {"summary": say[f"call_{id}"], "description": ""}
            yield _operation(id, path, shown, needed, [_table(say["fields"], rows)])

    def _resolved(self, field: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in field:
            return field
        known: Mapping[str, Any] = self._described["components"]["parameters"]
        return known[field["$ref"].rpartition("/")[2]]  # type: ignore[no-any-return]


def style() -> str:
    """The style sheet of the page: that of the site, and what it has besides."""
    from atsmu_kg.publishing import pages

    site = beside(pages.__file__, "static/site.css").replace("$accent", pages.Appearance().accent)
    return f"{site}\n{beside(__file__, 'templates/page.css')}"


@cache
def words(lang: str) -> dict[str, str]:
    """What the page says in a language.

    >>> words("tg")["fields"]
    'Параметрҳо'
    """
    import tomllib

    LANGUAGES.checked(lang)
    return {key: texts[lang] for key, texts in tomllib.loads(beside(__file__, "words.toml")).items()}


def _query(told: Mapping[str, Any], say: Mapping[str, str], *, is_ours: bool) -> str:
    """One named query."""
    name, example = told["name"], told["example"]
    fields = [_row(field["name"], _kind(field, say), field["description"]) for field in told["parameters"]]
    columns = [
        _row(
            column["name"],
            f"{column['type']}, {say['optional']}" if column["optional"] else column["type"],
            column["description"],
        )
        for column in told["columns"]
    ]
    call = f"{name}({', '.join(f'{key}={value!r}' for key, value in example.items())})"
    code = template(__file__, "templates/code.html").substitute(
        python=escape(say["python"]), call=escape(call, quote=False)
    )
    parts = [_table(say["fields"], fields), _table(say["columns"], columns), code if is_ours else ""]
    return _operation(name, f"{ROOT}/queries/{name}", told, example, parts)


def _operation(
    id: str, path: str, told: Mapping[str, Any], fields: Mapping[str, Any], parts: Iterable[str]
) -> str:
    query = f"?{urlencode(fields)}" if fields else ""
    shown = f"{path}?{'&'.join(f'{name}={value}' for name, value in fields.items())}" if fields else path
    fields_table, columns_table, code = [*parts, "", ""][:3]
    return template(__file__, "templates/operation.html").substitute(
        id=escape(id),
        summary=escape(told["summary"]),
        description=f"<p>{escape(told['description'])}</p>" if told["description"] else "",
        example=escape(f"{path}{query}"),
        shown=escape(shown),
        fields=fields_table,
        columns=columns_table,
        code=code,
    )


def _table(heading: str, rows: list[str]) -> str:
    if not rows:
        return ""
    return template(__file__, "templates/table.html").substitute(heading=escape(heading), rows="".join(rows))


def _row(name: str, kind: str, description: str) -> str:
    return template(__file__, "templates/row.html").substitute(
        name=escape(name), kind=escape(kind), description=escape(description)
    )


def _kind(field: Mapping[str, Any], say: Mapping[str, str]) -> str:
    """The type of a parameter, and what it is without being given."""
    schema = field.get("schema", field)
    choices = schema.get("enum") or schema.get("choices") or ()
    told = " | ".join(map(str, choices)) or str(schema.get("type", ""))
    if field.get("required"):
        return f"{told}, {say['required']}"
    if "default" in schema:
        return f"{told}, {say['default'].format(value=schema['default'])}"
    return told


def _languages(lang: str) -> str:
    link = template(__file__, "templates/language.html")
    return "".join(
        link.substitute(code=code, name=name, state="aria-current" if code == lang else "")
        for code, name in LANGUAGE_NAMES.items()
    )
