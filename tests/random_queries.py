"""Small graphs and queries of the fragment that tables answer, from whatever chooses among options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyoxigraph as ox

PREFIXES = "PREFIX ex: <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
THINGS = ["ex:a", "ex:b", "ex:c"]
PROPERTIES = ["ex:p", "ex:q", "ex:r"]
LITERALS = ["1", "2", "10", "1.5", "2.5", '"a"', '"b"', '"ab"', '"a"@en', '"b"@ru', "true", "false"]
LITERALS += [
    '"2020-01-01"^^xsd:date',
    '"2021-05-06"^^xsd:date',
    '"x"^^ex:t',
    '"y"^^ex:t',
    '"1"^^xsd:double',
    '""',
]
GRAPHS = ["ex:g1", "ex:g2"]
VARIABLES = ["?x", "?y", "?z"]


class Chooser:
    """Parts of graphs and queries; ``choose`` picks one of some options."""

    def __init__(self, choose: Callable[[Sequence[Any]], Any]) -> None:
        self.choose = choose
        self.new = 0

    def trig(self) -> str:
        """A graph: its default graph merges the named ones, and has a little more."""
        named = [
            (self.choose(GRAPHS), self.triple(THINGS, LITERALS)) for _ in range(self.choose(range(1, 6)))
        ]
        more = [self.triple(THINGS, LITERALS) for _ in range(self.choose(range(3, 8)))]
        text = " ".join(f"{triple} ." for triple in {*more, *(triple for _, triple in named)})
        return text + " ".join(f" {graph} {{ {triple} }}" for graph, triple in sorted(set(named)))

    def triple(self, things: Sequence[str], literals: Sequence[str]) -> str:
        return f"{self.choose(things)} {self.choose(PROPERTIES)} {self.choose([*things, *literals])}"

    def quads(self) -> list[ox.Quad]:
        text = f"{PREFIXES}{self.trig()}"
        return list(ox.parse(text.encode(), ox.RdfFormat.TRIG))

    def query(self) -> str:
        group = self.group(2)
        form = self.choose(["*", "*", "*", "DISTINCT", "grouped", "sliced"])
        if form == "DISTINCT":
            return f"SELECT DISTINCT {self.choose(['?x', '?x ?y', '?y ?z'])} {group}"
        if form == "grouped":
            count = self.choose(
                ["COUNT(*)", "COUNT(?y)", "COUNT(DISTINCT ?y)", "MIN(?y)", "MAX(?z)", "SUM(?y)", "AVG(?z)"]
            )
            keys = self.choose(["", "?x"])
            having = self.choose(["", "", f"HAVING({count} > 1)"])
            return f"SELECT {keys} ({count} AS ?n) {group} {'GROUP BY ?x' if keys else ''} {having}"
        if form == "sliced":
            return f"SELECT ?x ?y ?z {group} ORDER BY ?x ?y ?z LIMIT {self.choose(['1', '3'])}"
        return f"SELECT * {group}"

    def group(self, depth: int) -> str:
        elements = [self.pattern()]
        elements += [self.element(depth) for _ in range(self.choose(range(3)))]
        if self.choose([True, False]):
            elements.append(f"FILTER({self.condition(depth)})")
        return "{ " + " ".join(elements) + " }"

    def element(self, depth: int) -> str:
        kinds = ["pattern", "bind", "values", "graph"]
        if depth:
            kinds += ["optional", "optional", "union", "minus", "group", "select"]
        kind = self.choose(kinds)
        if kind == "pattern":
            return self.pattern()
        if kind == "bind":
            self.new += 1
            return f"BIND({self.expression(1)} AS ?n{self.new})"
        if kind == "values":
            values = [self.choose([*THINGS, *LITERALS, "UNDEF", '"only here"']) for _ in range(2)]
            return f"VALUES {self.choose(VARIABLES)} {{ {' '.join(values)} }}"
        if kind == "graph":
            return f"GRAPH {self.choose([*GRAPHS, '?g', '?x'])} {{ {self.pattern()} {self.pattern()} }}"
        if kind == "union":
            return f"{self.group(depth - 1)} UNION {self.group(depth - 1)}"
        if kind == "select":
            return f"{{ SELECT DISTINCT {self.choose(['?x', '?x ?y'])} {self.group(depth - 1)} }}"
        word = {"optional": "OPTIONAL ", "minus": "MINUS ", "group": ""}[kind]
        return word + self.group(depth - 1)

    def pattern(self) -> str:
        subject = self.choose([*VARIABLES, *VARIABLES, *THINGS])
        path = self.choose(
            [
                *PROPERTIES,
                *PROPERTIES,
                "?y",
                "ex:p|ex:q",
                "^ex:p",
                "ex:p/ex:q",
                "ex:p+",
                "!ex:p",
                "(ex:p|^ex:q)+",
            ]
        )
        return f"{subject} {path} {self.choose([*VARIABLES, *VARIABLES, *THINGS, *LITERALS])} ."

    def condition(self, depth: int) -> str:
        kind = self.choose(["compare", "compare", "bound", "and", "or", "not", "in", "test", "exists"])
        if kind == "compare":
            left, right = self.expression(1), self.expression(1)
            # The embedded engine knows that nothing is less than itself, even where that is an error.
            operator = self.choose(["=", "!="] if left == right else ["=", "!=", "<", ">", "<=", ">="])
            return f"{left} {operator} {right}"
        if kind == "bound":
            return f"BOUND({self.choose(VARIABLES)})"
        if kind in ("and", "or"):
            return f"({self.condition(0)} {'&&' if kind == 'and' else '||'} {self.condition(0)})"
        if kind == "not":
            return f"!({self.condition(0)})"
        if kind == "in":
            return f"{self.choose(VARIABLES)} {self.choose(['IN', 'NOT IN'])} ({self.term()}, {self.term()})"
        if kind == "exists" and depth:
            more = self.choose(["", self.pattern(), f"FILTER({self.condition(depth - 1)})"])
            inner = f"{self.pattern()} {more}"
            return f"{self.choose(['EXISTS', 'NOT EXISTS'])} {{ {inner} }}"
        return self.choose(
            [
                "isIRI(?x)",
                "isLITERAL(?y)",
                "isNumeric(?z)",
                'LANG(?y) = "en"',
                "sameTerm(?x, ?y)",
                'CONTAINS(STR(?z), "a")',
            ]
        )

    def expression(self, depth: int) -> str:
        if depth and self.choose([True, False]):
            inner = self.expression(0), self.expression(0)
            return self.choose(
                [
                    f"STR({inner[0]})",
                    f"DATATYPE({inner[0]})",
                    f"LANG({inner[0]})",
                    f"STRLEN(STR({inner[0]}))",
                    f"({inner[0]} + {inner[1]})",
                    f"({inner[0]} * 2)",
                    f"({inner[0]} - 0.5)",
                    f"IF({self.condition(0)}, {inner[0]}, {inner[1]})",
                    f"COALESCE({inner[0]}, {inner[1]})",
                    f"CONCAT(STR({inner[0]}), {inner[1]})",
                    f"SUBSTR(STR({inner[0]}), 2)",
                    f"YEAR({inner[0]})",
                ]
            )
        return self.term()

    def term(self) -> str:
        return self.choose([*VARIABLES, *VARIABLES, self.choose([*THINGS, *LITERALS])])
