// What things in an answer are called, and which of them have a page.
import { href } from "./address.js";

/* global LANGUAGES */
const BATCH = 300;
const NAMED = "http://www.w3.org/2004/02/skos/core#prefLabel http://www.w3.org/2000/01/rdf-schema#label https://schema.org/name";
const ONTOLOGY = "#";

export class Names {
  /** ask: a question to the engine. lang: the language of the page, whose place in lists is `at`. */
  constructor({ ask, vocabulary, lang, at, ontology }) {
    Object.assign(this, { ask, vocabulary, lang, at, ontology });
    this.known = new Map();
  }

  /** Look up what some IRIs are called, those that are not known yet. */
  async read(iris) {
    const wanted = [...new Set(iris)].filter((iri) => !this.known.has(iri) && !/[<>"{}|^`\\\u0000-\u0020]/.test(iri));
    for (let from = 0; from < wanted.length; from += BATCH) {
      const some = wanted.slice(from, from + BATCH);
      const { results } = JSON.parse(await this.ask(question(some)));
      const names = new Map(some.map((iri) => [iri, {}]));
      for (const { iri, label, told } of results.bindings) {
        const one = names.get(iri.value);
        one.told = told.value === "true";
        if (label) one[label["xml:lang"] ?? ""] ??= label.value;
      }
      for (const [iri, one] of names) this.known.set(iri, one);
    }
  }

  /** The name of an IRI, {text, lang}: in the language of the page, in English, in any, or its CURIE. */
  name(iri) {
    const graph = this.vocabulary.graphs.get(iri);
    if (graph) return { text: graph[this.at], lang: this.lang };
    const names = { ...this.termed(iri), ...this.known.get(iri) };
    const tag = [this.lang, "en", "", ...Object.keys(names)].find((each) => each !== "told" && names[each]);
    return tag === undefined ? { text: this.vocabulary.shown(iri), lang: "" } : { text: names[tag], lang: tag };
  }

  // Terms of standards have names that only the site gives.
  termed(iri) {
    const names = this.vocabulary.classes.get(iri) ?? this.vocabulary.properties.get(iri) ?? [];
    return Object.fromEntries(LANGUAGES.map((lang, at) => [lang, names[at] ?? ""]));
  }

  /** The way to the page about an IRI, or to itself on the Web; empty if there is none. */
  href(iri) {
    const graph = this.vocabulary.graphs.get(iri);
    if (graph) return `../${graph[3]}`;
    const told = this.known.get(iri)?.told;
    const page = href(iri, this.vocabulary);
    if (page) return told ? `../${page}` : "";
    if (told) {
      const own = iri.startsWith(this.ontology + ONTOLOGY) ? iri.slice(this.ontology.length + 1) : this.vocabulary.shown(iri);
      return `../ontology.html#${own}`;
    }
    return /^https?:/.test(iri) ? iri : "";
  }
}

function question(iris) {
  const paths = NAMED.split(" ").map((property) => `<${property}>`);
  return `SELECT ?iri ?label ?told {
  VALUES ?iri { ${iris.map((iri) => `<${iri}>`).join(" ")} }
  BIND(EXISTS { ?iri ?any ?value } AS ?told)
  OPTIONAL { ?iri ${paths.join("|")} ?label }
}`;
}
