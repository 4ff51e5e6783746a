// Which known names look most like a misspelt one, as Python's difflib tells, which the library asks.

const CUTOFF = 0.6;

/** Up to three of the known names, best first, whatever their case. */
export function nearest(name, known, most = 3) {
  const wanted = name.toLowerCase();
  return known
    .filter((each) => bound(wanted, each.toLowerCase()) >= CUTOFF)
    .map((each) => [ratio(each.toLowerCase(), wanted), each])
    .filter(([alike]) => alike >= CUTOFF)
    .sort(([a, one], [b, other]) => b - a || (one < other ? 1 : -1))
    .slice(0, most)
    .map(([, each]) => each);
}

// What the ratio can be at most, from the letters alone.
function bound(a, b) {
  if (!a.length || !b.length) return 0;
  const counts = new Map();
  for (const letter of b) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let common = 0;
  for (const letter of a) {
    const left = counts.get(letter) ?? 0;
    if (left) {
      common += 1;
      counts.set(letter, left - 1);
    }
  }
  return (2 * common) / (a.length + b.length);
}

function ratio(a, b) {
  return (2 * matching(a, b)) / (a.length + b.length);
}

// The letters in the longest common part, and in those before and behind it (Ratcliff and Obershelp).
function matching(a, b) {
  let [size, atA, atB] = [0, 0, 0];
  let before = [];
  for (let i = 0; i < a.length; i += 1) {
    const lengths = [];
    for (let j = 0; j < b.length; j += 1) {
      if (a[i] === b[j]) {
        lengths[j] = (before[j - 1] ?? 0) + 1;
        if (lengths[j] > size) [size, atA, atB] = [lengths[j], i - lengths[j] + 1, j - lengths[j] + 1];
      }
    }
    before = lengths;
  }
  if (!size) return 0;
  return (
    size + matching(a.slice(0, atA), b.slice(0, atB)) + matching(a.slice(atA + size), b.slice(atB + size))
  );
}
