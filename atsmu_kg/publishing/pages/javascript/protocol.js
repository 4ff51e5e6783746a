// The SPARQL 1.1 Protocol: from a request to a question, and the formats in which it can be answered.

/** The formats of an ASK, of a SELECT, and of a CONSTRUCT or DESCRIBE, by media type, the usual one first. */
export const BOOLEANS = {
  "application/sparql-results+json": "json",
  "application/sparql-results+xml": "xml",
};
export const SOLUTIONS = {
  ...BOOLEANS,
  "text/csv": "csv",
  "text/tab-separated-values": "tsv",
};
export const TRIPLES = {
  "text/turtle": "ttl",
  "application/n-triples": "nt",
  "application/rdf+xml": "rdf",
};
const ALIASES = {
  "application/json": "application/sparql-results+json",
  "application/xml": "application/sparql-results+xml",
};
const FORM = "application/x-www-form-urlencoded";
const QUERY = "application/sparql-query";

/** The question of a request, {query, graphs, named, accept}; or {status, reason} for one that asks nothing. */
export async function question(request) {
  const { searchParams } = new URL(request.url);
  let given = searchParams;
  if (request.method === "POST") {
    const type = (request.headers.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
    const body = await request.text();
    if (type === QUERY) {
      given = new URLSearchParams(searchParams);
      given.append("query", body);
    } else if (type === FORM) given = new URLSearchParams(body);
    else return { status: 415, reason: `a query is sent as ${QUERY} or ${FORM}` };
    if (given.has("update")) return { status: 403, reason: "the graph is not changed by queries" };
  } else if (!["GET", "HEAD"].includes(request.method)) return { status: 405, reason: "ask with GET or POST" };
  const queries = given.getAll("query");
  if (queries.length !== 1)
    return { status: 400, reason: `one query is asked at a time; there are ${queries.length}` };
  return {
    query: queries[0],
    graphs: named(given, "default-graph-uri"),
    named: named(given, "named-graph-uri"),
    accept: request.headers.get("accept") ?? "*/*",
  };
}

function named(given, key) {
  const iris = given.getAll(key);
  return iris.length ? iris : undefined;
}

/** The media type that suits an Accept header best, or empty if none does (RFC 9110, 12.5.1). */
export function negotiated(accept, formats) {
  const ranges = accept.split(",").map((range) => {
    const [type, ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.find((each) => each.startsWith("q="));
    return { type: ALIASES[type] ?? type, weight: weight ? Number(weight.slice(2)) : 1 };
  });
  const weights = Object.keys(formats).map((format) => {
    const fitting = ranges
      .map((range) => ({ ...range, exact: exactness(range.type, format) }))
      .filter(({ exact }) => exact)
      .sort((one, other) => other.exact - one.exact);
    return [fitting[0]?.weight ?? 0, format];
  });
  const [weight, format] = weights.reduce((best, each) => (each[0] > best[0] ? each : best));
  return weight ? format : "";
}

function exactness(range, format) {
  if (range === format) return 3;
  if (range === `${format.split("/")[0]}/*`) return 2;
  return range === "*/*" ? 1 : 0;
}
