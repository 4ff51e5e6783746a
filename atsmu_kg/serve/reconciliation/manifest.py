"""The manifest: what the service says of itself to clients."""

from __future__ import annotations

from functools import cache

from atsmu_kg._version import __version__
from atsmu_kg.choices import LANGUAGES
from atsmu_kg.files import beside
from atsmu_kg.publishing.pages.wording import LANGUAGE_NAMES
from atsmu_kg.rdf.namespaces import BASE
from atsmu_kg.serve.reconciliation.extension import ALL_LANGUAGES, CONTENTS
from atsmu_kg.serve.reconciliation.fields import BATCH
from atsmu_kg.serve.reconciliation.preview import HEIGHT, WIDTH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSIONS = ("0.2",)
SUGGESTED = ("entity", "property", "type")


def manifest(
    *, host: str, path: str, lang: str, base: str, name: str, types: list[dict[str, Any]]
) -> dict[str, Any]:
    """The manifest of a service.

    host: the scheme and the host at which it is asked.
    path: what its addresses begin with.
    lang: the language of its words.
    base: what the IRIs of its entities begin with.
    name: whose graph it is.
    types: those that it proposes for a start.

    Source: Reconciliation Service API v0.2, section 3.1.
    """
    return {
        "versions": list(VERSIONS),
        "name": word("name", lang).format(name=name),
        "identifierSpace": base,
        "schemaSpace": f"{BASE}ontology",
        "serviceVersion": __version__,
        "batchSize": BATCH,
        "defaultTypes": types,
        "view": {"url": view(host, path)},
        "preview": {"url": f"{host}{path}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            kind: {
                "service_url": host,
                "service_path": f"{path}/suggest/{kind}",
                "flyout_service_url": host,
                "flyout_service_path": f"{path}/flyout/{kind}?id=${{id}}",
            }
            for kind in SUGGESTED
        },
        "extend": {
            "propose_properties": {"service_url": host, "service_path": f"{path}/properties"},
            "property_settings": property_settings(lang),
        },
    }


def view(host: str, path: str) -> str:
    """The template of the addresses that lead to what is said of an entity."""
    return f"{host}{path}/view?id={{{{id}}}}"


def property_settings(lang: str) -> list[dict[str, Any]]:
    """What can be set for each property that a table is extended by."""
    contents = zip(CONTENTS, ("entity", "name_only", "id_only"), strict=True)
    return [
        _setting("limit", "number", 0, lang),
        _setting("content", "select", CONTENTS[0], lang)
        | {"choices": [{"value": value, "name": word(key, lang)} for value, key in contents]},
        _setting("lang", "select", lang, lang)
        | {
            "choices": [
                *({"value": tag, "name": LANGUAGE_NAMES[tag]} for tag in LANGUAGES),
                {"value": ALL_LANGUAGES, "name": word("all_languages", lang)},
            ]
        },
    ]


def _setting(name: str, type: str, default: object, lang: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": word(name, lang),
        "type": type,
        "default": default,
        "help_text": word(f"{name}_help", lang),
    }


def word(key: str, lang: str) -> str:
    """The wording of a key in a language.

    >>> word("limit", "ru")
    'Наибольшее число значений'
    """
    return _words()[key][lang]


@cache
def _words() -> dict[str, dict[str, str]]:
    import tomllib

    return tomllib.loads(beside(__file__, "words.toml"))
