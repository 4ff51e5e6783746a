// Names are folded as kg.find() folds them (atsmu_kg/records/names/folding.py), whose tables stand in names.js.
const SOUND = new RegExp(Object.keys(FOLDING.sounds).sort((a, b) => b.length - a.length).join("|"), "g");
const MOST = 60;

function fold(text) {
  const lower = text.normalize("NFKC").toLowerCase().normalize("NFKC");
  const latin = [...lower].map((letter) => FOLDING.carons[letter] ?? (FOLDING.apostrophes.includes(letter) ? "" : letter)).join("");
  const bare = latin.normalize("NFKD").replace(/\p{M}/gu, "");
  const plain = [...bare].map((letter) => FOLDING.cyrillic[letter] ?? letter).join("");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map(sounds).join(" ");
}

function sounds(word) {
  return word.replace(SOUND, (sound) => FOLDING.sounds[sound]).replaceAll("ie", "e").replace(/([^\W\d])\1/g, "$1");
}

// A name without the words that say little, and with one word for all that mean the same.
function said(name) {
  const words = name.split(" ");
  const telling = words.filter((word) => !LITTLE.includes(word));
  return (telling.length ? telling : words).map((word) => MEANINGS[word] ?? word).join(" ");
}

// How well a thing fits: its whole name, how a name begins, all words as beginnings of its words, or not at all (0).
function merit(wanted, words, spellings) {
  // Blanks don't count between letters: W.H.O. is WHO.
  const bare = (name) => name.replaceAll(" ", "");
  if (spellings.some((name) => bare(name) === bare(wanted))) return 4;
  if (spellings.some((name) => name.startsWith(wanted))) return 3;
  const begins = (name, word) => (word.length > 1 ? ` ${name}`.includes(` ${word}`) : name.split(" ").includes(word));
  if (spellings.some((name) => words.every((word) => begins(name, word)))) return 2;
  const all = spellings.join(" ");
  return words.every((word) => begins(all, word)) ? 1 : 0;
}

// How many letters to change, add, leave out or swap between two words; Infinity if they are more than `most`.
function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let before = [];
  let last = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
      if (one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[other.length];
}

// How far one word is from another: by slips, or as forms with one stem; in a table that is filled as words are met.
function distances() {
  const known = new Map();
  return (word, part) => {
    const key = `${word} ${part}`;
    if (!known.has(key)) {
      const shorter = Math.min(word.length, part.length);
      const stem = shorter >= 6 && part.startsWith(word.slice(0, Math.max(5, shorter - 3))) ? 1 : Infinity;
      known.set(key, Math.min(stem, slips(word, part, word.length < 5 ? 0 : word.length < 8 ? 1 : 2)));
    }
    return known.get(key);
  };
}

// How far the nearest spelling of a thing is, of whose words every third may be missed; further words count a little.
function distance(words, spellings, between) {
  const far = (name) => {
    const parts = name.split(" ");
    const each = words.map((word) => Math.min(...parts.map((part) => between(word, part))));
    const met = each.filter((one) => one < Infinity);
    const missed = words.length - met.length;
    const further = Math.max(0, parts.length - words.length);
    return missed > words.length / 3 ? Infinity : met.reduce((sum, one) => sum + one, 2 * missed + 0.3 * further);
  };
  return Math.min(...spellings.map(far));
}

// The things that fit, best first; where none does, those with similar names.
function find(text) {
  const wanted = fold(text);
  const words = wanted.split(" ");
  const ordered = (value) =>
    NAMES.map((row) => [value(row[3].split(" | ")), row])
      .filter(([good]) => good > -Infinity)
      .sort((one, other) => other[0] - one[0])
      .map(([, row]) => row);
  if (!wanted) return { rows: [], similar: false };
  const meant = said(wanted);
  for (const [name, of] of [[wanted, (spelling) => spelling], [meant, said]]) {
    const fitting = ordered((spellings) => merit(name, name.split(" "), spellings.map(of)) || -Infinity);
    if (fitting.length) return { rows: fitting, similar: false };
  }
  const between = distances();
  return { rows: ordered((spellings) => -distance(words, spellings, between)), similar: true };
}

const page = document.querySelector("#search");
if (page) {
  const input = page.querySelector("input");
  const hits = page.querySelector(".hits");
  const status = page.querySelector("[role=status]");
  const at = LANGUAGES.indexOf(document.documentElement.lang);
  const show = () => {
    const { rows, similar } = find(input.value);
    hits.replaceChildren(
      ...rows.slice(0, MOST).map(([href, kind, names]) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = page.dataset.root + href;
        link.textContent = names[at];
        const note = document.createElement("small");
        note.textContent = [KINDS[kind][at], ...names.filter((name) => name !== names[at])].join(" · ");
        item.append(link, note);
        return item;
      }),
    );
    const count = input.value.trim() ? `${rows.length}` : "";
    status.textContent = similar && rows.length ? page.dataset.similar : count;
  };
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  input.addEventListener("input", show);
  page.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
    show();
  });
  show();
}
