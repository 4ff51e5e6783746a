"""Generated SPARQL 1.1 queries, of all of the grammar."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = st.sampled_from("abcxyz")
VARIABLES = st.builds("{}{}".format, st.sampled_from("?$"), NAMES)
IRIS = st.sampled_from(["akg:p", "schema:q", "<http://e.org/r>", "skos:a\\-b", "akg:", "xsd:c%20d"])
STRINGS = st.sampled_from(['"s"', "'t'", '"""l"o\nng"""', '"a\\tb\\u0041"', "''", '"#"'])
LITERALS = st.one_of(
    STRINGS,
    st.builds("{}@{}".format, STRINGS, st.sampled_from(["en", "tg-Cyrl"])),
    st.builds("{}^^{}".format, STRINGS, IRIS),
    st.sampled_from(["1", "-2", "+3", "4.5", "-.5", "6e7", "8.e-9", "true", "FALSE", "True"]),
)
CONSTANTS = IRIS | LITERALS


def joined(
    separator: str, parts: st.SearchStrategy[str], least: int = 1, most: int = 3
) -> st.SearchStrategy[str]:
    return st.lists(parts, min_size=least, max_size=most).map(separator.join)


def paths() -> st.SearchStrategy[str]:
    negated = st.one_of(
        st.builds("!{}".format, IRIS),
        st.sampled_from(["!(^a)", "!()", "! ( )"]),
        joined("|", st.one_of(IRIS, st.builds("^{}".format, IRIS))).map("!({})".format),
    )
    step = st.one_of(IRIS, st.just("a"), negated)
    return st.recursive(
        step,
        lambda inner: st.one_of(
            joined("/", inner, 2).map("({})".format),
            joined(" | ", inner, 2).map("({})".format),
            st.builds("(^{})".format, inner),
            st.builds("({}{})".format, inner.map("({})".format), st.sampled_from("*+?")),
        ),
        max_leaves=4,
    )


def nodes() -> st.SearchStrategy[str]:
    return st.recursive(
        st.one_of(VARIABLES, CONSTANTS, st.sampled_from(["[]", "()", "_:n"])),
        lambda inner: st.one_of(
            st.builds("[ {} {} ]".format, IRIS, inner), joined(" ", inner).map("({})".format)
        ),
        max_leaves=3,
    )


def triples() -> st.SearchStrategy[str]:
    others = st.sampled_from(["(1 ?a)", "_:n"])
    subjects = st.one_of(VARIABLES, IRIS, st.builds("[ akg:p {} ]".format, VARIABLES), others)
    lists = st.builds("{} {}".format, st.one_of(VARIABLES, paths()), joined(" , ", nodes(), 1, 2))
    return st.builds("{} {}".format, subjects, joined(" ; ", lists, 1, 2))


def expressions(group: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[str]:
    leaves = st.one_of(VARIABLES, CONSTANTS, st.sampled_from(["BOUND(?a)", "RAND ( )", "COALESCE( )"]))
    if group is not None:
        leaves |= st.builds("{} {}".format, st.sampled_from(["EXISTS", "NOT EXISTS", "not exists"]), group)
    operators = st.sampled_from(["||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/"])

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.builds("({} {} {})".format, inner, operators, inner),
            st.builds("{}{}".format, st.sampled_from("!-+"), inner.map("({})".format)),
            st.builds(
                "({} {} ({}))".format, inner, st.sampled_from(["IN", "NOT IN"]), joined(", ", inner, 0)
            ),
            st.builds("{}({})".format, st.sampled_from(["STR", "lang", "isIRI", "URI", "Abs"]), inner),
            st.builds("{}({}, {})".format, st.sampled_from(["CONTAINS", "regex", "STRDT"]), inner, inner),
            st.builds("IF({}, {}, {})".format, inner, inner, inner),
            joined(", ", inner, 0).map("CONCAT ({})".format),
            st.builds("xsd:integer({})".format, inner),
        )

    return st.recursive(leaves, larger, max_leaves=5)


def groups() -> st.SearchStrategy[str]:
    values = st.builds(
        "VALUES {}".format,
        st.one_of(
            joined(" ", CONSTANTS | st.just("UNDEF"), 0).map("?v {{ {} }}".format),
            joined(" ", st.builds("({} {})".format, CONSTANTS, CONSTANTS), 0).map("(?v ?w) {{ {} }}".format),
        ),
    )

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        element = st.one_of(
            st.deferred(triples).map("{} .".format),
            inner,
            st.builds("{} {}".format, st.sampled_from(["OPTIONAL", "MINUS", "optional"]), inner),
            st.builds("GRAPH {} {}".format, VARIABLES | IRIS, inner),
            joined(" UNION ", inner, 2),
            st.builds("FILTER({})".format, st.deferred(lambda: expressions(inner))),
            st.builds("FILTER {} {}".format, st.sampled_from(["EXISTS", "NOT EXISTS"]), inner),
            values,
            st.builds("{{ SELECT {} {} }}".format, st.sampled_from(["*", "DISTINCT ?a", "?a ?b"]), inner),
            st.builds("BIND({} AS ?bound)".format, st.deferred(expressions)),
        )
        return joined(" ", element, 0, 4).map("{{ {} }}".format)

    return st.recursive(st.deferred(triples).map("{{ {} }}".format), larger, max_leaves=4)


def _queries() -> st.SearchStrategy[str]:
    where = st.deferred(groups)
    aggregate = st.builds(
        "({}({}{}) AS ?{})".format,
        st.sampled_from(["COUNT", "sum", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"]),
        st.sampled_from(["", "DISTINCT "]),
        VARIABLES,
        st.sampled_from(["m", "n"]),
    )
    keys = st.one_of(VARIABLES, st.sampled_from(["STR(?a)", "(?a + 1)", "ASC(?b)", "desc(STR(?c))"]))
    order = joined(" ", keys, 0).map(lambda each: f"ORDER BY {each}" if each else "")
    slices = st.sampled_from(["", "LIMIT 3", "OFFSET 1", "LIMIT 2 OFFSET 1", "OFFSET 0 LIMIT 1"])
    selected = st.sampled_from(["*", "?a", "DISTINCT ?a ?b", "REDUCED *", "?a (1 + 1 AS ?n)"])
    heads = st.sampled_from(["", "PREFIX e: <http://e.org/> ", "BASE <http://e.org/>\n", "# a comment\n"])
    template = st.just("?a akg:p [ a ?b ]")
    keys_of_groups = st.sampled_from(["?a", "?b", "STR(?a)", "(?a AS ?k)", "(?a + 1 AS ?l)"])
    groups_by = st.lists(keys_of_groups, max_size=3, unique=True).map(" ".join)
    grouped = st.builds(
        "{} {} {}".format,
        groups_by.map(lambda keys: f"GROUP BY {keys}" if keys else ""),
        st.sampled_from(["", "HAVING (COUNT(*) > 0)", "HAVING (SUM(?a) > 0) (?b)"]),
        st.sampled_from(["", "ORDER BY MAX(?b)", "ORDER BY DESC(COUNT(*))", "ORDER BY ?a LIMIT 1"]),
    )
    named = st.sampled_from(["(COUNT(?b) AS ?q) (?q + 1 AS ?r)", "(1 AS ?q) (STR(?q) AS ?r) (SUM(?q) AS ?t)"])
    return st.one_of(
        st.builds("{}SELECT {} {} {} {}".format, heads, selected, where, order, slices),
        st.builds("{}SELECT {} WHERE {} GROUP BY ?a HAVING (COUNT(*) > 0)".format, heads, aggregate, where),
        st.builds("{}ASK {}".format, heads, where),
        st.builds("{}CONSTRUCT {{ {} }} WHERE {} {}".format, heads, template, where, slices),
        st.builds("{}DESCRIBE {} {}".format, heads, st.sampled_from(["*", "?a", "?a ?a", "akg:p ?b"]), where),
        st.builds("SELECT {} {} {}".format, named, where, grouped),
        st.builds("ASK {} {}".format, where, grouped),
        st.builds("CONSTRUCT {{ {} }} WHERE {} {}".format, template, where, grouped),
        st.builds("CONSTRUCT WHERE {{ ?a akg:p ?b }} {}".format, grouped),
        st.builds("DESCRIBE {} {} {}".format, st.sampled_from(["*", "?a ?k"]), where, grouped),
        st.builds("DESCRIBE ?a {}".format, grouped),
    )


# Deferred, for a strategy of this size has a representation that takes seconds to write.
QUERIES = st.deferred(_queries)
