// Questions to the engine, one after the other, each with a deadline.
import { refusal } from "./guard.js";
import { prologue } from "./prefixes.js";
import { form, marked, place } from "./tokens.js";

export const SECONDS = 10;
// After so long a question may well be one whose worker will be ended: another is made ready.
const DOUBT = 1500;

/** An answer that there is not: why (limit, time, syntax, engine, address), in words by key and values. */
export class Refused extends Error {
  constructor(why, key, values = {}, at = undefined) {
    super(key);
    Object.assign(this, { why, key, values, at });
  }
}

/** A worker with the dataset in it, which answers one question at a time. */
class Instance {
  constructor(script, parts) {
    this.worker = new Worker(script, { type: "module" });
    this.ready = parts.then(({ module, data, merged }) => this.do("begin", { module, data, merged }));
    // Whoever waits for it is told; that nobody does is no fault.
    this.ready.catch(() => {});
  }

  do(task, given) {
    return new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => resolve(data);
      this.worker.onerror = (event) =>
        reject(new Refused("engine", "engine_failed", { reason: event.message ?? "" }));
      this.worker.postMessage({ task, ...given });
    });
  }
}

/** The engine of a site: `base` is the folder of its files, `index` what is known of the dataset. */
export class Engine {
  constructor(base, index) {
    this.base = base;
    this.index = index;
    this.parts = this.fetched();
    this.parts.catch(() => {});
    this.current = this.started();
    this.spare = null;
    this.last = Promise.resolve();
  }

  async fetched() {
    const [module, data, { merged }] = await Promise.all([
      compiled(new URL("oxigraph.wasm", this.base)),
      unpacked(new URL("data.nq.gz", this.base)),
      this.index,
    ]);
    return { module, data, merged };
  }

  started() {
    return new Instance(new URL("worker.js", this.base), this.parts);
  }

  /** Resolves when the first answer can be given. */
  get ready() {
    return this.current.ready;
  }

  /**
   * The answer to a query, as a text in a format, or true or false without one.
   *
   * options: {format, graphs, named, seconds, signal}. Throws Refused.
   */
  async ask(query, { format = "json", graphs, named, seconds = SECONDS, signal } = {}) {
    const over = refusal(query);
    if (over)
      throw new Refused(
        "limit",
        over.key,
        over.values,
        over.from === undefined ? undefined : place(query, over.from),
      );
    const { prefixes } = await this.index;
    const before = prologue(query, prefixes);
    const given = { text: before + query, format, graphs, named };
    return this.told(await this.queued("ask", given, seconds, signal), query, before);
  }

  /** Throws Refused for a text that the grammar does not allow. */
  async read(query) {
    const { prefixes } = await this.index;
    const before = prologue(query, prefixes);
    this.told(await this.queued("read", { text: before + query }, SECONDS), query, before);
  }

  told({ answer, reason }, query, before) {
    if (reason === undefined) return answer;
    // What the engine says that it expected is a haphazard part of what could stand there.
    const [, line, column] = /^error at (\d+):(\d+):/.exec(reason) ?? [];
    if (line === undefined) throw new Refused("syntax", "engine_says", { reason });
    const shift = line === "1" ? [...before].length : 0;
    const at = { line: Number(line), column: Math.max(1, Number(column) - shift) };
    throw new Refused("syntax", form(query) ? "cant_be_read" : "no_query", { mark: marked(query, at) }, at);
  }

  queued(task, given, seconds, signal) {
    const result = this.last.then(() => this.limited(task, given, seconds, signal));
    this.last = result.catch(() => {});
    return result;
  }

  async limited(task, given, seconds, signal) {
    if (signal?.aborted) throw new Refused("cancelled", "cancelled");
    const instance = this.current;
    const begun = await instance.ready.catch((error) => {
      this.parts = this.fetched();
      this.replaced();
      throw error;
    });
    if (begun.reason !== undefined) throw new Refused("engine", "engine_failed", { reason: begun.reason });
    const doubt = setTimeout(() => (this.spare ??= this.started()), DOUBT);
    let end;
    const ended = new Promise((_, reject) => {
      const timer = setTimeout(() => reject(new Refused("time", "over_time", { seconds })), seconds * 1000);
      const cancel = () => reject(new Refused("cancelled", "cancelled"));
      signal?.addEventListener("abort", cancel);
      end = () => {
        clearTimeout(timer);
        clearTimeout(doubt);
        signal?.removeEventListener("abort", cancel);
      };
    });
    try {
      const outcome = await Promise.race([instance.do(task, given), ended]);
      if (outcome.broken) throw new Refused("engine", "engine_broke", { reason: outcome.reason });
      return outcome;
    } catch (error) {
      this.replaced();
      throw error;
    } finally {
      end();
    }
  }

  /** End the worker, whatever it does, and let the next one take its place. */
  replaced() {
    this.current.worker.terminate();
    this.current = this.spare ?? this.started();
    this.spare = null;
  }
}

async function compiled(url) {
  const response = await fetched(url);
  try {
    return await WebAssembly.compileStreaming(response.clone());
  } catch {
    // A host that does not know the type of such files.
    return WebAssembly.compile(await response.arrayBuffer());
  }
}

async function unpacked(url) {
  const response = await fetched(url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Some hosts say that a .gz is an encoding, and then the browser has unpacked it already.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok)
    throw new Refused("address", "not_fetched", { file: url.pathname, status: response.status });
  return response;
}
