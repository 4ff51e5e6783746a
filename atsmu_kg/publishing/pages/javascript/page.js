// The page of SPARQL: the editor, the forms of named queries, and what the engine of this browser answers.
import { fragment, iri as iriOf, read } from "./address.js";
import { element } from "./cells.js";
import { completions, declaring } from "./completion.js";
import { editor } from "./editor.js";
import { ways } from "./elsewhere.js";
import { engine } from "./endpoint.js";
import { SECONDS } from "./engine.js";
import { lint } from "./lint.js";
import { LiveEngine } from "./live.js";
import { matching } from "./matching.js";
import { wording } from "./messages.js";
import { Names } from "./names.js";
import { Parameters } from "./parameters.js";
import { Questions } from "./questions.js";
import { removal } from "./removal.js";
import { FILES, Results, save } from "./results.js";
import { isLive } from "./server.js";
import { form, place } from "./tokens.js";
import { Vocabulary } from "./vocabulary.js";

/* global LANGUAGES */
const whole = document.querySelector("#sparql");
const base = new URL("./", import.meta.url);
const { lang } = document.documentElement;
const at = LANGUAGES.indexOf(lang);
const json = async (file) => (await fetch(new URL(file, base))).json();
const part = (name) => whole.querySelector(`[data-part=${name}]`);

const server = (await isLive(base)) ? new URL("../", base).href.replace(/\/$/, "") : "";
const asked = server ? new LiveEngine(base, json("index.json")) : engine();
const [words, index, graphs, queries] = await Promise.all([
  wording(lang),
  asked.index,
  json("graphs.json"),
  json("queries.json"),
]);
const { say, counted, advised, told } = words;
const vocabulary = new Vocabulary(index, graphs);
const ask = (query, options) => asked.ask(query, options);
const questions = new Questions(ask, vocabulary);
const names = new Names({ questions, vocabulary, lang, at, ontology: index.ontology });
const results = new Results(part("results"), {
  names,
  questions,
  words,
  base,
  entailed: index.entailed,
  server,
});
const status = part("status");
const named = new Map(queries.map((query) => [query.name, query]));

let current = null;
let running = null;
let lastRun = null;

const parameters = new Parameters(part("parameters"), {
  prefixes: vocabulary.prefixes,
  lang: at,
  say,
  suggest: (text) =>
    matching(text)
      .slice(0, 12)
      .map(([href, , all]) => [vocabulary.shown(iriOf(href, vocabulary)), all[at]]),
  changed: () => run(),
});

const text = editor(part("editor"), {
  label: say("editor"),
  phrases: phrases(),
  source: completions({ vocabulary, queries, lang: at, choose }),
  diagnose,
  run: () => run(),
  changed,
});

function phrases() {
  const keys = ["Completions", "No diagnostics", "Diagnostics"];
  return Object.fromEntries(
    keys.map((key) => [key, say(`editor_${key.toLowerCase().replaceAll(" ", "_")}`)]),
  );
}

/** A named query that is changed is another one; its form stays as long as one of its parameters does. */
function changed() {
  if (!current || text.text.trim() === current.text.trim()) return;
  part("named").value = "";
  part("summary").textContent = "";
  if (parameters.among(text.text)) return;
  current = null;
  parameters.show(null);
}

/** What the lint and the grammar say of a text, for the editor and the list below it. */
async function diagnose(written) {
  if (!written.trim()) return listed([], written);
  let findings;
  try {
    findings = await lint(written, vocabulary, questions);
    if (!findings.some(({ refused }) => refused)) await asked.read(written);
  } catch (error) {
    if (!error.why) throw error;
    if (error.why === "syntax") {
      const from = offset(written, error.at);
      findings = [
        ...(findings ?? []),
        {
          code: "syntax",
          key: error.key,
          values: error.values,
          from,
          to: Math.min(from + 1, written.length),
          near: [],
          refused: true,
        },
      ];
    }
  }
  return listed(findings ?? [], written);
}

function offset(written, where) {
  if (!where) return 0;
  const lines = written.split("\n").slice(0, where.line - 1);
  return Math.min(written.length, lines.reduce((sum, line) => sum + line.length + 1, 0) + where.column - 1);
}

function listed(findings, written) {
  part("findings").replaceChildren(
    ...findings.map((finding) => {
      const { line, column } = place(written, finding.from);
      const go = element("button", { type: "button" }, `${line}:${column}`);
      go.addEventListener("click", () => text.go(finding.from));
      return element(
        "li",
        { class: finding.refused ? "wrong" : "doubtful" },
        go,
        " ",
        say(finding.key, finding.values),
        " ",
        element("code", {}, finding.code),
        " ",
        element("span", { class: "advice" }, advised(finding)),
      );
    }),
  );
  return findings.map((finding) => ({
    from: finding.from,
    to: Math.max(finding.to, finding.from),
    severity: finding.refused ? "error" : "warning",
    message: [say(finding.key, finding.values), advised(finding)].filter(Boolean).join("\n"),
    source: finding.code,
  }));
}

/** Ask what stands in the editor, and show the answer. */
async function run() {
  running?.abort();
  const { signal } = (running = new AbortController());
  const seconds = Math.min(60, Math.max(1, Number(part("seconds").value) || SECONDS));
  const written = text.text;
  const own = current && written.trim() === current.text.trim() ? current : null;
  part("files").hidden = true;
  part("elsewhere").hidden = true;
  part("cancel").hidden = false;
  status.textContent = say("asking");
  whole.dataset.state = "asking";
  try {
    const bound = parameters.bound(written);
    const kind = ["CONSTRUCT", "DESCRIBE"].includes(form(bound)) ? "CONSTRUCT" : "SELECT";
    await asked.ready;
    const began = performance.now();
    const body = await ask(bound, { format: kind === "SELECT" ? "json" : "rows", seconds, signal });
    const took = performance.now() - began;
    const answer = JSON.parse(body);
    lastRun = { bound, name: own?.name ?? "answer", seconds };
    history.replaceState(null, "", location.pathname + link());
    await results.show(answer, bound, own && { ...own, cited: parameters.usual, lang: parameters.spoken });
    const count = answer.results?.bindings.length;
    status.textContent =
      count === undefined
        ? say("answered", { time: milliseconds(took) })
        : say("answered_rows", { rows: counted("rows", count), time: milliseconds(took) });
    if (count === 0) await empty(written, bound);
    offer(kind, answer.boolean === undefined);
    tell(own, bound);
    performance.mark("answered");
    whole.dataset.state = "answered";
  } catch (error) {
    if (signal.aborted && running?.signal !== signal) return;
    whole.dataset.state = "refused";
    status.textContent = "";
    if (!error.why) {
      results.clear(
        element("pre", { class: "refusal", role: "alert" }, say("engine_failed", { reason: String(error) })),
      );
      throw error;
    }
    // What we know better than the engine is said in its place.
    const better =
      error.why === "syntax"
        ? (await lint(written, vocabulary, questions)).find(({ refused }) => refused)
        : null;
    const said = better ? told({ ...better, at: place(written, better.from) }) : told(error);
    results.clear(element("pre", { class: "refusal", role: "alert" }, said));
  } finally {
    if (running?.signal === signal) part("cancel").hidden = true;
  }
}

/** Why an answer has no rows: terms that the dataset does not know, and the pattern after which nothing is left. */
async function empty(written, bound) {
  const findings = (await lint(written, vocabulary, questions)).filter(({ code }) =>
    /^(unknown|unused|literal|deprecated)/.test(code),
  );
  const reasons = findings.map((finding) =>
    element("li", {}, say(finding.key, finding.values), " ", advised(finding)),
  );
  const removed = await removal(bound, vocabulary.prefixes, ask).catch(() => null);
  if (removed?.number) {
    const key = removed.number === 1 ? "removed_first" : "removed_by";
    reasons.unshift(element("li", {}, say(key), " ", element("code", {}, removed.pattern)));
  }
  results.clear(
    element("h3", {}, say("why_empty")),
    reasons.length
      ? element("ul", {}, ...reasons)
      : element("p", {}, say(removed ? "why_empty_none" : "why_empty_untold")),
  );
}

function milliseconds(time) {
  return time < 10 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`;
}

function offer(kind, isTable) {
  const links = Object.entries(FILES[kind]).filter(([format]) => isTable || format === "json");
  part("files").hidden = false;
  part("files").replaceChildren(
    ...links.map(([format, type]) => {
      const button = element("button", { type: "button", class: "button" }, `.${format}`);
      const { bound, name, seconds } = lastRun;
      button.addEventListener("click", () =>
        ask(bound, { format, seconds }).then(
          (body) => save(body, `${name}.${format}`, type),
          (error) => (status.textContent = told(error)),
        ),
      );
      return button;
    }),
  );
}

/** The ways to ask for what is shown elsewhere. */
function tell(own, bound) {
  const shown = {
    address: location.href,
    text: bound,
    name: own?.name,
    values: parameters.values,
    parameters: own?.params ?? [],
  };
  const site = { isOurs: index.base === index.shared, prefixes: vocabulary.prefixes, server };
  part("elsewhere").hidden = false;
  part("ways").replaceChildren(
    ...ways(shown, site).flatMap(([name, written]) => [
      element("h3", {}, name === "link" ? say("as_link") : name),
      element("pre", { tabindex: "0", "aria-label": name }, element("code", {}, written)),
    ]),
  );
}

/** The fragment that holds what stands here: the name of a named query, or the text, with the values of the form. */
function link() {
  const written = text.text;
  const values = parameters.values;
  const own = current && written.trim() === current.text.trim();
  return fragment(
    own
      ? { name: current.name, values }
      : { query: written, values: current ? { ...values, form: current.name } : values },
  );
}

/** Show a named query with its form. */
function choose(name, values = {}) {
  const query = named.get(name);
  if (!query) return false;
  current = query;
  text.text = query.text.trim();
  part("named").value = name;
  part("summary").textContent = [query.summary[at], query.description[at]]
    .filter(Boolean)
    .map((each) => `${each.replace(/\.$/, "")}.`)
    .join(" ");
  parameters.show(query, values);
  run();
  return true;
}

/** Show what a link holds. */
function open(link) {
  if (!link) return choose(whole.dataset.first);
  if (link.name && choose(link.name, link.values)) return true;
  const { form: of, ...values } = link.values;
  current = named.get(of) ?? null;
  parameters.show(current, values);
  part("named").value = "";
  part("summary").textContent = link.name ? say("no_such_query", { name: link.name }) : "";
  text.text = link.query ?? "";
  if (link.query) return run();
  status.textContent = "";
  return true;
}

part("named").addEventListener("change", ({ target }) => {
  // What stood here before is one step back.
  if (target.value) history.pushState(null, "", location.href);
  choose(target.value);
});
part("run").addEventListener("click", () => run());
part("cancel").addEventListener("click", () => running?.abort());
part("parameters").addEventListener("submit", (event) => (event.preventDefault(), run()));
part("declare").addEventListener("click", () => {
  text.text = declaring(text.text, vocabulary.prefixes);
  text.focus();
});
part("share").addEventListener("click", async (event) => {
  // Without a clipboard, as on a host without HTTPS, the link stands in the address all the same.
  history.replaceState(null, "", location.pathname + link());
  await navigator.clipboard?.writeText(location.href);
  event.target.textContent = say("copied");
  setTimeout(() => (event.target.textContent = say("share")), 2000);
});
addEventListener("hashchange", () => {
  // A link to a part of the page, such as the one that skips the navigation, holds no query.
  const held = read(location);
  if (held) open(held);
});
if (server) {
  document.querySelector("[data-part=lead]").textContent = say("lead_live");
  document.querySelector("[data-part=endpoint]").textContent = say("endpoint_live");
}
whole.dataset.state = "ready";
open(read(location));
