// What is said to people, in the language of the page.

let all;

/** The words of a language: {say, told, advised}. */
export async function wording(lang) {
  all ??= fetch(new URL("words.json", import.meta.url)).then((response) => response.json());
  const words = (await all)[lang];

  /** The words of a key, with values in the place of {names}. */
  const say = (key, values = {}) =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  /** A number with its noun, in the form that the language has for it. */
  const counted = (key, count) => {
    const forms = words[key].split("|");
    const places = { one: 0, few: 1, many: 2, other: forms.length - 1 };
    const place = places[new Intl.PluralRules(lang).select(count)];
    return `${count.toLocaleString("en")} ${forms[Math.min(place, forms.length - 1)]}`;
  };

  /** What to do about a message, if there is anything. */
  const advised = ({ key, near = [], values }) =>
    near.length
      ? say("did_you_mean", { near: near.join(` ${say("or")} `) })
      : words[`${key}_advice`]
        ? say(`${key}_advice`, values)
        : "";

  /** A refusal as the library writes errors: the place, what is wrong, and what to do. */
  const told = ({ key, values, at, near }) => {
    const where = at ? `${at.line}:${at.column}: ` : "";
    return [where + say(key, values), advised({ key, near, values })].filter(Boolean).join("\n  ");
  };

  return { say, counted, advised, told };
}
