// Rules about figures and lists, which say less than they seem to.
import { finding, local } from "./finding.js";
import { is } from "./tokens.js";

const SCHEMA = "https://schema.org/";
const AKG = "https://w3id.org/atsmu-kg/ontology#";
const NARROWING = [`${SCHEMA}measuredProperty`, `${AKG}partOf`];

// Many figures have no greatest value: to require one leaves them out.
export function* maxima(query) {
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
    (token, at) =>
      is(token, "FILTER") && query.words.slice(at, at + 20).some(({ text }) => text.slice(1) === name),
  );
}

export function* sums(query) {
  const narrow = query.patterns.some(
    ({ steps, object }) => NARROWING.includes(steps.at(-1).iri) && object.kind === "iri",
  );
  if (narrow) return;
  const values = query.patterns
    .filter(({ steps }) => steps.at(-1).iri === `${SCHEMA}value`)
    .map(({ object }) => object.name);
  for (const [at, token] of query.words.entries()) {
    if (!is(token, "SUM", "AVG")) continue;
    const argument = query.words.slice(at + 1, at + 4).find(({ kind }) => kind === "variable");
    if (argument && values.includes(argument.text.slice(1)))
      yield finding("sum-of-figures", "figures_summed", token);
  }
}

export function* lists(query, { open }) {
  for (const { steps, group } of local(query)) {
    const { iri, token } = steps.at(-1);
    if (group.absent && open.has(iri))
      yield finding("open-list", "list_open", token, { property: token.text });
  }
}
