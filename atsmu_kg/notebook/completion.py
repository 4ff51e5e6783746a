"""Completion in the magic: named queries and their parameters on its line, prefixes and terms in its cell."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.notebook.line import OPTIONS, Line, read
from atsmu_kg.queries import packaged
from atsmu_kg.rdf.namespaces import contract
from atsmu_kg.sparql.tokens import tokens, variables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from IPython.core.completer import CompletionContext, SimpleMatcherResult

    import atsmu_kg
    from atsmu_kg.explain.vocabulary import StoreVocabulary
    from atsmu_kg.queries.query import NamedQuery
    from atsmu_kg.sparql.tokens import Token

HERE = Line("", {}, "", "", "", "")
LINE = re.compile(r"(?:%%|(?:^|=)\s*%)sparql[ \t](?P<words>.*)", re.DOTALL)
# What may stand before the cursor: a variable, or a name with or without its prefix.
FRAGMENT = re.compile(r"(?:[?$]\w*|[\w-]*(?::[\w.%-]*)?)\Z")
ENCLOSED = frozenset({"comment", "iri", "string"})


class Suggestion(NamedTuple):
    """What may stand where the cursor is, and of which kind it is."""

    text: str
    kind: str


class Completion:
    """Suggestions for cells of the magic, from the graph that each is about.

    No key that is pressed asks a network: for an endpoint the terms of the packaged graph are suggested.
    """

    NAME = "atsmu_kg.notebook"

    def __init__(self, graph: Callable[[Line], atsmu_kg.KnowledgeGraph]) -> None:
        self._graph = graph

    def matcher(self) -> Callable[[CompletionContext], SimpleMatcherResult]:
        """The same as IPython's completer wants it."""
        from IPython.core.completer import SimpleCompletion, context_matcher

        def match(context: CompletionContext) -> SimpleMatcherResult:
            before = context.full_text.split("\n")[: context.cursor_line]
            text = "\n".join([*before, context.text_until_cursor])
            fragment, offered = self.suggestions(text, context.full_text)
            completions = [
                SimpleCompletion(text=suggestion.text, type=suggestion.kind) for suggestion in offered
            ]
            return {"completions": completions, "matched_fragment": fragment, "suppress": bool(offered)}

        marked: Callable[[CompletionContext], SimpleMatcherResult]
        marked = context_matcher(identifier=self.NAME)(match)
        return marked

    def suggestions(self, text: str, cell: str = "") -> tuple[str, list[Suggestion]]:
        """The beginning that is there and what it may become; ``text`` is the cell as far as the cursor.

        >>> import atsmu_kg
        >>> kg = atsmu_kg.load()
        >>> Completion(lambda line: kg).suggestions("%%sparql\\nSELECT ?f { ?f a akg:Facu")
        ('akg:Facu', [Suggestion(text='akg:Faculty', kind='class')])
        """
        first, newline, body = text.partition("\n")
        if newline and first.startswith("%%sparql"):
            return self._in_cell(first, body, cell or text)
        match = LINE.search(text.rpartition("\n")[2])
        return self._on_line(match["words"]) if match else ("", [])

    def _on_line(self, text: str) -> tuple[str, list[Suggestion]]:
        words = re.split(r"\s+", text)
        fragment, before = words[-1], [word for word in words[:-1] if word]
        queries = self._queries(before)
        query = queries.get(next(iter(_names(before)), ""))
        if before and before[-1].startswith("--") and "=" not in before[-1]:
            return fragment, _beginning(fragment, self._values(before[-1][2:], query))
        taken = {word.partition("=")[0] for word in before}
        options = (
            [*(parameter.name for parameter in query.parameters if query), *OPTIONS] if query else [*OPTIONS]
        )
        free = [Suggestion(f"--{name}", "option") for name in options if f"--{name}" not in taken]
        names = [] if query else [Suggestion(name, "query") for name in queries]
        return fragment, _beginning(fragment, [*names, *free])

    def _queries(self, words: list[str]) -> Mapping[str, NamedQuery]:
        """The named queries of the dataset that the words of a line name, else the packaged ones."""
        if any(word.partition("=")[0] == "--dataset" for word in words):
            with suppress(AtsmuKGError):
                return self._graph(read(" ".join(words))).queries
        return packaged()

    def _values(self, option: str, query: NamedQuery | None) -> Iterable[Suggestion]:
        for parameter in query.parameters if query else ():
            if parameter.name == option and parameter.type == "iri":
                yield from self._terms(self._vocabulary(HERE))
            elif parameter.name == option:
                yield from (Suggestion(str(choice), "value") for choice in parameter.choices)

    def _in_cell(self, first: str, body: str, cell: str) -> tuple[str, list[Suggestion]]:
        match = FRAGMENT.search(body)
        fragment = match[0] if match else ""
        before = [token for token in tokens(body[: len(body) - len(fragment)]) if token.kind != "space"]
        last = before[-1] if before else None
        if last and _is_silent(last, body[: len(body) - len(fragment)]):
            return fragment, []
        if fragment.startswith(("?", "$")):
            names = (name for name in variables(cell.partition("\n")[2]) if name != fragment[1:])
            return fragment, _beginning(
                fragment, (Suggestion(fragment[0] + name, "variable") for name in names)
            )
        if not fragment:
            return fragment, []
        try:
            vocabulary = self._vocabulary(read(first.removeprefix("%%sparql")))
        except AtsmuKGError:
            # What is wrong with the line is said when the cell is run.
            return fragment, []
        if last and last.text in ("a", "rdf:type"):
            terms = _curies(vocabulary.classes, "class", vocabulary.prefixes)
        else:
            terms = self._terms(vocabulary)
        known = () if ":" in fragment else vocabulary.prefixes
        prefixes = [Suggestion(f"{prefix}:", "prefix") for prefix in known]
        return fragment, [*_beginning(fragment, prefixes), *_beginning(fragment, terms)]

    def _vocabulary(self, line: Line) -> StoreVocabulary:
        kg = self._graph(HERE if line.endpoint else line)
        return kg.usage if kg.store.embedded else self._packaged

    @cached_property
    def _packaged(self) -> StoreVocabulary:
        from atsmu_kg.graph import load

        return load().usage

    @staticmethod
    def _terms(vocabulary: StoreVocabulary) -> Iterator[Suggestion]:
        classes, properties, prefixes = vocabulary.classes, vocabulary.properties, vocabulary.prefixes
        yield from _curies(classes, "class", prefixes)
        yield from _curies(properties - classes, "property", prefixes)
        yield from _curies(vocabulary.graphs, "graph", prefixes)
        yield from _curies(vocabulary.things - classes - properties, "thing", prefixes)


def _is_silent(last: Token, before: str) -> bool:
    """Whether the cursor is in a comment, a string or an IRI, where no name can stand."""
    open_ended = last.kind == "error" or last.text == "<"
    return open_ended or (last.kind in ENCLOSED and before.endswith(last.text))


def _names(words: list[str]) -> Iterator[str]:
    """The words that are no option and no value of one."""
    after = False
    for word in words:
        option = word.startswith("--")
        if not option and not after:
            yield word
        after = option and "=" not in word


def _curies(iris: Iterable[str], kind: str, prefixes: Mapping[str, str]) -> Iterator[Suggestion]:
    for iri in sorted(iris):
        curie = contract(iri, prefixes)
        if not curie.startswith("<"):
            yield Suggestion(curie, kind)


def _beginning(fragment: str, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Those that begin so, in whatever case; a name without its prefix is found by its local part too."""
    folded = fragment.casefold()
    named = ":" not in folded and len(folded) > 1
    return [
        each
        for each in dict.fromkeys(suggestions)
        if each.text.casefold().startswith(folded)
        or (named and each.text.casefold().partition(":")[2].startswith(folded))
    ]
