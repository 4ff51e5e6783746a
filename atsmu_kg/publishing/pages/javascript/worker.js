// The engine: Oxigraph with the dataset in its memory. Whoever started it may end it at any moment.
import { initSync, namedNode, Store } from "oxigraph/web.js";
import merge from "./merge.ru";

let store;

const tasks = {
  begin({ module, data, merged }) {
    initSync({ module });
    store = new Store();
    store.load(data, { format: "nq", lenient: true, no_transaction: true });
    // What is the merge of the rest need not be sent.
    if (merged) store.update(merge);
    return store.size;
  },
  ask({ text, format, graphs, named }) {
    const options = { results_format: format };
    // A dataset of the protocol: whoever names its parts leaves out the others.
    if (graphs || named) {
      options.default_graph = (graphs ?? []).map(namedNode);
      options.named_graphs = (named ?? []).map(namedNode);
    }
    // Triples as rows, to be shown; SELECT and ASK have a format for that.
    if (format === "rows") return rows(store.query(text, { ...options, results_format: undefined }));
    return store.query(text, options);
  },
  // What an empty store says of a text is said of its grammar.
  read({ text }) {
    new Store().query(text, { results_format: "json" });
    return true;
  },
};

const PLACES = ["subject", "predicate", "object"];

/** Triples as a result of SPARQL in JSON. */
function rows(quads) {
  const bindings = quads.map((quad) => Object.fromEntries(PLACES.map((place) => [place, cell(quad[place])])));
  return JSON.stringify({ head: { vars: PLACES }, results: { bindings } });
}

function cell(term) {
  if (term.termType === "NamedNode") return { type: "uri", value: term.value };
  if (term.termType === "BlankNode") return { type: "bnode", value: term.value };
  if (term.termType === "Quad")
    return { type: "triple", value: Object.fromEntries(PLACES.map((place) => [place, cell(term[place])])) };
  const language = term.language ? { "xml:lang": term.language } : { datatype: term.datatype.value };
  return { type: "literal", value: term.value, ...language };
}

onmessage = ({ data: { id, task, ...given } }) => {
  try {
    postMessage({ id, answer: tasks[task](given) });
  } catch (error) {
    // A panic leaves the memory of the instance as it was then; what it would say next can't be relied on.
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ id, broken, reason: String(error?.message ?? error) });
  }
};
