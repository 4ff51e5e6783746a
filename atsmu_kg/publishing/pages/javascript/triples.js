// Triple patterns, read from words one after the other.
import { expand } from "./prefixes.js";
import { LANG_STRING } from "./terms.js";

export const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const TERMS = new Set(["variable", "iri", "pname", "bnode", "string", "number"]);
const PATH = new Set(["^", "/", "|", "!", "*", "+", "?", "(", ")"]);

/** Whether a triple pattern may begin with a token. */
export function begins(token) {
  return TERMS.has(token.kind) || ["[", "("].includes(token.text) || isBoolean(token);
}

function isBoolean({ text }) {
  return /^(true|false)$/i.test(text);
}

/** A reader of words, which stands `at` one of them; what it read is in patterns, literals and bound. */
export class Triples {
  constructor(words, namespaces) {
    this.words = words;
    this.namespaces = namespaces;
    this.at = 0;
    this.patterns = [];
    this.literals = [];
    this.bound = new Set();
  }

  get next() {
    return this.words[this.at];
  }

  iri(token) {
    return token.text === "a" ? TYPE : expand(token.text, this.namespaces);
  }

  triples(group) {
    const subject = this.term(group);
    if (subject) this.predicates(subject, group);
  }

  predicates(subject, group) {
    while (this.next) {
      if (this.next.text === ";") {
        this.at += 1;
        continue;
      }
      const { steps, simple, path } = this.path();
      if (!steps.length) return;
      do {
        if (this.next?.text === ",") this.at += 1;
        const object = this.term(group);
        if (!object) return;
        this.patterns.push({ subject, steps, simple, path, object, group });
      } while (this.next?.text === ",");
      if (this.next?.text !== ";") return;
    }
  }

  path() {
    const begin = this.at;
    const steps = [];
    let simple = true;
    let inverse = false;
    let open = 0;
    let wanted = true;
    let negated = false;
    while (this.next) {
      const token = this.next;
      const isTerm = ["iri", "pname", "variable"].includes(token.kind) || token.text === "a";
      if (isTerm && !wanted && !open) break;
      if (isTerm) {
        steps.push({ token, iri: token.kind === "variable" || negated ? "" : this.iri(token), inverse });
        wanted = inverse = false;
        if (token.kind === "variable") this.bound.add(token.text.slice(1));
      } else if (PATH.has(token.text) && (steps.length || ["^", "(", "!"].includes(token.text))) {
        // Behind a path a parenthesis begins a list.
        if (token.text === "(" && !wanted) break;
        if (token.text === ")" && !open) break;
        open += { "(": 1, ")": -1 }[token.text] ?? 0;
        inverse = token.text === "^";
        // What is in a negated property set is not asked for.
        negated ||= token.text === "!";
        wanted = !["*", "+", "?", ")"].includes(token.text);
        simple &&= token.text === "/" || token.text === "^";
      } else break;
      this.at += 1;
    }
    return { steps, simple, path: { from: this.words[begin]?.from, to: this.words[this.at - 1]?.to } };
  }

  // A term with what belongs to it; null where none stands.
  term(group) {
    const token = this.next;
    if (!token) return null;
    if (token.text === "[") {
      this.at += 1;
      const node = { kind: "blank", token };
      this.predicates(node, group);
      if (this.next?.text === "]") this.at += 1;
      return node;
    }
    if (token.text === "(") {
      this.at += 1;
      while (this.next && this.next.text !== ")" && this.term(group));
      if (this.next?.text === ")") this.at += 1;
      return { kind: "blank", token };
    }
    if (!begins(token)) return null;
    this.at += 1;
    if (token.kind === "variable") {
      this.bound.add(token.text.slice(1));
      return { kind: "variable", name: token.text.slice(1), token };
    }
    if (token.kind === "iri" || token.kind === "pname") return { kind: "iri", iri: this.iri(token), token };
    if (token.kind === "bnode") return { kind: "blank", token };
    return this.literal(token);
  }

  literal(token) {
    const literal = { kind: "literal", token, language: "", datatype: `${XSD}string`, to: token.to };
    if (isBoolean(token)) literal.datatype = `${XSD}boolean`;
    if (token.kind === "number") {
      literal.datatype =
        XSD + (/e/i.test(token.text) ? "double" : token.text.includes(".") ? "decimal" : "integer");
    } else if (this.next?.kind === "language") {
      literal.language = this.next.text.slice(1).toLowerCase();
      literal.datatype = LANG_STRING;
      literal.to = this.words[this.at++].to;
    } else if (this.next?.text === "^^") {
      const type = this.words[this.at + 1];
      if (type) {
        literal.datatype = this.iri(type);
        literal.to = type.to;
        this.at += 2;
      }
    }
    this.literals.push(literal);
    return literal;
  }
}
