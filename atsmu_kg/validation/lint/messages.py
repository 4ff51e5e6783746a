"""Rules about messages: each shape speaks the same languages, and shows only what its query binds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import SH
from atsmu_kg.sparql.tokens import variables
from atsmu_kg.validation.messages import PLACEHOLDER, PREBOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.lint.finding import Finding
    from atsmu_kg.validation.lint.document import Document


def messages_have_languages(document: Document) -> Iterator[Finding]:
    """Where some message has a language, every message has one, and every set of messages the same ones."""
    said = [
        (node, text)
        for node, text in document.facts.with_predicate(SH.message)
        if isinstance(text, ox.Literal)
    ]
    wanted = {text.language for _, text in said if text.language}
    for node, text in said:
        if wanted and not text.language:
            message = "the message has no language, though others have one"
            yield document.finding("message-without-language", message, "Tag it.", node, SH.message, text)
    for node in dict.fromkeys(node for node, _ in said):
        has = {text.language for other, text in said if other == node and text.language}
        lacking = ", ".join(sorted(wanted - has))
        if has and lacking:
            message = f"the shape has no message in {lacking}"
            yield document.finding("message-missing", message, "Add it.", node, SH.message)


def messages_show_what_is_bound(document: Document) -> Iterator[Finding]:
    """Each {?variable} of a message is one that the constraint's query selects."""
    for _, constraint in document.facts.with_predicate(SH.sparql):
        queries = [
            text for text in document.facts.values(constraint, SH.select) if isinstance(text, ox.Literal)
        ]
        names = {name for query in queries for name in variables(query.value.partition("{")[0])}
        for text in document.facts.values(constraint, SH.message):
            shown = PLACEHOLDER.findall(text.value) if isinstance(text, ox.Literal) else []
            for name in shown:
                if name not in names | PREBOUND:
                    message = f"the message shows {{?{name}}}, which the query does not select"
                    advice = f"Add ?{name} to SELECT, or correct the name."
                    yield document.finding(
                        "unbound-in-message", message, advice, constraint, SH.message, text
                    )


RULES = (messages_have_languages, messages_show_what_is_bound)
