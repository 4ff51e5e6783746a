// Answers to requests of the SPARQL protocol, as the service worker passes them on.
import { Engine } from "./engine.js";
import { wording } from "./messages.js";
import { BOOLEANS, negotiated, SOLUTIONS, TRIPLES } from "./protocol.js";
import { form } from "./tokens.js";

const FORMATS = { ASK: BOOLEANS, CONSTRUCT: TRIPLES, DESCRIBE: TRIPLES };
const STATUS = { limit: 400, syntax: 400, time: 503, cancelled: 503, engine: 500, address: 503 };

let shared;

/** The engine of this page: one for its own questions and for those that are passed on. */
export function engine() {
  const base = new URL("./", import.meta.url);
  shared ??= new Engine(
    base,
    fetch(new URL("index.json", base)).then((response) => response.json()),
  );
  return shared;
}

/** The answer to a question of the protocol: {status, headers, body}. */
export async function respond({ query, graphs, named, accept }) {
  const formats = FORMATS[form(query)] ?? SOLUTIONS;
  const type = negotiated(accept, formats);
  if (!type) return { status: 406, body: `the formats are ${Object.keys(formats).join(", ")}` };
  try {
    const body = await engine().ask(query, { format: formats[type], graphs, named });
    return { status: 200, headers: { "content-type": `${type}; charset=utf-8` }, body };
  } catch (error) {
    // Whoever asked waits for an answer, whatever failed.
    if (!STATUS[error.why]) return { status: 500, body: String(error) };
    const { told } = await wording("en");
    return { status: STATUS[error.why], body: told(error) };
  }
}
