// Things by their names in any language and script, as the search of the site knows and folds them.

/* global fold, merit, NAMES */

/** The rows of things that a text fits, [page, kind, names], the best first. */
export function matching(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const words = wanted.split(" ");
  return NAMES.map((row) => [merit(wanted, words, row[3].split(" | ")), row])
    .filter(([good]) => good)
    .sort((one, other) => other[0] - one[0])
    .map(([, row]) => row);
}
