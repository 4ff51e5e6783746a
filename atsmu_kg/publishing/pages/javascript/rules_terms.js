// Rules about classes, properties, things and named graphs.
import { finding, local } from "./finding.js";
import { stranger } from "./rules_languages.js";
import { TYPE } from "./triples.js";

export function* terms(query, vocabulary) {
  const once = new Set();
  const report = function* (kind, known, token, iri) {
    if (!iri || known.has(iri) || once.has(kind + iri)) return;
    once.add(kind + iri);
    if (vocabulary.deprecated.has(iri)) return;
    yield finding(
      `unknown-${kind}`,
      `unknown_${kind}`,
      token,
      { term: token.text },
      vocabulary.nearest(iri, [...known.keys()]),
    );
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
      yield finding(
        "deprecated-term",
        "deprecated_term",
        token,
        { term: token.text },
        vocabulary.deprecated.get(iri),
      );
    }
  }
}

// Things whose properties are asked for, or that are values; classes, properties and graphs have rules of their own.
export function* asked(query, { base, shared }) {
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
export function fixed(query, { properties }) {
  return local(query).filter(
    ({ subject, steps, simple, group }) =>
      simple &&
      subject.kind === "iri" &&
      steps.length === 1 &&
      !steps[0].inverse &&
      properties.has(steps[0].iri) &&
      !group.optional &&
      !group.negated,
  );
}

// A property that no thing of a variable's class has, or has as its value.
export function* unused(query, { instances, values, properties }) {
  const kinds = query.patterns.filter(
    ({ subject, steps, object }) =>
      subject.kind === "variable" &&
      steps.length === 1 &&
      steps[0].iri === TYPE &&
      !steps[0].inverse &&
      object.kind === "iri" &&
      instances.has(object.iri),
  );
  for (const pattern of local(query).filter(({ simple, group }) => simple && !group.negated)) {
    const { subject, steps, object } = pattern;
    const ends = [
      [subject, steps[0], steps[0].inverse],
      [object, steps.at(-1), !steps.at(-1).inverse],
    ];
    for (const [term, step, isValue] of ends) {
      if (term.kind !== "variable" || !properties.has(step.iri) || step.iri === TYPE) continue;
      for (const kind of kinds.filter(
        (each) => each.subject.name === term.name && encloses(each.group, pattern.group),
      )) {
        const used = isValue ? values : instances;
        if (!used.get(kind.object.iri)?.some((name) => query.iri({ text: name }) === step.iri)) {
          const key = isValue ? "nothing_has_as" : "no_such_has";
          yield finding("unused-property", key, step.token, {
            class: kind.object.token.text,
            property: step.token.text,
          });
        }
      }
    }
  }
}

function encloses(outer, inner) {
  for (let group = inner; group; group = group.parent) if (group === outer) return true;
  return false;
}
