// What the dataset knows: its classes, properties, named graphs and languages, and how they are used.
import { nearest } from "./nearest.js";
import { contract, expand } from "./prefixes.js";

const MOST = 3;

export class Vocabulary {
  /** index: the file index.json; graphs: graphs.json, the name and page of each named graph. */
  constructor(index, graphs) {
    this.prefixes = index.prefixes;
    this.namespaces = Object.values(index.prefixes);
    this.base = index.base;
    this.shared = index.shared;
    this.languages = index.languages;
    this.classes = this.keyed(index.classes);
    this.properties = this.keyed(index.properties);
    this.graphs = this.keyed(graphs);
    this.types = this.keyed(index.types);
    this.instances = this.keyed(index.instances);
    this.values = this.keyed(index.values);
    this.deprecated = this.keyed(index.deprecated);
    this.multilingual = new Set(index.multilingual.map((name) => this.expand(name)));
    this.open = new Set(index.open.map((name) => this.expand(name)));
  }

  keyed(table) {
    return new Map(Object.entries(table).map(([name, said]) => [this.expand(name), said]));
  }

  expand(name) {
    return expand(name, this.prefixes);
  }

  shown(iri) {
    return contract(iri, this.prefixes);
  }

  /** Whether a language is one of the texts', or a range that takes one in. */
  knowsLanguage(tag) {
    return this.languages.some((each) => each === tag || each.startsWith(`${tag}-`));
  }

  /** Up to three names like that of an IRI: those of the same local name first, nothing that is deprecated. */
  nearest(iri, known) {
    const names = new Map(
      known.filter((each) => !this.deprecated.has(each)).map((each) => [this.shown(each), each]),
    );
    const ending = local(iri);
    const same = [...names].filter(([, each]) => ending && local(each) === ending).map(([name]) => name);
    return [...new Set([...same.slice(0, MOST), ...nearest(this.shown(iri), [...names.keys()])])].slice(
      0,
      MOST,
    );
  }
}

function local(iri) {
  return /[^#/]*$/.exec(iri)[0].toLowerCase();
}
