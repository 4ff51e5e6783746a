// The columns of an answer.
import { is, significant } from "./tokens.js";

/** The columns of an answer to a query: of SELECT * the engine sorts them, a reader wants the order of the query. */
export function columns({ head }, query) {
  const words = significant(query);
  const select = words.findIndex((token) => is(token, "SELECT"));
  if (words[select + 1]?.text !== "*") return head.vars;
  const order = words.filter(({ kind }) => kind === "variable").map((token) => token.text.slice(1));
  return [...head.vars].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}
