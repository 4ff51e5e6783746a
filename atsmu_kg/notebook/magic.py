"""The magic ``%%sparql``: a query in a cell, a named query on a line."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import atsmu_kg
from atsmu_kg.endpoints import graph_at
from atsmu_kg.errors import AtsmuKGError, ParameterError
from atsmu_kg.notebook.completion import Completion
from atsmu_kg.notebook.line import Line, read, value
from atsmu_kg.sparql.tokens import significant

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from atsmu_kg.results.answer import Answer

    # Store, dataset and endpoint.
    Place = tuple[str, str, str]

NAME = "sparql"


class Magic:
    """The magic of one shell; graphs that it opened stay open for the next cell."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._opened: dict[Place, atsmu_kg.KnowledgeGraph] = {}
        self.completion = Completion(self._graph)

    def install(self) -> None:
        """Make the magic and its completion known to the shell, in place of earlier ones."""
        uninstall(self._shell)
        self._shell.magics_manager.register_function(self.sparql, magic_kind="line_cell", magic_name=NAME)
        self._shell.input_transformers_cleanup.append(one_line)
        self._shell.Completer.custom_matchers.append(self.completion.matcher())

    def sparql(self, line: str, cell: str | None = None) -> Answer | None:
        """Ask a query in SPARQL, or a named one.

        %%sparql [name] [--parameter value …] [--store DIR | --dataset DIR | --endpoint URL] [--into variable]

        The cell holds the query; a named query needs none. A parameter of a query in the cell stands in
        place of the variable of that name: an IRI, a CURIE or a number is one, all else is a text. --dataset
        names the folder of another institution's dataset; without it, --store or --endpoint the graph in the
        variable kg is asked, else the packaged one. With --into the answer is kept in that variable and not
        shown. Who asks an endpoint is read from the environment, ATSMU_KG_USER and ATSMU_KG_PASSWORD.
        """
        try:
            asked = read(line)
            answer = self._answer(asked, cell or "")
        except AtsmuKGError as error:
            # The message says what to do; the frames that led here do not.
            vars(error)["_render_traceback_"] = partial(_told, error)
            raise
        if asked.into or not hasattr(self._shell, "kernel"):
            # An answer that a notebook shows tells this itself.
            sys.stderr.write("".join(f"{warning}\n" for warning in answer.told()))
        if asked.into:
            self._shell.user_ns[asked.into] = answer
            return None
        return answer

    def _answer(self, asked: Line, text: str) -> Answer:
        written = bool(significant(text))
        if asked.name and written:
            raise ParameterError(
                f"the cell holds a query, and the line names {asked.name!r}",
                advice="Leave the cell empty, or the name out.",
            )
        if not asked.name and not written:
            raise ParameterError(
                "there is no query", advice="Write SPARQL below %%sparql, or the name of a query after it."
            )
        kg = self._graph(asked)
        if asked.name:
            query = kg.queries[asked.name]
            return query(**query.from_text(asked.parameters))
        parameters = {name: value(given, kg.prefixes) for name, given in asked.parameters.items()}
        # With the magic's own line before it, an error's line is the one of the cell.
        return kg.query(f"\n{text.rstrip()}", bindings=parameters)

    def _graph(self, asked: Line) -> atsmu_kg.KnowledgeGraph:
        """The graph that a line is about."""
        place = asked.store, asked.dataset, asked.endpoint
        mine = self._shell.user_ns.get("kg")
        if not any(place) and isinstance(mine, atsmu_kg.KnowledgeGraph):
            return mine
        if place not in self._opened:
            self._opened[place] = (
                atsmu_kg.dataset(asked.dataset) if asked.dataset else graph_at(asked.store, asked.endpoint)
            )
        return self._opened[place]


def uninstall(shell: InteractiveShell) -> None:
    """Take magic and completion away, if they are there."""
    for magics in shell.magics_manager.magics.values():
        magics.pop(NAME, None)
    transformers, matchers = shell.input_transformers_cleanup, shell.Completer.custom_matchers
    if one_line in transformers:
        transformers.remove(one_line)
    matchers[:] = [each for each in matchers if getattr(each, "matcher_identifier", "") != Completion.NAME]


def one_line(lines: list[str]) -> list[str]:
    """A cell magic without a cell as a line magic, since IPython refuses the former.

    >>> one_line(["%%sparql faculties"])
    ['%sparql faculties']
    """
    words = lines[0].split() if lines else []
    if len(words) > 1 and words[0] == f"%%{NAME}" and not "".join(lines[1:]).strip():
        return [lines[0].lstrip()[1:]]
    return lines


def _told(error: AtsmuKGError) -> list[str]:
    return [f"{type(error).__name__}: {error}"]
