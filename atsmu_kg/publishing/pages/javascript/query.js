// What a query asks for, read so that a text which is still being typed is read as far as it goes.
import { declared } from "./prefixes.js";
import { is, significant } from "./tokens.js";
import { begins, Triples } from "./triples.js";

const GROUPS = { OPTIONAL: "optional", MINUS: "minus", EXISTS: "exists", GRAPH: "graph", SERVICE: "service" };
const CLAUSES = [
  "SELECT",
  "ASK",
  "CONSTRUCT",
  "DESCRIBE",
  "GROUP",
  "ORDER",
  "HAVING",
  "LIMIT",
  "OFFSET",
  "FROM",
];
const AGGREGATES = ["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"];

/**
 * What a query asks for.
 *
 * patterns: {subject, steps, simple, path, object, group}; a step is {token, iri, inverse} in the order of the
 *   path, which is `simple` if it is a plain sequence, and stands from and to.
 * groups: {kind, parent, name}; `negated` and `optional` hold for what is in them.
 * uses: the tokens of each variable by name; bound: the names that something gives a value to.
 * selects: {form, star, names, aliases, aggregates, counts, grouped, ordered, slice, having} of each query and
 *   subquery; `counts` says that there is a COUNT(*), `slice` is the first word of a LIMIT or OFFSET.
 * literals, graphs: those of patterns; mentioned: the names in expressions.
 */
export class Query extends Triples {
  constructor(text, prefixes) {
    const words = significant(text);
    super(words, { ...prefixes, ...declared(words) });
    this.text = text;
    this.graphs = [];
    this.mentioned = [];
    this.selects = [];
    this.uses = new Map();
    for (const token of words.filter(({ kind }) => kind === "variable")) {
      const name = token.text.slice(1);
      this.uses.set(name, [...(this.uses.get(name) ?? []), token]);
    }
    this.clauses(null);
  }

  // What stands outside of braces: prologue, projection, dataset, modifiers.
  clauses(parent) {
    let template = false;
    let from = false;
    const select = { parent, form: "", star: false, names: [], aliases: [], having: [] };
    this.selects.push(select);
    while (this.next) {
      const token = this.words[this.at++];
      if (token.text === "{") {
        if (template) {
          template = false;
          this.skip();
        } else
          this.group({ kind: "where", parent, select, negated: parent?.negated, optional: parent?.optional });
      } else if (token.text === "}") {
        this.at -= 1;
        return;
      } else if (is(token, "CONSTRUCT")) {
        select.form = "CONSTRUCT";
        template = this.next?.text === "{";
      } else if (is(token, "ASK", "DESCRIBE")) select.form = token.text.toUpperCase();
      else if (is(token, "SELECT")) this.projection(select);
      else if (is(token, "GROUP")) select.grouped = true;
      else if (is(token, "ORDER")) select.ordered = true;
      else if (is(token, "LIMIT", "OFFSET")) select.slice ??= token;
      else if (is(token, "HAVING")) this.having(select);
      else if (is(token, "NAMED", "FROM")) from = true;
      else if (from && (token.kind === "iri" || token.kind === "pname")) {
        this.graphs.push(token);
        from = false;
      } else if (is(token, "VALUES")) this.values();
      else if (token.text === "(") this.expression({ kind: "where", parent });
    }
  }

  having(select) {
    while (this.next?.text === "(") {
      const from = (this.at += 1);
      this.expression({ kind: "where", parent: select.parent });
      select.having.push(...this.words.slice(from, this.at).filter(({ kind }) => kind === "variable"));
    }
  }

  projection(select) {
    select.form = "SELECT";
    while (this.next && this.next.text !== "{" && !is(this.next, "WHERE", "FROM")) {
      const token = this.words[this.at++];
      if (token.text === "*") select.star = true;
      if (token.kind === "variable") {
        select.names.push(token.text.slice(1));
      }
      if (token.text === "(") {
        const from = this.at;
        this.expression({ kind: "where", parent: select.parent });
        const words = this.words.slice(from, this.at);
        select.aggregates ||= words.some((word) => is(word, ...AGGREGATES));
        select.counts ||= words.some((word, at) => word.text === "(" && words[at + 1].text === "*");
        const name = words.findLast(({ kind }) => kind === "variable");
        if (name) {
          select.names.push(name.text.slice(1));
          select.aliases.push(name.text);
          this.bound.add(name.text.slice(1));
        }
      }
    }
  }

  group(group) {
    let kind = "group";
    while (this.next && this.next.text !== "}") {
      const token = this.next;
      const word = token.kind === "keyword" ? token.text.toUpperCase() : "";
      if (token.text === "{") {
        this.at += 1;
        const inner = {
          kind,
          parent: group,
          select: group.select,
          negated: group.negated,
          optional: group.optional,
        };
        if (kind === "minus" || kind === "exists") inner.negated = true;
        inner.absent = kind === "minus";
        if (kind === "optional") inner.optional = true;
        this.group(inner);
        kind = "group";
      } else if (word === "SELECT") this.clauses(group);
      else if (word in GROUPS) {
        kind = GROUPS[word];
        this.at += 1;
        if (is(this.next, "SILENT")) this.at += 1;
        if ((kind === "graph" || kind === "service") && this.next?.text !== "{" && this.next) {
          if (this.next.kind === "variable") this.bound.add(this.next.text.slice(1));
          else if (kind === "graph") this.graphs.push(this.next);
          this.at += 1;
        }
      } else if (word === "FILTER" || word === "BIND") {
        this.at += 1;
        this.condition(group, word === "BIND");
      } else if (word === "VALUES") {
        this.at += 1;
        this.values();
      } else if (CLAUSES.includes(word)) return;
      else if (begins(token)) this.triples(group);
      else this.at += 1;
    }
    this.at += 1;
  }

  condition(group, binds) {
    const from = this.at;
    const absent = is(this.next, "NOT");
    if (absent) this.at += 1;
    if (is(this.next, "EXISTS")) {
      this.at += 1;
      if (this.next?.text === "{") {
        this.at += 1;
        this.group({
          kind: "exists",
          parent: group,
          select: group.select,
          negated: true,
          absent,
          optional: group.optional,
        });
      }
      return;
    }
    while (this.next && this.next.text !== "(" && !["{", "}", "."].includes(this.next.text)) this.at += 1;
    if (this.next?.text !== "(") return;
    this.at += 1;
    this.expression(group);
    if (binds) {
      const name = this.words.slice(from, this.at).findLast(({ kind }) => kind === "variable");
      if (name) this.bound.add(name.text.slice(1));
    }
  }

  // Up to the parenthesis that closes it.
  expression(group) {
    let depth = 1;
    while (this.next && depth) {
      const token = this.words[this.at++];
      if (token.text === "(") depth += 1;
      else if (token.text === ")") depth -= 1;
      else if (token.kind === "iri" || token.kind === "pname")
        this.mentioned.push({ iri: this.iri(token), token });
      else if (token.text === "{") {
        const absent = is(this.words[this.at - 3], "NOT");
        this.group({
          kind: "exists",
          parent: group,
          select: group?.select,
          negated: true,
          absent,
          optional: group?.optional,
        });
      }
    }
  }

  values() {
    while (this.next && this.next.text !== "{") {
      if (this.next.kind === "variable") this.bound.add(this.next.text.slice(1));
      this.at += 1;
    }
    this.at += 1;
    this.skip();
  }

  skip() {
    for (let depth = 1; this.next && depth; this.at += 1) {
      depth += { "{": 1, "}": -1 }[this.next.text] ?? 0;
    }
  }
}
