// Where a site has the page of an IRI, as its files are named, and links that hold a query.

const PLAIN = /[^A-Za-z0-9.~,=-]/gu;
const BYTES = new TextEncoder();

/** The file of the page about an IRI below the folder of a language; empty where there is none. */
export function href(iri, { base, shared }) {
  for (const [start, folder] of [
    [base, ""],
    [shared, "shared/"],
  ]) {
    const rest = iri.slice(start.length);
    if (iri.startsWith(start) && /^(id\/|graph\/|source\/|maintainers)/.test(rest)) {
      return `${folder}${rest.split(/[/#]/).map(segment).join("/")}.html`;
    }
  }
  return "";
}

/** The IRI that has a page of this address; of a thing, since a passage's address does not tell all. */
export function iri(file, { base, shared }) {
  const [start, rest] = file.startsWith("shared/") ? [shared, file.slice("shared/".length)] : [base, file];
  const bytes = rest
    .replace(/\.html$/, "")
    .replace(/((?:_[0-9A-F]{2})+)/g, (escaped) => escaped.replaceAll("_", "%"));
  return start + decodeURIComponent(bytes);
}

function segment(text) {
  const plain = text.replace(PLAIN, (letter) =>
    [...BYTES.encode(letter)].map((byte) => `_${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
  return /^\.*$/.test(plain) ? plain.replaceAll(".", "_2E") : plain;
}

/** What a link to the page holds: {query} or {name, values}, or null. */
export function read(location) {
  for (const part of [location.hash.slice(1), location.search.slice(1)]) {
    const given = new URLSearchParams(part);
    const query = given.get("query");
    const name = given.get("name");
    if (query !== null || name !== null) {
      given.delete("query");
      given.delete("name");
      return { query, name, values: Object.fromEntries(given) };
    }
  }
  return null;
}

/** The fragment of a link that holds a query with the values of its parameters. */
export function fragment({ query, name, values = {} }) {
  return `#${new URLSearchParams({ ...(name ? { name } : { query }), ...values })}`;
}
