// Who says what: the passages that support a row, and what named graphs state of the things in it.
import { element, link, shown } from "./cells.js";
import { checksum } from "./checksum.js";
import { written } from "./terms.js";

// So many sources stand beside a row, and so many statements are listed.
const FEW = 2;
export const LISTED = 60;

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

/**
 * For each row the named graphs that support it, as the server cites them; null where it can't, or gives others.
 *
 * server: its address; text: the query, with its values in place.
 */
export async function proved(server, text, { columns, rows }) {
  const fields = new URLSearchParams({ query: text, sources: "true", lint: "false" });
  const response = await fetch(`${server}/api/sparql?${fields}`);
  if (!response.ok) return null;
  const told = await response.json();
  const isSame = ({ cells }, at) =>
    columns.every((column) => rows[at] && sameValue(cells[column], rows[at][column]));
  if (!told.sources || told.rows.length < rows.length || !told.rows.every(isSame)) return null;
  const graphs = new Map(told.sources.map(({ number, graph }) => [number, graph]));
  return told.rows.map(({ sources }) => sources.map((number) => graphs.get(number)));
}

/** Whether a cell of the API has the term that a row has; a blank node has another label each time. */
function sameValue(cell, term) {
  if (!cell || !term) return !cell && !term;
  if (term.type === "bnode") return cell.type === "blank";
  return String(cell.value) === term.value || (cell.type === "number" && cell.value === Number(term.value));
}

/** What is stated of the things of some rows: for each IRI, {property, value, graph}. */
export async function stated(rows, columns, { questions, vocabulary, entailed }) {
  const cells = rows.flatMap((row) => columns.map((column) => row[column]));
  const iris = new Set(cells.filter((term) => term?.type === "uri").map(({ value }) => value));
  const things = [...iris].filter(
    (iri) => iri.startsWith(vocabulary.base) || iri.startsWith(`${vocabulary.shared}id/`),
  );
  const found = new Map(things.map((iri) => [iri, []]));
  for (const statement of await questions.statements(things)) {
    // That something follows is said by nobody.
    if (statement.graph.value !== entailed) found.get(statement.thing.value).push(statement);
  }
  return found;
}

/** The statements behind a row: those that lead from a thing to another cell, else all of its things. */
export function behind(row, columns, statements) {
  const cells = columns.map((column) => row[column]).filter(Boolean);
  const about = cells
    .filter(({ type }) => type === "uri")
    .flatMap(({ value }) => statements.get(value) ?? []);
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
    const list = statements
      .slice(0, LISTED)
      .map(({ property, value, graph }) =>
        element("li", {}, shown(property, names), ": ", shown(value, names), " ", source(graph.value, names)),
      );
    cell.append(
      element(
        "details",
        {},
        element("summary", {}, counted("statements", statements.length)),
        element("ul", {}, ...list),
      ),
    );
  } else if (several.length > FEW) {
    const rest = several.slice(FEW).map((graph) => element("li", {}, source(graph, names)));
    cell.append(
      element("details", {}, element("summary", {}, `+ ${rest.length}`), element("ul", {}, ...rest)),
    );
  }
  return cell;
}

function source(graph, names) {
  return link(names.name(graph).text, names.href(graph), { class: "source" });
}
