// Terms, as results of SPARQL in JSON have them and as SPARQL writes them.

const XSD = "http://www.w3.org/2001/XMLSchema#";
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const NO_IRI = /[<>"{}|^`\\\u0000-\u0020]/;
const LEXICAL = {
  "xsd:integer": /^[+-]?\d+$/,
  "xsd:decimal": /^[+-]?(\d+(\.\d*)?|\.\d+)$/,
  "xsd:gYear": /^-?(\d{4}|[1-9]\d{4,})(Z|[+-]\d\d:\d\d)?$/,
  "xsd:boolean": /^(true|false|1|0)$/,
};

export const LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
export const STRING = `${XSD}string`;

/** A text as a string of SPARQL. */
export function quoted(text) {
  return `"${text.replace(/[\\"\n\r\t]/g, (letter) => ESCAPES[letter])}"`;
}

/** A term of a JSON result as SPARQL and N-Triples write it; empty for a cell without one. */
export function written(term) {
  if (term === undefined) return "";
  if (term.type === "uri") return `<${term.value}>`;
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type === "triple")
    return `<<( ${["subject", "predicate", "object"].map((part) => written(term.value[part])).join(" ")} )>>`;
  if (term["xml:lang"]) return `${quoted(term.value)}@${term["xml:lang"]}`;
  return term.datatype && term.datatype !== STRING
    ? `${quoted(term.value)}^^<${term.datatype}>`
    : quoted(term.value);
}

/** Whether a term is a number. */
export function isNumber(term) {
  return /#(integer|decimal|double|float|(non|un|positive|negative)\w+|long|int|short|byte)$/.test(
    term?.datatype ?? "",
  );
}

/**
 * What a reader gives for a parameter as a term of SPARQL; undefined if the type does not have it.
 *
 * A text only ever becomes a term: nothing of it is read as SPARQL.
 */
export function rendered(value, type, expand) {
  if (type === "string") return quoted(value);
  if (type !== "iri")
    return LEXICAL[type]?.test(value) ? `${quoted(value)}^^<${XSD}${type.slice(4)}>` : undefined;
  const bare = value.replace(/^<(.*)>$/, "$1");
  const iri = expand(bare) || bare;
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(iri) && !NO_IRI.test(iri) ? `<${iri}>` : undefined;
}
