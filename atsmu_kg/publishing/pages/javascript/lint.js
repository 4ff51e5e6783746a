// The rules of the library's lint that can be had from a text and the index of the dataset.
import { refusal } from "./guard.js";
import { nearest } from "./nearest.js";
import { Query, TYPE } from "./patterns.js";
import { prefix, unknown } from "./prefixes.js";
import { LANG_STRING } from "./terms.js";
import { is } from "./tokens.js";

const SCHEMA = "https://schema.org/";
const AKG = "https://w3id.org/atsmu-kg/ontology#";
const NARROWING = [`${SCHEMA}measuredProperty`, `${AKG}partOf`];
const CLOSING = { "{": "}", "(": ")", "[": "]" };

/**
 * What is suspicious about a text, in its order: {code, from, to, key, values, near, refused}.
 *
 * vocabulary: what the dataset knows. store: what it has, as the engine is asked: `strangers`, which of some IRIs
 *   stand nowhere, each with those like it; `lacking`, which things lack which property, with those that they have.
 */
export async function lint(text, vocabulary, store) {
  const over = refusal(text);
  if (over) return [finding(over.limit, over.key, over.from === undefined ? { from: 0, to: text.length } : over, over.values, [], true)];
  const query = new Query(text, vocabulary.prefixes);
  const lacking = [...prefixes(query, vocabulary)];
  const findings = [
    ...lacking,
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
  const near = await store.strangers([...new Set(things.map(({ iri }) => iri))]);
  for (const { iri, token } of things) {
    if (near.has(iri)) findings.push(finding("unknown-thing", "unknown_thing", token, { term: token.text }, near.get(iri)));
  }
  const required = [...fixed(query, vocabulary)];
  const had = await store.lacking(required.map(({ subject, steps }) => [subject.iri, steps[0].iri]));
  for (const { subject, steps } of required) {
    const have = had.get(`${subject.iri} ${steps[0].iri}`);
    if (!have || near.has(subject.iri)) continue;
    const values = { thing: subject.token.text, property: steps[0].token.text, have: have.join(", ") };
    findings.push(finding("unused-property", "thing_lacks", steps[0].token, values));
  }
  return findings.sort((one, other) => one.from - other.from || (one.code < other.code ? -1 : 1));
}

function finding(code, key, { from, to }, values = {}, near = [], refused = false) {
  return { code, key, from, to, values, near, refused };
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

function* terms(query, vocabulary) {
  const once = new Set();
  const report = function* (kind, known, token, iri) {
    if (!iri || known.has(iri) || once.has(kind + iri)) return;
    once.add(kind + iri);
    if (vocabulary.deprecated.has(iri)) return;
    yield finding(`unknown-${kind}`, `unknown_${kind}`, token, { term: token.text }, vocabulary.nearest(iri, [...known.keys()]));
  };
  for (const { steps, object } of local(query)) {
    for (const { token, iri } of steps) {
      if (token.text !== "a") yield* report("property", vocabulary.properties, token, iri);
    }
    if (object.kind === "iri" && steps.at(-1).iri === TYPE && !steps.at(-1).inverse && steps.length === 1) {
      yield* report("class", vocabulary.classes, object.token, object.iri);
    }
  }
  for (const token of query.graphs) yield* report("graph", vocabulary.graphs, token, query.iri(token));
  for (const literal of query.literals) {
    if (literal.language && !vocabulary.knowsLanguage(literal.language)) {
      yield stranger(literal.language, { from: literal.token.from, to: literal.to }, vocabulary);
    }
  }
  for (const { token, iri } of named(query)) {
    if (vocabulary.deprecated.has(iri)) {
      yield finding("deprecated-term", "deprecated_term", token, { term: token.text }, vocabulary.deprecated.get(iri));
    }
  }
}

// Things whose properties are asked for, or that are values; classes, properties and graphs have rules of their own.
function* asked(query, { base, shared }) {
  for (const { subject, steps, object } of local(query)) {
    if (subject.kind === "iri") yield { iri: subject.iri, token: subject.token };
    if (object.kind === "iri" && steps.at(-1).iri !== TYPE) yield { iri: object.iri, token: object.token };
  }
  yield* query.mentioned.filter(({ iri }) => iri.startsWith(base) || iri.startsWith(shared));
}

function* named(query) {
  for (const { subject, steps, object } of local(query)) {
    for (const term of [subject, object]) if (term.kind === "iri") yield { token: term.token, iri: term.iri };
    yield* steps.filter(({ iri }) => iri);
  }
  yield* query.mentioned;
}

// Patterns that require a property of a certain thing.
function fixed(query, { properties }) {
  return local(query).filter(
    ({ subject, steps, simple, group }) =>
      simple && subject.kind === "iri" && steps.length === 1 && !steps[0].inverse && properties.has(steps[0].iri) &&
      !group.optional && !group.negated,
  );
}

// A property that no thing of a variable's class has, or has as its value.
function* unused(query, { instances, values, properties }) {
  const kinds = query.patterns.filter(
    ({ subject, steps, object }) =>
      subject.kind === "variable" && steps.length === 1 && steps[0].iri === TYPE && !steps[0].inverse &&
      object.kind === "iri" && instances.has(object.iri),
  );
  for (const pattern of local(query).filter(({ simple, group }) => simple && !group.negated)) {
    const { subject, steps, object } = pattern;
    const ends = [
      [subject, steps[0], steps[0].inverse],
      [object, steps.at(-1), !steps.at(-1).inverse],
    ];
    for (const [term, step, isValue] of ends) {
      if (term.kind !== "variable" || !properties.has(step.iri) || step.iri === TYPE) continue;
      for (const kind of kinds.filter((each) => each.subject.name === term.name && encloses(each.group, pattern.group))) {
        const used = isValue ? values : instances;
        if (!used.get(kind.object.iri)?.some((name) => query.iri({ text: name }) === step.iri)) {
          const key = isValue ? "nothing_has_as" : "no_such_has";
          yield finding("unused-property", key, step.token, { class: kind.object.token.text, property: step.token.text });
        }
      }
    }
  }
}

function encloses(outer, inner) {
  for (let group = inner; group; group = group.parent) if (group === outer) return true;
  return false;
}

// A literal of a type that no value of the property has; above all one without a language where all have one.
function* literals(query, { types }) {
  for (const { steps, object, group } of local(query)) {
    const { iri, inverse, token } = steps.at(-1);
    const known = types.get(iri);
    if (group.negated || object.kind !== "literal" || inverse || !known) continue;
    const kinds = known.map((name) => (name ? query.iri({ text: name }) : ""));
    if (kinds.includes(object.datatype)) continue;
    const key = kinds.every((kind) => kind === LANG_STRING) ? "lacks_language" : "other_type";
    const values = { property: token.text, value: query.text.slice(object.token.from, object.to), types: known.filter(Boolean).join(", ") };
    yield finding("literal-type", key, { from: object.token.from, to: object.to }, values);
  }
}

// A value that has a row for each language, which the query does not look at.
function* languages(query, { multilingual }) {
  if (!query.words.some((token) => is(token, "SELECT"))) return;
  const looks = new Set();
  query.words.forEach((token, at) => {
    const next = query.words.slice(at + 1, at + 4).map(({ text }) => text);
    if (is(token, "LANG", "LANGMATCHES", "COUNT", "SAMPLE", "MIN", "MAX", "GROUP_CONCAT", "SAMETERM") || ["=", "IN"].includes(next[0])) {
      for (const text of [token.text, ...next]) if (/^[?$]/.test(text)) looks.add(text.slice(1));
    }
  });
  const objects = query.patterns.map(({ object }) => object.name);
  for (const { steps, object, group } of local(query)) {
    const { iri, inverse, token } = steps.at(-1);
    if (group.negated || inverse || object.kind !== "variable" || !multilingual.has(iri)) continue;
    const joined = objects.filter((name) => name === object.name).length > 1;
    const select = group.select;
    const unseen = select && !select.star && !select.names.includes(object.name) && query.words.some((each) => is(each, "DISTINCT"));
    if (looks.has(object.name) || joined || unseen) continue;
    yield finding("language-rows", "row_for_each_language", object.token, { name: object.name, property: token.text });
  }
}

// A language that an expression compares that of a text with.
function* tags(query, vocabulary) {
  const { words } = query;
  for (const [at, token] of words.entries()) {
    if (!is(token, "LANG")) continue;
    const ranged = is(words[at - 2], "LANGMATCHES");
    // LANG ( ?text ) = "en", IN ("en", "ru"), or the range of LANGMATCHES.
    if (!ranged && !["=", "!="].includes(words[at + 4]?.text) && !is(words[at + 4], "IN", "NOT")) continue;
    const several = is(words[at + 4], "IN", "NOT");
    for (const compared of words.slice(at + 5, several ? undefined : at + 6)) {
      if (compared.kind === "string") {
        const tag = compared.text.slice(1, -1).toLowerCase();
        if (tag && tag !== "*" && !vocabulary.knowsLanguage(tag)) yield stranger(tag, compared, vocabulary);
      } else if (!["(", ","].includes(compared.text) && !is(compared, "IN")) break;
    }
  }
}

function stranger(term, { from, to }, { languages: known }) {
  return finding("unknown-language", "unknown_language", { from, to }, { term, known: known.join(", ") });
}

function* variables(query) {
  const names = [...query.uses.keys()];
  for (const [name, tokens] of query.uses) {
    if (name.startsWith("_")) continue;
    const near = nearest(name, names.filter((each) => each !== name && each.length > 3), 1).map((each) => `?${each}`);
    if (!query.bound.has(name)) yield finding("unbound-variable", "nothing_binds", tokens[0], { name }, near);
    else if (tokens.length === 1 && inOnePattern(query, tokens[0])) {
      yield finding("variable-used-once", "used_once", tokens[0], { name }, near);
    }
  }
}

// Behind a semicolon the same subject is in another pattern.
function inOnePattern(query, token) {
  const those = query.patterns.filter(({ subject, steps, object }) =>
    [subject.token, object.token, ...steps.map((step) => step.token)].includes(token),
  );
  const [{ group } = {}] = those;
  return those.length === 1 && !group.negated && group.select?.names.length && !group.select.star && !group.select.counts;
}

// Without an order it is left to chance which rows a LIMIT leaves.
function* slices({ selects }) {
  for (const { form, slice, ordered, grouped, aggregates } of selects) {
    if (slice && !ordered && form !== "ASK" && !(aggregates && !grouped)) yield finding("unordered-limit", "limit_unordered", slice);
  }
}

// A name that SELECT gives has no value yet in HAVING (SPARQL 1.1, 18.2.4).
function* aliases({ selects }) {
  for (const { having, aliases: given } of selects) {
    for (const token of having) {
      if (given.includes(token.text)) yield finding("having-alias", "alias_in_having", token, { name: token.text.slice(1) });
    }
  }
}

// Many figures have no greatest value: to require one leaves them out.
function* maxima(query) {
  for (const { subject, steps, object, group } of local(query)) {
    const { iri, token } = steps.at(-1);
    if (iri !== `${SCHEMA}maxValue` || group.optional || group.negated) continue;
    if (subject.kind === "variable" && object.kind === "variable" && !compared(query, object.name)) {
      yield finding("required-maximum", "maximum_required", token);
    }
  }
}

function compared(query, name) {
  return query.words.some(
    (token, at) => is(token, "FILTER") && query.words.slice(at, at + 20).some(({ text }) => text.slice(1) === name),
  );
}

function* sums(query) {
  const narrow = query.patterns.some(({ steps, object }) => NARROWING.includes(steps.at(-1).iri) && object.kind === "iri");
  if (narrow) return;
  const values = query.patterns.filter(({ steps }) => steps.at(-1).iri === `${SCHEMA}value`).map(({ object }) => object.name);
  for (const [at, token] of query.words.entries()) {
    if (!is(token, "SUM", "AVG")) continue;
    const argument = query.words.slice(at + 1, at + 4).find(({ kind }) => kind === "variable");
    if (argument && values.includes(argument.text.slice(1))) yield finding("sum-of-figures", "figures_summed", token);
  }
}

function* lists(query, { open }) {
  for (const { steps, group } of local(query)) {
    const { iri, token } = steps.at(-1);
    if (group.absent && open.has(iri)) yield finding("open-list", "list_open", token, { property: token.text });
  }
}

// The patterns but for what another endpoint would be asked.
function local(query) {
  return query.patterns.filter(({ group }) => {
    for (let each = group; each; each = each.parent) if (each.kind === "service") return false;
    return true;
  });
}
