// The editor: CodeMirror in a shadow root, where its styles are adopted and a strict policy of the page holds.
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { forceLinting, linter, lintKeymap } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { sparql } from "./highlighting.js";

/**
 * The editor in an element.
 *
 * label: what it is called. source: of completions. diagnose: from a text to diagnostics.
 * run: what Ctrl-Enter does. changed: told of each change.
 */
export function editor(element, { label, phrases, source, diagnose, run, changed }) {
  const root = element.attachShadow({ mode: "open" });
  const keys = [
    { key: "Mod-Enter", run: () => (run(), true) },
    // Tab leaves the editor, unless something is offered.
    { key: "Tab", run: acceptCompletion },
    ...closeBracketsKeymap,
    ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
    ...historyKeymap,
    ...completionKeymap,
    ...lintKeymap,
  ];
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      extensions: [
        keymap.of(keys),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of("  "),
        EditorView.lineWrapping,
        EditorState.phrases.of(phrases),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        autocompletion({ override: [source], icons: false }),
        linter((each) => diagnose(each.state.doc.toString()), { delay: 350 }),
        sparql,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed();
        }),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(insert) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } });
    },
    check: () => forceLinting(view),
    focus: () => view.focus(),
    /** Put the cursor where something is wrong. */
    go(offset) {
      view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
  };
}
