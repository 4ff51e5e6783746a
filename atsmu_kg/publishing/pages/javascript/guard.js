// What is refused before the engine sees it: some texts it would not survive, and nothing goes to the network.
import { is, significant } from "./tokens.js";

export const SIZE = 100_000;
export const DEPTH = 250;
export const UNIONS = 500;

const OPENING = new Set(["{", "(", "[", "<<", "<<("]);
const CLOSING = new Set(["}", ")", "]", ">>", ")>>"]);
const UPDATES = ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY"];

/** The limit that a text is over, {limit, key, values, from, to}, or null. */
export function refusal(text) {
  if (text.length > SIZE)
    return { limit: "size", key: "over_size", values: { count: text.length, most: SIZE } };
  // SPARQL 1.1 replaces codepoint escapes before it reads a text (19.2); what is wrong in either reading is.
  const replaced = text.replace(/\\u([0-9A-Fa-f]{4})|\\U(00[01][0-9A-Fa-f]{5})/g, (written, short, long) => {
    const code = parseInt(short ?? long, 16);
    return code < 0x110000 ? String.fromCodePoint(code) : written;
  });
  return check(text) ?? (replaced === text ? null : check(replaced));
}

function check(text) {
  let depth = 0;
  let deepest = 0;
  let unions = 0;
  for (const token of significant(text)) {
    if (OPENING.has(token.text)) deepest = Math.max(deepest, ++depth);
    else if (CLOSING.has(token.text)) depth -= 1;
    else if (is(token, "UNION")) unions += 1;
    else if (is(token, "SERVICE")) return { limit: "service", key: "over_service", values: {}, ...token };
    else if (is(token, ...UPDATES)) {
      return { limit: "update", key: "over_update", values: { word: token.text.toUpperCase() }, ...token };
    }
  }
  if (deepest > DEPTH) return { limit: "depth", key: "over_depth", values: { count: deepest, most: DEPTH } };
  if (unions > UNIONS)
    return { limit: "unions", key: "over_unions", values: { count: unions, most: UNIONS } };
  return null;
}
