// Prefixes: those that a text declares, those that it lacks, and names by them.
import { is, significant } from "./tokens.js";

/** The namespaces that a text declares, by prefix. */
export function declared(words) {
  const namespaces = {};
  words.forEach((word, at) => {
    const [name, iri] = words.slice(at + 1, at + 3);
    if (is(word, "PREFIX") && name?.kind === "pname" && iri?.kind === "iri") {
      namespaces[name.text.slice(0, -1)] = iri.text.slice(1, -1);
    }
  });
  return namespaces;
}

/** The tokens of prefixed names whose prefix is neither declared nor known. */
export function unknown(words, known) {
  const own = declared(words);
  return words.filter(
    ({ kind, text }, at) =>
      kind === "pname" && !is(words[at - 1], "PREFIX") && !Object.hasOwn({ ...known, ...own }, prefix(text)),
  );
}

/** The declarations that a text lacks, on one line, so that the lines of the text stay where they are. */
export function prologue(text, known) {
  const words = significant(text);
  const own = declared(words);
  const used = words.filter(({ kind }, at) => kind === "pname" && !is(words[at - 1], "PREFIX"));
  const lacking = [...new Set(used.map(({ text: name }) => prefix(name)))].filter(
    (name) => !Object.hasOwn(own, name) && Object.hasOwn(known, name),
  );
  return lacking.map((name) => `PREFIX ${name}: <${known[name]}> `).join("");
}

/** The prefix of a prefixed name. */
export function prefix(name) {
  return name.slice(0, name.indexOf(":"));
}

/** The IRI of a prefixed name, or of an IRI between angle brackets; empty if its prefix is unknown. */
export function expand(name, namespaces) {
  if (name.startsWith("<")) return name.slice(1, -1);
  const namespace = Object.hasOwn(namespaces, prefix(name)) ? namespaces[prefix(name)] : undefined;
  const local = name.slice(name.indexOf(":") + 1).replace(/\\(.)/g, "$1");
  return namespace === undefined ? "" : namespace + local;
}

/** The prefixed name of an IRI that has one, with the longest namespace; else the IRI between angle brackets. */
export function contract(iri, namespaces) {
  let best = "";
  for (const [name, namespace] of Object.entries(namespaces)) {
    const local = iri.slice(namespace.length);
    if (iri.startsWith(namespace) && /^[A-Za-z0-9_](?:[\w-]|\.(?=[\w-]))*$/.test(local)) {
      if (!best || namespace.length > namespaces[prefix(best)].length) best = `${name}:${local}`;
    }
  }
  return best || `<${iri}>`;
}
