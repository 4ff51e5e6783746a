// An answer as people read it: a table with names and sources, a picture, and files to keep.
import { element, shown } from "./cells.js";
import { chart } from "./chart.js";
import { columns as columnsOf } from "./columns.js";
import { isNumber } from "./terms.js";
import { form } from "./tokens.js";
import { behind, cited, LISTED, proved, sourcesCell, stated } from "./witnesses.js";

const PAGE = 100;
export const FILES = {
  SELECT: { csv: "text/csv", tsv: "text/tab-separated-values", json: "application/sparql-results+json" },
  CONSTRUCT: { ttl: "text/turtle", nt: "application/n-triples" },
};

export class Results {
  /** element: where they are shown; the others are what a table asks. */
  constructor(place, { names, questions, words, base, entailed, server }) {
    Object.assign(this, { place, names, questions, words, base, entailed, server });
  }

  clear(...inside) {
    this.turn = (this.turn ?? 0) + 1;
    this.place.replaceChildren(...inside);
  }

  /** Show an answer in JSON; of a named query, if it is `cited`, the sources were looked up when the site was made. */
  async show(answer, text, query) {
    const { say } = this.words;
    if (answer.boolean !== undefined) {
      this.clear(element("p", { class: "verdict" }, say(answer.boolean ? "yes" : "no")));
      return;
    }
    const columns = columnsOf(answer, text);
    const rows = answer.results.bindings;
    this.clear();
    const { turn } = this;
    const table = element("table");
    const body = element("tbody");
    table.append(
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...columns.map((column) =>
            element(
              "th",
              { scope: "col", class: this.kind(rows, column) },
              column,
              this.described(query, column),
            ),
          ),
        ),
      ),
      body,
    );
    const picture = element("div", { class: "picture" });
    const sources = await this.support(text, query, { columns, rows }).catch(() => null);
    if (turn !== this.turn) return;
    this.clear(
      ...this.tabs(
        element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("table") }, table),
        picture,
      ),
    );
    await this.rows({ body, table, columns, rows, sources, from: 0, turn: this.turn });
    const named = (term) =>
      term === undefined ? "–" : term.type === "uri" ? this.names.name(term.value).text : term.value;
    const drawn = chart(columns, rows.slice(0, PAGE), named, say);
    if (drawn.key) picture.append(element("p", { class: "note" }, say(drawn.key)));
    else picture.append(element("p", { class: "note" }, drawn.getAttribute("aria-label")), drawn);
  }

  // What a column holds, as the header of the query says it.
  described(query, column) {
    const text = query?.columns[column]?.[this.names.at];
    return text ? element("small", {}, text) : null;
  }

  kind(rows, column) {
    return rows.length &&
      rows.every((row) => !row[column] || isNumber(row[column])) &&
      rows.some((row) => row[column])
      ? "number"
      : undefined;
  }

  // A hundred rows with their names and sources, and a button for more.
  async rows({ body, table, columns, rows, sources, from, turn }) {
    const { say } = this.words;
    const some = rows.slice(from, from + PAGE);
    const statements = sources ? null : await stated(some, columns, this.asking).catch(() => new Map());
    const told = statements ? some.map((row) => behind(row, columns, statements)) : [];
    const terms = [
      ...some.flatMap((row) => Object.values(row)),
      ...told.flatMap((each) => each.slice(0, LISTED).flatMap(({ property, value }) => [property, value])),
    ];
    await this.names.read(terms.filter(({ type }) => type === "uri").map(({ value }) => value));
    if (turn !== this.turn) return;
    const hasSources = sources || told.some((each) => each.length);
    const head = table.tHead.rows[0];
    if (hasSources && head.cells.length === columns.length) {
      head.append(element("th", { scope: "col" }, say(sources ? "supported_by" : "said_by")));
    }
    body.append(
      ...some.map((row, at) => {
        const cells = columns.map((column) =>
          element(
            "td",
            { class: isNumber(row[column]) ? "number" : undefined, "data-column": column },
            shown(row[column], this.names),
          ),
        );
        if (hasSources) {
          const given = sources
            ? { graphs: sources[from + at] }
            : { graphs: told[at].map(({ graph }) => graph.value), statements: told[at] };
          cells.push(sourcesCell(given, this.names, this.words));
          cells.at(-1).dataset.column = say(sources ? "supported_by" : "said_by");
        }
        return element("tr", {}, ...cells);
      }),
    );
    const next = from + PAGE;
    if (next < rows.length) {
      const more = element(
        "button",
        { type: "button", class: "button" },
        say("more_rows", { count: Math.min(PAGE, rows.length - next), all: rows.length }),
      );
      more.addEventListener("click", async () => {
        await this.rows({ body, table, columns, rows, sources, from: next, turn });
        more.remove();
      });
      table.after(more);
    }
    if (!from && hasSources)
      table.before(element("p", { class: "note" }, say(sources ? this.note : "said_by_note")));
  }

  /** Who supports each row, as far as that was found out when the site was made, or the server finds it out. */
  async support(text, query, table) {
    const known = query?.cited ? await cited(this.base, query, table) : null;
    this.note = known ? "supported_by_note" : "proved_note";
    if (known || !this.server || form(text) !== "SELECT") return known;
    return proved(this.server, text, table);
  }

  get asking() {
    return { questions: this.questions, vocabulary: this.names.vocabulary, entailed: this.entailed };
  }

  // Table and picture as tabs (ARIA Authoring Practices, tabs with manual activation).
  tabs(...panels) {
    const keys = ["table", "picture"];
    const buttons = keys.map((key, at) =>
      element(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${key}`,
          "aria-controls": `panel-${key}`,
          "aria-selected": String(!at),
          tabindex: at ? "-1" : "0",
        },
        this.words.say(key),
      ),
    );
    const places = panels.map((panel, at) =>
      element(
        "div",
        { role: "tabpanel", id: `panel-${keys[at]}`, "aria-labelledby": `tab-${keys[at]}` },
        panel,
      ),
    );
    const choose = (chosen) => {
      buttons.forEach((button, at) => {
        button.setAttribute("aria-selected", String(at === chosen));
        button.tabIndex = at === chosen ? 0 : -1;
        places[at].hidden = at !== chosen;
      });
    };
    buttons.forEach((button, at) => {
      button.addEventListener("click", () => choose(at));
      button.addEventListener("keydown", ({ key }) => {
        if (key === "ArrowRight" || key === "ArrowLeft") {
          choose(1 - at);
          buttons[1 - at].focus();
        }
      });
    });
    choose(0);
    return [
      element("div", { role: "tablist", class: "tabs", "aria-label": this.words.say("answer") }, ...buttons),
      ...places,
    ];
  }
}

/** Give a reader a file. */
export function save(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
