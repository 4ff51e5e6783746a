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

// How well a thing fits: its whole name, how a name begins, all words as beginnings of its words, or not at all (0).
function merit(wanted, words, spellings) {
  if (spellings.some((name) => name === wanted)) return 4;
  if (spellings.some((name) => name.startsWith(wanted))) return 3;
  const begins = (name, word) => ` ${name}`.includes(` ${word}`);
  if (spellings.some((name) => words.every((word) => begins(name, word)))) return 2;
  const all = spellings.join(" ");
  return words.every((word) => begins(all, word)) ? 1 : 0;
}

function find(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const words = wanted.split(" ");
  return NAMES.map((row, place) => [merit(wanted, words, row[3].split(" | ")), row, place])
    .filter(([good]) => good)
    .sort((a, b) => b[0] - a[0] || a[1][0].length - b[1][0].length || a[2] - b[2])
    .map(([, row]) => row);
}

const page = document.querySelector("#search");
if (page) {
  const input = page.querySelector("input");
  const hits = page.querySelector(".hits");
  const status = page.querySelector("[role=status]");
  const at = LANGUAGES.indexOf(document.documentElement.lang);
  const show = () => {
    const rows = find(input.value);
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
    status.textContent = input.value.trim() ? `${rows.length}` : "";
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
