"""Parts of the HTML that values show themselves with in notebooks. All text is escaped."""

from __future__ import annotations

from html import escape

from atsmu_kg.rdf.namespaces import IRI, PREFIXES, contract, is_web

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.rdf.terms import Text


def link(iri: IRI, name: str = "", *, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """A link to an IRI, shown by a name or else by its CURIE; only http and https IRIs are links.

    >>> link(IRI("https://ror.org/"), "ROR")
    '<a href="https://ror.org/" title="https://ror.org/" rel="noopener noreferrer">ROR</a>'
    >>> link(IRI("mailto:a&b@example.org"))
    'mailto:a&amp;b@example.org'
    """
    shown = escape(name or contract(iri, prefixes).strip("<>"))
    if not is_web(iri):
        return shown
    address = escape(iri)
    return f'<a href="{address}" title="{address}" rel="noopener noreferrer">{shown}</a>'


def in_script(document: str) -> str:
    r"""A JSON document as it can stand in a script: "<" begins all that ends one, or opens a comment in it.

    Source: HTML, 13.1.2.6.

    >>> in_script('{"name": "</script>"}')
    '{"name": "\\u003c/script>"}'
    """
    return document.replace("<", "\\u003c")


def in_language(text: Text) -> str:
    """A text, marked with its language for screen readers and fonts.

    >>> from atsmu_kg.rdf.terms import Text
    >>> in_language(Text("да", "ru"))
    '<span lang="ru" dir="auto">да</span>'
    """
    return f'<span lang="{escape(text.lang)}" dir="auto">{escape(str.__str__(text))}</span>'
