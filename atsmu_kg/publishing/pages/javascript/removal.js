// Which pattern of a query removed its last solution.
import { Query } from "./query.js";
import { is } from "./tokens.js";

/**
 * The first pattern that leaves no solution of those before it, {pattern, number}, with the number 0 if all of them
 * have one together; null if the patterns are not all plain ones.
 *
 * text: the query. prefixes: those that it need not declare. ask: a question to the engine.
 */
export async function removal(text, prefixes, ask) {
  const query = new Query(text, prefixes);
  const form = query.words.find((token) => is(token, "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"));
  const patterns = query.patterns.filter(({ group }) => group.kind === "where" && !group.parent);
  if (!form || query.graphs.length || patterns.some(nested)) return null;
  const texts = patterns.map((pattern) => written(text, pattern));
  for (let number = 1; number <= texts.length; number += 1) {
    const asked = `${text.slice(0, form.from)}ASK { ${texts.slice(0, number).join(" . ")} }`;
    if (!JSON.parse(await ask(asked)).boolean) return { pattern: texts[number - 1], number };
  }
  return { number: 0 };
}

function nested({ subject, object }) {
  return [subject, object].some(({ token }) => token.text === "[" || token.text === "(");
}

function written(text, { subject, path, object }) {
  return [subject.token, path, { from: object.token.from, to: object.to ?? object.token.to }]
    .map(({ from, to }) => text.slice(from, to))
    .join(" ");
}
