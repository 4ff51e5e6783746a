// SPARQL in the colours of the site.
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { token } from "./tokens.js";

const NAMES = {
  variable: "variableName",
  comment: "comment",
  iri: "url",
  pname: "typeName",
  bnode: "atom",
  language: "meta",
  number: "number",
  string: "string",
  keyword: "keyword",
  punctuation: "punctuation",
};

const language = StreamLanguage.define({
  name: "sparql",
  startState: () => ({ quotes: "" }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    if (state.quotes) return rest(stream, state);
    const { kind, text } = token(stream.string, stream.pos);
    if (kind === "error" && /^('''|""")/.test(text)) {
      state.quotes = text.slice(0, 3);
      stream.pos += 3;
      return rest(stream, state);
    }
    stream.pos += text.length;
    return NAMES[kind] ?? null;
  },
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"'] } },
});

// A long string, up to its end or that of the line.
function rest(stream, state) {
  while (!stream.eol()) {
    if (stream.next() === "\\") stream.next();
    else if (stream.string.startsWith(state.quotes, stream.pos - 1)) {
      stream.pos += 2;
      state.quotes = "";
      break;
    }
  }
  return "string";
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--strong)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--variable)", whiteSpace: "nowrap" },
  { tag: [tags.string, tags.meta], color: "var(--string)" },
  { tag: tags.number, color: "var(--number)" },
  { tag: [tags.typeName, tags.atom], color: "var(--ink)" },
  { tag: tags.url, color: "var(--url)" },
  { tag: [tags.comment, tags.punctuation], color: "var(--quiet)" },
]);

const look = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--sheet)",
    fontSize: ".95rem",
    maxHeight: "min(27rem, 65vh)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    overflow: "auto",
    fontFamily: "ui-monospace, 'DejaVu Sans Mono', 'Liberation Mono', Menlo, Consolas, monospace",
    lineHeight: "1.5",
  },
  ".cm-content": { padding: ".7rem 0", minHeight: "10.4rem", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sheet)", color: "var(--quiet)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in oklab, var(--strong) 6%, transparent)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklab, var(--strong) 28%, transparent)",
  },
  ".cm-matchingBracket": { outline: "1px solid var(--quiet)", backgroundColor: "transparent !important" },
  ".cm-tooltip": {
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid var(--quiet)",
    borderRadius: "6px",
    maxWidth: "min(34rem, 92vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--sans)", maxHeight: "15rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .5rem", lineHeight: "1.4" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--wash)",
    color: "var(--ink)",
  },
  ".cm-completionDetail": { color: "var(--quiet)", fontStyle: "normal", marginLeft: ".8rem" },
  ".cm-completionInfo": { padding: ".4rem .7rem", maxWidth: "20rem" },
  ".cm-diagnostic": { padding: ".35rem .7rem", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--wrong)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--doubt)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--wrong)",
    textDecorationSkipInk: "none",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--doubt)",
    textDecorationSkipInk: "none",
  },
});

/** The language with its colours, which follow light and dark by the variables of the site. */
export const sparql = [language, syntaxHighlighting(colours), look];
