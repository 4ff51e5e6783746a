// The rules of the library's lint that can be had from a text and the index of the dataset.
import { finding } from "./finding.js";
import { refusal } from "./guard.js";
import { nearest } from "./nearest.js";
import { prefix, unknown } from "./prefixes.js";
import { Query } from "./query.js";
import { lists, maxima, sums } from "./rules_figures.js";
import { languages, literals, tags } from "./rules_languages.js";
import { asked, fixed, terms, unused } from "./rules_terms.js";
import { aliases, slices, variables } from "./rules_variables.js";

const CLOSING = { "{": "}", "(": ")", "[": "]" };

/**
 * What is suspicious about a text, in its order: {code, from, to, key, values, near, refused}.
 *
 * vocabulary: what the dataset knows. questions: what the engine is asked of things, by `strangers` and `lacking`.
 */
export async function lint(text, vocabulary, questions) {
  const over = refusal(text);
  if (over) {
    const where = over.from === undefined ? { from: 0, to: text.length } : over;
    return [finding(over.limit, over.key, where, over.values, [], true)];
  }
  const query = new Query(text, vocabulary.prefixes);
  const findings = [
    ...prefixes(query, vocabulary),
    ...brackets(query),
    ...terms(query, vocabulary),
    ...unused(query, vocabulary),
    ...literals(query, vocabulary),
    ...languages(query, vocabulary),
    ...tags(query, vocabulary),
    ...variables(query),
    ...slices(query),
    ...aliases(query),
    ...maxima(query),
    ...sums(query),
    ...lists(query, vocabulary),
  ];
  const things = [...asked(query, vocabulary)];
  const near = await questions.strangers([...new Set(things.map(({ iri }) => iri))]);
  for (const { iri, token } of things) {
    if (!near.has(iri)) continue;
    findings.push(finding("unknown-thing", "unknown_thing", token, { term: token.text }, near.get(iri)));
  }
  const required = [...fixed(query, vocabulary)];
  const had = await questions.lacking(required.map(({ subject, steps }) => [subject.iri, steps[0].iri]));
  for (const { subject, steps } of required) {
    const have = had.get(`${subject.iri} ${steps[0].iri}`);
    if (!have || near.has(subject.iri)) continue;
    const values = { thing: subject.token.text, property: steps[0].token.text, have: have.join(", ") };
    findings.push(finding("unused-property", "thing_lacks", steps[0].token, values));
  }
  return findings.sort((one, other) => one.from - other.from || (one.code < other.code ? -1 : 1));
}

function* prefixes({ words }, { prefixes: known }) {
  for (const token of unknown(words, known)) {
    const name = prefix(token.text);
    const near = nearest(name, Object.keys(known)).map((each) => `${each}:`);
    yield finding("unknown-prefix", "unknown_prefix", token, { prefix: `${name}:` }, near, true);
  }
}

function* brackets({ words }) {
  const open = [];
  for (const token of words) {
    if (token.text in CLOSING) open.push(token);
    else if (Object.values(CLOSING).includes(token.text)) {
      if (CLOSING[open.at(-1)?.text] === token.text) open.pop();
      else return;
    }
  }
  if (open.length) {
    const { text } = open.at(-1);
    yield finding("syntax", "never_closed", open.at(-1), { open: text, close: CLOSING[text] }, [], true);
  }
}
