// Rules about literals: their types, and the languages of texts.
import { finding, local } from "./finding.js";
import { LANG_STRING } from "./terms.js";
import { is } from "./tokens.js";

// A literal of a type that no value of the property has; above all one without a language where all have one.
export function* literals(query, { types }) {
  for (const { steps, object, group } of local(query)) {
    const { iri, inverse, token } = steps.at(-1);
    const known = types.get(iri);
    if (group.negated || object.kind !== "literal" || inverse || !known) continue;
    const kinds = known.map((name) => (name ? query.iri({ text: name }) : ""));
    if (kinds.includes(object.datatype)) continue;
    const key = kinds.every((kind) => kind === LANG_STRING) ? "lacks_language" : "other_type";
    const values = {
      property: token.text,
      value: query.text.slice(object.token.from, object.to),
      types: known.filter(Boolean).join(", "),
    };
    yield finding("literal-type", key, { from: object.token.from, to: object.to }, values);
  }
}

// A value that has a row for each language, which the query does not look at.
export function* languages(query, { multilingual }) {
  if (!query.words.some((token) => is(token, "SELECT"))) return;
  const looks = new Set();
  query.words.forEach((token, at) => {
    const next = query.words.slice(at + 1, at + 4).map(({ text }) => text);
    if (
      is(token, "LANG", "LANGMATCHES", "COUNT", "SAMPLE", "MIN", "MAX", "GROUP_CONCAT", "SAMETERM") ||
      ["=", "IN"].includes(next[0])
    ) {
      for (const text of [token.text, ...next]) if (/^[?$]/.test(text)) looks.add(text.slice(1));
    }
  });
  const objects = query.patterns.map(({ object }) => object.name);
  for (const { steps, object, group } of local(query)) {
    const { iri, inverse, token } = steps.at(-1);
    if (group.negated || inverse || object.kind !== "variable" || !multilingual.has(iri)) continue;
    const joined = objects.filter((name) => name === object.name).length > 1;
    const select = group.select;
    const unseen =
      select &&
      !select.star &&
      !select.names.includes(object.name) &&
      query.words.some((each) => is(each, "DISTINCT"));
    if (looks.has(object.name) || joined || unseen) continue;
    yield finding("language-rows", "row_for_each_language", object.token, {
      name: object.name,
      property: token.text,
    });
  }
}

// A language that an expression compares that of a text with.
export function* tags(query, vocabulary) {
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

export function stranger(term, { from, to }, { languages: known }) {
  return finding("unknown-language", "unknown_language", { from, to }, { term, known: known.join(", ") });
}
