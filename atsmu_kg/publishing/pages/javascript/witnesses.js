// Who says what: the passages that support a row, and what named graphs state of the things in it.
import { element, link, shown } from "./cells.js";
import { written } from "./terms.js";

const FEW = 2;
// Of a thing with very many statements so many are read.
const MOST = 4000;

/**
 * The sources of each row of a named query's answer as they were cited when the site was made, in its order.
 *
 * Null for an answer that is not the one of then.
 */
export async function cited(base, { name, lang }, { columns, rows }) {
  const response = await fetch(new URL(`answers/${name}.json`, base));
  if (!response.ok) return null;
  const { graphs, answers } = await response.json();
  const then = answers[lang] ?? answers[""];
  const lines = rows.map((row) => `${columns.map((column) => written(row[column])).join(" ")}\n`);
  if (!then || checksum(lines.join("")) !== then.checksum) return null;
  return then.sources.map((numbers) => numbers.map((number) => graphs[number]));
}

/** The CRC-32 of a text (ISO 3309), as a number without a sign. */
export function checksum(text) {
  let rest = -1;
  for (const byte of new TextEncoder().encode(text)) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

/** What is stated of the things of some rows: for each IRI, {property, value, graph}. */
export async function stated(rows, columns, { ask, vocabulary, entailed }) {
  const iris = new Set(rows.flatMap((row) => columns.map((column) => row[column])).filter((term) => term?.type === "uri").map(({ value }) => value));
  const things = [...iris].filter((iri) => iri.startsWith(vocabulary.base) || iri.startsWith(`${vocabulary.shared}id/`));
  const found = new Map(things.map((iri) => [iri, []]));
  if (!things.length) return found;
  const query = `SELECT ?thing ?property ?value ?graph {
  VALUES ?thing { ${things.map((iri) => `<${iri}>`).join(" ")} }
  GRAPH ?graph { ?thing ?property ?value }
  FILTER(?graph != <${entailed}>)
} LIMIT ${MOST}`;
  for (const { thing, property, value, graph } of JSON.parse(await ask(query)).results.bindings) {
    found.get(thing.value).push({ thing, property, value, graph });
  }
  return found;
}

/** The statements behind a row: those that lead from one of its things to another of its cells, else all of its things. */
export function behind(row, columns, statements) {
  const cells = columns.map((column) => row[column]).filter(Boolean);
  const about = cells.filter(({ type }) => type === "uri").flatMap(({ value }) => statements.get(value) ?? []);
  const values = new Set(cells.map(written));
  const linking = about.filter(({ value }) => values.has(written(value)));
  return linking.length ? linking : about;
}

/** The cell of a row's sources: the first of them, and all with what they state. */
export function sourcesCell({ graphs, statements = [] }, names, { counted }) {
  const cell = element("td", { class: "sources" });
  const several = [...new Set(graphs)];
  cell.append(...several.slice(0, FEW).map((graph) => source(graph, names)));
  if (statements.length) {
    const list = statements.slice(0, 60).map(({ property, value, graph }) =>
      element("li", {}, shown(property, names), ": ", shown(value, names), " ", source(graph.value, names)),
    );
    cell.append(element("details", {}, element("summary", {}, counted("statements", statements.length)), element("ul", {}, ...list)));
  } else if (several.length > FEW) {
    const rest = several.slice(FEW).map((graph) => element("li", {}, source(graph, names)));
    cell.append(element("details", {}, element("summary", {}, `+ ${rest.length}`), element("ul", {}, ...rest)));
  }
  return cell;
}

function source(graph, names) {
  return link(names.name(graph).text, names.href(graph), { class: "source" });
}
