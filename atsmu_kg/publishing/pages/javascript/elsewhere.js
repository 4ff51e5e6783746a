// What is shown, to be asked for elsewhere: by a link, in a shell, in Python, in SPARQL.
import { declaring } from "./completion.js";
import { form } from "./tokens.js";

// What an answer that is no table comes as in a shell.
const ACCEPTED = { ASK: "application/json", CONSTRUCT: "text/turtle", DESCRIBE: "text/turtle" };

/**
 * The ways to ask for an answer, as pairs of a name and a text.
 *
 * shown: {address, text, name, values, parameters}: the link to it; the query, with its values in place; of a
 *     named query its name, the values that differ from the usual ones, and its parameters.
 * site: {isOurs, prefixes, server}: whether its dataset is the one that the library brings along, the prefixes
 *     that it knows, and the address of the server that answers, if one does.
 */
export function ways(shown, { isOurs, prefixes, server }) {
  const sparql = declaring(shown.text, prefixes);
  const own = server ? `atsmu_kg.connect(${JSON.stringify(`${server}/sparql`)})` : "atsmu_kg.load()";
  // The named queries of the library are about the dataset that it brings along.
  const call =
    shown.name && isOurs ? `kg.queries.${shown.name}(${given(shown)})` : `kg.query(${block(sparql)})`;
  return [
    ["link", shown.address],
    ...(server ? [["curl", shown.name ? named(shown, server) : posted(sparql, server)]] : []),
    ["Python", `import atsmu_kg\n\nkg = ${own}\n${call}`],
    ["SPARQL", sparql],
  ];
}

function named({ name, values }, server) {
  const fields = String(new URLSearchParams({ ...values, sources: "true" })).replaceAll("'", "%27");
  return `curl '${server}/api/queries/${name}?${fields}'`;
}

function posted(sparql, server) {
  const type = ACCEPTED[form(sparql)] ?? "text/csv";
  const query = sparql.replaceAll("'", "'\\''");
  return `curl '${server}/sparql' -H 'Accept: ${type}' --data-urlencode 'query=${query}'`;
}

/** The values of a named query as keywords of Python. */
function given({ values, parameters }) {
  const types = new Map(parameters.map(({ name, type }) => [name, type]));
  return Object.entries(values)
    .map(([name, value]) => `${name}=${literal(value, types.get(name))}`)
    .join(", ");
}

function literal(value, type) {
  if (type === "xsd:boolean") return /^(true|1)$/.test(value) ? "True" : "False";
  const isNumber = ["xsd:integer", "xsd:gYear", "xsd:decimal"].includes(type);
  return isNumber && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value) ? value : JSON.stringify(value);
}

/** A text of several lines as Python writes it. */
function block(text) {
  return `"""\n${text.trim().replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"')}\n"""`;
}
