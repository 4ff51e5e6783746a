// What things in an answer are called, and which of them have a page.
import { href } from "./address.js";

/* global LANGUAGES */
const ONTOLOGY = "#";

export class Names {
  /** questions: to the engine. lang: the language of the page, whose place in lists is `at`. */
  constructor({ questions, vocabulary, lang, at, ontology }) {
    Object.assign(this, { questions, vocabulary, lang, at, ontology });
    this.known = new Map();
  }

  /** Look up what some IRIs are called, those that are not known yet. */
  async read(iris) {
    const wanted = [...new Set(iris)].filter((iri) => !this.known.has(iri));
    for (const iri of wanted) this.known.set(iri, {});
    for (const { iri, label, told } of await this.questions.labels(wanted)) {
      const names = this.known.get(iri.value);
      names.told = told.value === "true";
      if (label) names[label["xml:lang"] ?? ""] ??= label.value;
    }
  }

  /** The name of an IRI, {text, lang}: in the language of the page, in English, in any, or its CURIE. */
  name(iri) {
    const graph = this.vocabulary.graphs.get(iri);
    if (graph) return { text: graph[this.at], lang: this.lang };
    const names = { ...this.termed(iri), ...this.known.get(iri) };
    const tag = [this.lang, "en", "", ...Object.keys(names)].find((each) => each !== "told" && names[each]);
    return tag === undefined
      ? { text: this.vocabulary.shown(iri), lang: "" }
      : { text: names[tag], lang: tag };
  }

  // Terms of standards have names that only the site gives.
  termed(iri) {
    const names = this.vocabulary.classes.get(iri) ?? this.vocabulary.properties.get(iri) ?? [];
    return Object.fromEntries(LANGUAGES.map((lang, at) => [lang, names[at] ?? ""]));
  }

  /** The way to the page about an IRI, or to itself on the Web; empty if there is none. */
  href(iri) {
    const graph = this.vocabulary.graphs.get(iri);
    if (graph) return graph[3] && `../${graph[3]}`;
    const told = this.known.get(iri)?.told;
    const page = href(iri, this.vocabulary);
    if (page) return told ? `../${page}` : "";
    if (told) {
      const own = iri.startsWith(this.ontology + ONTOLOGY)
        ? iri.slice(this.ontology.length + 1)
        : this.vocabulary.shown(iri);
      return `../ontology.html#${own}`;
    }
    return /^https?:/.test(iri) ? iri : "";
  }
}
