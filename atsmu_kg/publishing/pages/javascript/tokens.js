// SPARQL as tokens, with the kinds and offsets that the library's own tokens have.

const LETTERS =
  "A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F" +
  "\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}";
const WORD = `${LETTERS}0-9_\\u00B7\\u0300-\\u036F\\u203F\\u2040`;
const REST = `\\-${WORD}`;
// A bound, so that a long run of letters and dots that no colon ends takes linear time.
const NAME = `[${LETTERS}](?:[${REST}.]{0,99}[${REST}])?(?=:)`;
const ESCAPED = "%[0-9A-Fa-f]{2}|\\\\[_~.\\-!$&'()*+,;=\\/?#@%]";
const LOCAL = `(?:[${LETTERS}0-9_:]|${ESCAPED})(?:[${REST}:]|\\.+(?=[${REST}:%\\\\])|${ESCAPED})*`;
const CODEPOINT = "\\\\u[0-9A-Fa-f]{4}|\\\\U[0-9A-Fa-f]{8}";
const ESCAPE = `\\\\[tbnrf\\\\"']|${CODEPOINT}`;
const long = (q) => `${q}{3}(?:[^${q}\\\\]|${q}(?!${q}${q})|${ESCAPE})*`;
const short = (q) => `${q}(?!${q}${q})(?:[^${q}\\\\\\r\\n]|${ESCAPE})*`;

const KINDS = {
  space: "[ \\t\\r\\n]+",
  variable: `[?$][${LETTERS}0-9_][${WORD}]*`,
  comment: "#[^\\r\\n]*",
  iri: `<(?:[^<>"{}|^\`\\\\\\u0000-\\u0020]|${CODEPOINT})*>`,
  pname: `(?:${NAME})?:(?:${LOCAL})?`,
  bnode: `_:[${LETTERS}0-9_](?:[${REST}]|\\.+(?=[${REST}]))*`,
  language: "@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?",
  number: "[+\\-]?(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)[eE][+\\-]?[0-9]+|[0-9]*\\.[0-9]+|[0-9]+)",
  string: `${long("'")}'''|${long('"')}"""|${short("'")}'|${short('"')}"`,
  keyword: `[A-Za-z][A-Za-z0-9_]*(?![${REST}])`,
  punctuation:
    '<<\\(|\\)>>|<<(?![^<>"{}|^`\\\\\\u0000-\\u0020]*>)|>>|\\^\\^|\\|\\||&&|[!<>]=|\\{\\||\\|\\}|[{}()\\[\\],;.=<>!+\\-*\\/|^?~]',
  error: `${long("'")}|${long('"')}|${short("'")}|${short('"')}|[${REST}]+|[^]`,
};
const TOKEN = new RegExp(
  Object.entries(KINDS)
    .map(([kind, pattern]) => `(?<${kind}>${pattern})`)
    .join("|"),
  "uy",
);

/** The token that begins at an offset: {kind, text, from, to}. */
export function token(text, from) {
  TOKEN.lastIndex = from;
  const { groups } = TOKEN.exec(text);
  const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
  return { kind, text: groups[kind], from, to: TOKEN.lastIndex };
}

/** All tokens of a text, whose texts make up the whole. */
export function tokens(text) {
  const read = [];
  for (let at = 0; at < text.length; at = read.at(-1).to) read.push(token(text, at));
  return read;
}

/** The tokens without space and comments. */
export function significant(text) {
  return tokens(text).filter(({ kind }) => kind !== "space" && kind !== "comment");
}

/** Whether a token is a keyword, in any case. */
export function is(token, ...words) {
  return token?.kind === "keyword" && words.includes(token.text.toUpperCase());
}

/** SELECT, ASK, CONSTRUCT, DESCRIBE, or empty. */
export function form(text) {
  const token = significant(text).find((each) => is(each, "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"));
  return token ? token.text.toUpperCase() : "";
}

/** A line of a text, and below it a mark at a column: where a reading ended. */
export function marked(text, { line, column }) {
  const written = text.split(/\r\n?|\n/)[line - 1] ?? "";
  const from = Math.max(0, column - 60);
  const shown = [...written].slice(from, from + 80).join("");
  return `${shown}\n${" ".repeat(column - 1 - from)}^`;
}

/** The line and column, from 1, of an offset. */
export function place(text, offset) {
  const lines = text.slice(0, offset).split(/\r\n?|\n/);
  return { line: lines.length, column: [...lines.at(-1)].length + 1 };
}
