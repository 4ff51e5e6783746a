// The parameters of a named query: a form made from its header, and their values as terms in the query.
import { expand } from "./prefixes.js";
import { rendered } from "./terms.js";
import { tokens } from "./tokens.js";

// The parameter that says in which language names are wanted: that of the page, unless another one is given.
const LANGUAGE = "lang";
const KEYBOARDS = { "xsd:integer": "numeric", "xsd:decimal": "decimal", "xsd:gYear": "numeric" };

/** The form of a query's parameters in an element. */
export class Parameters {
  constructor(element, { prefixes, lang, say, suggest, changed }) {
    Object.assign(this, { element, prefixes, lang, say, suggest });
    this.declared = [];
    element.addEventListener("change", changed);
  }

  /** Show the fields of a query, with these values or the usual ones. */
  show(query, values = {}) {
    this.query = query?.name;
    this.declared = query?.params ?? [];
    this.element.replaceChildren(
      ...this.declared.map((parameter) => this.field(parameter, values[parameter.name])),
    );
    this.element.hidden = !this.declared.length;
  }

  field(parameter, value) {
    const { name, type, choices, required, description } = parameter;
    const label = document.createElement("label");
    const title = document.createElement("span");
    title.textContent = description[this.lang] || name;
    const code = document.createElement("code");
    code.textContent = name;
    title.append(" ", code);
    const usual =
      name === LANGUAGE && choices?.includes(document.documentElement.lang)
        ? document.documentElement.lang
        : parameter.default;
    const given = value ?? String(usual ?? (required ? parameter.example : ""));
    const options = choices ?? (type === "xsd:boolean" ? ["true", "false"] : null);
    const input = document.createElement(options ? "select" : "input");
    if (options) {
      const all = parameter.default === null ? ["", ...options] : [...options];
      // What a link gives beyond them stays to be seen, and is refused.
      if (!all.includes(given)) all.push(given);
      input.append(...all.map((each) => new Option(each === "" ? this.say("any") : each, each)));
    } else {
      Object.assign(input, {
        type: "text",
        inputMode: KEYBOARDS[type] ?? "text",
        autocomplete: "off",
        spellcheck: false,
      });
      if (!required && parameter.default === null) input.placeholder = this.say("any");
      if (type === "iri") this.names(input, label);
    }
    input.name = name;
    input.value = given;
    label.prepend(title, input);
    return label;
  }

  // Things are offered by their names in any language; what is put in is the identifier.
  names(input, label) {
    const list = document.createElement("datalist");
    list.id = `names-${input.name || Math.random().toString(36).slice(2)}`;
    input.setAttribute("list", list.id);
    input.addEventListener("input", () => {
      list.replaceChildren(...this.suggest(input.value).map(([curie, name]) => new Option(name, curie)));
    });
    label.append(list);
  }

  /** The values of the fields that differ from the usual ones. */
  get values() {
    const given = {};
    for (const parameter of this.declared) {
      const { value } = this.element.elements[parameter.name];
      if (value !== String(parameter.default ?? "")) given[parameter.name] = value;
    }
    return given;
  }

  /** Whether the fields hold what the answer was made with when the site was, in whatever language. */
  get usual() {
    return this.declared.every(({ name, required, example, default: usual }) => {
      return (
        name === LANGUAGE || this.element.elements[name].value === String(required ? example : (usual ?? ""))
      );
    });
  }

  /** The language that names are asked for in; empty if the query has no such parameter. */
  get spoken() {
    return this.element.elements[LANGUAGE]?.value ?? "";
  }

  /** Whether a text has one of the variables that the fields are for. */
  among(text) {
    const variables = new Set(this.declared.map(({ variable }) => variable));
    return tokens(text).some(
      ({ kind, text: written }) => kind === "variable" && variables.has(written.slice(1)),
    );
  }

  /** A query with the values in the place of its variables; throws {key, values} for one that does not fit. */
  bound(text) {
    const terms = new Map();
    for (const parameter of this.declared) {
      const { name, variable, type, choices } = parameter;
      const input = this.element.elements[name];
      const typed = type === "string" ? input.value : input.value.trim();
      const value = typed || type === "string" ? typed : String(parameter.default ?? "");
      input.removeAttribute("aria-invalid");
      if (!value && !parameter.required && parameter.default === null) continue;
      const term =
        choices && !choices.includes(value)
          ? undefined
          : rendered(value, type, (curie) => (curie.includes(":") ? expand(curie, this.prefixes) : ""));
      if (term === undefined) {
        input.setAttribute("aria-invalid", "true");
        throw Object.assign(new Error(name), {
          why: "parameter",
          key: "parameter_refused",
          values: {
            query: this.query,
            name,
            wanted: choices?.join(", ") ?? this.say(`type_${type.replace(":", "_")}`),
            value,
            example: parameter.example ?? parameter.default ?? choices?.[0],
          },
        });
      }
      terms.set(variable, term);
    }
    return filled(text, terms);
  }
}

/** A text with terms in the place of variables: of tokens, so that strings and comments stay as they are. */
export function filled(text, terms) {
  const read = tokens(text);
  return read
    .map(({ kind, text: written }) =>
      kind === "variable" && terms.has(written.slice(1)) ? ` ${terms.get(written.slice(1))} ` : written,
    )
    .join("");
}
