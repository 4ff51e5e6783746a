// What the page itself asks the engine, beside what its reader asks.
import labels from "./labels.rq";
import lacking from "./lacking.rq";
import { nearest } from "./nearest.js";
import statements from "./statements.rq";
import strangers from "./strangers.rq";
import things from "./things.rq";

// Together they stay below the length that a query may have.
const BATCH = 300;
const PLACE = /\(UNDEF UNDEF\)|UNDEF/;

export class Questions {
  /** ask: a question to the engine. vocabulary: what the dataset knows. */
  constructor(ask, vocabulary) {
    this.ask = ask;
    this.vocabulary = vocabulary;
  }

  /** The rows {iri, label, told} about what some IRIs are called. */
  labels(iris) {
    return this.rows(labels, iris.filter(absolute).map(bracketed));
  }

  /** The rows {thing, property, value, graph} that named graphs state of some things. */
  statements(iris) {
    return this.rows(statements, iris.filter(absolute).map(bracketed));
  }

  /** The IRIs that stand nowhere in the dataset, each with names that look like it. */
  async strangers(iris) {
    const unknown = await this.rows(strangers, iris.filter(absolute).map(bracketed));
    const { vocabulary } = this;
    const known = unknown.length ? await this.rows(things) : [];
    const names = known.map(({ iri }) => vocabulary.shown(iri.value));
    return new Map(unknown.map(({ iri }) => [iri.value, nearest(vocabulary.shown(iri.value), names)]));
  }

  /** The pairs of a thing and a property that it lacks, "thing property", each with the properties that it has. */
  async lacking(pairs) {
    const wanted = pairs.filter((pair) => pair.every(absolute));
    const rows = await this.rows(
      lacking,
      wanted.map((pair) => `(${pair.map(bracketed).join(" ")})`),
    );
    const have = new Map();
    for (const { iri, lacked, had } of rows) {
      const key = `${iri.value} ${lacked.value}`;
      have.set(key, [...(have.get(key) ?? []), this.vocabulary.shown(had.value)]);
    }
    return have;
  }

  // The rows for data that come in the place of UNDEF, some at a time; without data those of the query itself.
  async rows(query, data) {
    const rows = [];
    for (let from = 0; from < (data?.length ?? 1); from += BATCH) {
      const text = data ? query.replace(PLACE, () => data.slice(from, from + BATCH).join(" ")) : query;
      rows.push(...JSON.parse(await this.ask(text)).results.bindings);
    }
    return rows;
  }
}

/** Whether a text is an IRI that stands by itself between angle brackets. */
function absolute(iri) {
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\u0000-\u0020]*$/.test(iri);
}

function bracketed(iri) {
  return `<${iri}>`;
}
