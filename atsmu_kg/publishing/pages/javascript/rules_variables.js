// Rules about variables, and about the order of rows.
import { finding } from "./finding.js";
import { nearest } from "./nearest.js";

export function* variables(query) {
  const names = [...query.uses.keys()];
  for (const [name, tokens] of query.uses) {
    if (name.startsWith("_")) continue;
    const near = nearest(
      name,
      names.filter((each) => each !== name && each.length > 3),
      1,
    ).map((each) => `?${each}`);
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
  return (
    those.length === 1 &&
    !group.negated &&
    group.select?.names.length &&
    !group.select.star &&
    !group.select.counts
  );
}

// Without an order it is left to chance which rows a LIMIT leaves.
export function* slices({ selects }) {
  for (const { form, slice, ordered, grouped, aggregates } of selects) {
    if (slice && !ordered && form !== "ASK" && !(aggregates && !grouped))
      yield finding("unordered-limit", "limit_unordered", slice);
  }
}

// A name that SELECT gives has no value yet in HAVING (SPARQL 1.1, 18.2.4).
export function* aliases({ selects }) {
  for (const { having, aliases: given } of selects) {
    for (const token of having) {
      if (given.includes(token.text))
        yield finding("having-alias", "alias_in_having", token, { name: token.text.slice(1) });
    }
  }
}
