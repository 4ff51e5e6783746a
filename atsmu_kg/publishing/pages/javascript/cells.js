// Terms as people read them, as nodes of the page.

/** An element with attributes and what is in it; texts stay texts. */
export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== "") made.setAttribute(key, value);
  made.append(...inside.filter((each) => each !== undefined && each !== null));
  return made;
}

/** A link if there is a place to go to, else the text. */
export function link(text, href, attributes = {}) {
  return href ? element("a", { href, ...attributes }, text) : element("span", attributes, text);
}

/** A term by its name, with a link to its page. */
export function shown(term, names) {
  if (term === undefined) return element("span", { class: "nothing" }, "–");
  if (term.type === "uri") {
    const { text, lang } = names.name(term.value);
    const other = lang && lang !== names.lang;
    return link(text, names.href(term.value), {
      title: names.vocabulary.shown(term.value),
      lang: other ? lang : undefined,
    });
  }
  if (term.type === "triple") {
    const parts = ["subject", "predicate", "object"].flatMap((part) => [shown(term.value[part], names), " "]);
    return element("span", {}, "⟪ ", ...parts, "⟫");
  }
  const tag = term["xml:lang"];
  const other = tag && tag !== names.lang;
  const text = element(
    "span",
    { lang: other ? tag : undefined, class: term.type === "bnode" ? "nothing" : undefined },
    term.value,
  );
  return other ? element("span", {}, text, " ", element("small", { class: "tag" }, tag)) : text;
}
