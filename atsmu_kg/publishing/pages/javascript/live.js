// The engine of the server that a page came from, where it came from one that answers SPARQL.
import { Refused, SECONDS } from "./engine.js";
import { refusal } from "./guard.js";
import { SOLUTIONS, TRIPLES } from "./protocol.js";
import { place } from "./tokens.js";

const TYPES = Object.fromEntries(
  Object.entries({ ...SOLUTIONS, ...TRIPLES }).map(([type, format]) => [format, type]),
);
const TERM = /\s*(?:<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?)/y;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const LETTERS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
const PLACES = ["subject", "predicate", "object"];
const STRING = "http://www.w3.org/2001/XMLSchema#string";

/** As an Engine, by the protocol: `base` is the folder of the scripts, `index` what is known of the dataset. */
export class LiveEngine {
  constructor(base, index) {
    Object.assign(this, { index, endpoint: new URL("../sparql", base), ready: Promise.resolve() });
  }

  async ask(query, { format = "json", graphs = [], named = [], seconds = SECONDS, signal } = {}) {
    const over = refusal(query);
    if (over)
      throw new Refused(
        "limit",
        over.key,
        over.values,
        over.from === undefined ? undefined : place(query, over.from),
      );
    const isRows = format === "rows";
    const body = new URLSearchParams({ query });
    for (const graph of graphs) body.append("default-graph-uri", graph);
    for (const graph of named) body.append("named-graph-uri", graph);
    const headers = { accept: `${TYPES[isRows ? "nt" : format]}, application/problem+json;q=0.1` };
    const ending = AbortSignal.timeout(seconds * 1000);
    const until = signal ? AbortSignal.any([signal, ending]) : ending;
    try {
      const response = await fetch(this.endpoint, { method: "POST", body, headers, signal: until });
      const text = await response.text();
      if (!response.ok) throw refused(response, text);
      return isRows ? rows(text) : text;
    } catch (error) {
      if (error.why) throw error;
      if (signal?.aborted) throw new Refused("cancelled", "cancelled");
      if (ending.aborted) throw new Refused("time", "over_time", { seconds });
      throw new Refused("address", "server_silent", { reason: String(error.message ?? error) });
    }
  }

  /** What the grammar refuses, the server says when it is asked. */
  async read() {}
}

function refused(response, text) {
  let problem = {};
  try {
    problem = JSON.parse(text);
  } catch {
    problem = { detail: text.trim() };
  }
  const { detail, advice, line, column } = problem;
  const reason = [detail || response.statusText, advice].filter(Boolean).join("\n  ");
  const why = response.status === 503 ? "time" : response.status === 400 ? "syntax" : "limit";
  return new Refused(why, "server_says", { reason }, line && { line, column: column ?? 1 });
}

/** N-Triples as a result of SPARQL in JSON. */
export function rows(text) {
  const bindings = [];
  for (const line of text.split("\n")) {
    if (!line.trim()) continue;
    TERM.lastIndex = 0;
    bindings.push(Object.fromEntries(PLACES.map((name) => [name, term(TERM.exec(line))])));
  }
  return JSON.stringify({ head: { vars: PLACES }, results: { bindings } });
}

function term([, iri, label, value, language, datatype = STRING]) {
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (label !== undefined) return { type: "bnode", value: label };
  const kind = language ? { "xml:lang": language } : { datatype: unescaped(datatype) };
  return { type: "literal", value: unescaped(value), ...kind };
}

function unescaped(text) {
  return text.replace(ESCAPE, (_, short, long, letter) =>
    letter === undefined ? String.fromCodePoint(parseInt(short ?? long, 16)) : (LETTERS[letter] ?? letter),
  );
}
