// In the head of the page of SPARQL: gets the engine and the data on their way, unless the server has its own.
import { isLive } from "./server.js";

const base = new URL("./", document.currentScript.src);
const FILES = { "oxigraph.wasm": "application/wasm", "data.nq.gz": "application/gzip" };

isLive(base).then((live) => {
  if (live) return;
  for (const [file, type] of Object.entries(FILES)) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", type, href: new URL(file, base), crossOrigin: "" });
    document.head.append(link);
  }
});
