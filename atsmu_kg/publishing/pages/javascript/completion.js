// What may be meant while one types: prefixes, classes, properties, things, named graphs and queries, variables.
import { iri as iriOf } from "./address.js";
import { matching } from "./matching.js";
import { prologue } from "./prefixes.js";
import { is, significant } from "./tokens.js";

const KEYWORDS = (
  "SELECT ASK CONSTRUCT DESCRIBE DISTINCT FROM NAMED WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES EXISTS NOT " +
  "GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE STR LANG LANGMATCHES DATATYPE BOUND " +
  "COALESCE IF CONTAINS STRSTARTS LCASE REGEX IN AS PREFIX"
).split(" ");
const WORD = /[?$]?[\p{L}\p{N}_:.-]*$/u;
const MOST = 60;

/**
 * A source of completions for CodeMirror.
 *
 * vocabulary: what the dataset knows. queries: the named ones. lang: the place of the page's language.
 * choose: what to do when a named query is chosen.
 */
export function completions({ vocabulary, queries, lang, choose }) {
  const terms = (known, type) =>
    [...known].map(([iri, names]) => ({ iri, curie: vocabulary.shown(iri), names: names.slice(0, 3), type }));
  const classes = terms(vocabulary.classes, "class");
  const properties = terms(vocabulary.properties, "property");
  const graphs = terms(vocabulary.graphs, "namespace");

  const option = ({ curie, names, type }, boost = 0) => ({
    label: curie,
    detail: names[lang] || names[0] || "",
    info:
      [...new Set(names)].filter(Boolean).length > 1
        ? [...new Set(names)].filter(Boolean).join(" · ")
        : undefined,
    type,
    boost,
  });

  const fits = ({ iri, curie, names }, word) => {
    const text = word.toLowerCase();
    const meant = word.includes(":") && vocabulary.expand(word);
    if (curie.toLowerCase().startsWith(text) || (meant && iri.startsWith(meant))) return 3;
    if (names.some((name) => name.toLowerCase().startsWith(text))) return 2;
    const end = curie.slice(curie.indexOf(":") + 1).toLowerCase();
    return end.startsWith(text) || names.some((name) => name.toLowerCase().includes(text)) ? 1 : 0;
  };

  const fitting = (known, word, boost = 0) =>
    known
      .map((term) => [fits(term, word), term])
      .filter(([fit]) => fit)
      .map(([fit, term]) => option(term, 2 * fit + boost));

  const things = (word) => {
    // By the name that people know, and by the end of the identifier.
    const [start, end] = word.includes(":") ? word.split(":") : ["", word];
    const rows = matching(end.replace(/[-_.]/g, " ")).slice(0, MOST);
    return (
      rows
        .map(([href, , names]) => ({
          curie: vocabulary.shown(iriOf(href, vocabulary)),
          names,
          type: "constant",
        }))
        .filter(({ curie }) => curie.startsWith(start))
        // What the search folds alike fits too, though not by its letters.
        .map((term) => option(term, 2 * Math.max(1, fits({ iri: "", ...term }, word))))
    );
  };

  return (context) => {
    const { text } = context.matchBefore(WORD) ?? { text: "" };
    const before = significant(context.state.sliceDoc(0, context.pos - text.length));
    const last = before.at(-1);
    const from = context.pos - text.length;
    const result = (options) =>
      options.length ? { from, options: options.slice(0, 4 * MOST), filter: false } : null;
    const ordered = (options) => options.sort((one, other) => other.boost - one.boost);
    if ((!text && !context.explicit) || /^[0-9.]+$/.test(text)) return null;
    if (/^[?$]/.test(text)) {
      const names = new Set(
        significant(context.state.doc.toString())
          .filter(({ kind }) => kind === "variable")
          .map((each) => each.text),
      );
      names.delete(text);
      return result(
        [...names].filter((name) => name.startsWith(text)).map((label) => ({ label, type: "variable" })),
      );
    }
    if (is(last, "PREFIX")) {
      const known = Object.entries(vocabulary.prefixes).filter(([name]) =>
        name.startsWith(text.replace(":", "")),
      );
      return result(
        known.map(([name, iri]) => ({
          label: `${name}:`,
          apply: `${name}: <${iri}>`,
          detail: iri,
          type: "namespace",
        })),
      );
    }
    if (is(last, "GRAPH", "NAMED")) return result(ordered(fitting(graphs, text)));
    if (!before.length && !text.includes(":")) {
      const named = queries.filter(
        ({ name, summary }) =>
          !text || [name, ...summary].some((each) => each.toLowerCase().includes(text.toLowerCase())),
      );
      const chosen = named.map((query) => ({
        label: query.name,
        detail: query.summary[lang],
        type: "function",
        apply: () => choose(query.name),
      }));
      return result([...keywords(text), ...chosen]);
    }
    const isClass = last?.text === "a";
    const options = [
      ...fitting(classes, text, isClass ? 9 : 0),
      ...(isClass ? [] : fitting(properties, text, 1)),
    ];
    if (text.length > 1 && !isClass) options.push(...things(text), ...fitting(graphs, text, -2));
    if (!text.includes(":")) options.push(...keywords(text), ...prefixes(text));
    return result(ordered(options));
  };

  function prefixes(text) {
    return Object.entries(vocabulary.prefixes)
      .filter(([name]) => text && name.startsWith(text))
      .map(([name, iri]) => ({ label: `${name}:`, detail: iri, type: "namespace", boost: 5 }));
  }

  function keywords(text) {
    const known = KEYWORDS.filter((word) => text && word.startsWith(text.toUpperCase()));
    return known.map((label) => ({ label, type: "keyword", boost: text === text.toUpperCase() ? 9 : 0 }));
  }
}

/** The text with the prefixes declared that it uses and only this page knows, so that it runs elsewhere too. */
export function declaring(text, known) {
  const lines = prologue(text, known).trim().replaceAll("> PREFIX", ">\nPREFIX");
  return lines ? `${lines}\n${text}` : text;
}
