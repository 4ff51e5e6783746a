// A picture of an answer, where one suits it: bars for a number of each thing, lines between things.
import { isNumber } from "./terms.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST_BARS = 40;
const MOST_LINES = 40;
const ROW = 26;
const NARROW = 640;
// Columns that say who says it are no ends of a picture.
const SAYING = /source|graph|passage/;

/** The picture of rows, or {key} that says why there is none. */
export function chart(columns, rows, text, say) {
  const numbers = columns.filter(
    (column) => rows.every((row) => !row[column] || isNumber(row[column])) && rows.some((row) => row[column]),
  );
  const things = columns.filter((column) => !numbers.includes(column) && rows.some((row) => row[column]));
  if (rows.length < 2) return { key: "no_picture_few" };
  if (numbers.length) {
    const unit = columns.find((column) => column === "unit");
    if (unit && new Set(rows.map((row) => row[unit]?.value)).size > 1) return { key: "no_picture_units" };
    if (rows.length > MOST_BARS) return { key: "no_picture_many" };
    if (!things.length) return { key: "no_picture" };
    const column = numbers.at(-1);
    const values = rows.map((row) => (row[column] ? Number(row[column].value) : null));
    if (values.some((value) => value < 0)) return { key: "no_picture" };
    const names = things.filter((name) => name !== unit && !SAYING.test(name));
    const label =
      names.find((name) => rows.some((row) => row[name]?.type === "literal")) ?? names[0] ?? things[0];
    return bars(
      rows.map((row) => text(row[label])),
      values,
      say("picture_bars", { column, label }),
    );
  }
  const ends = columns.filter(
    (column) => !SAYING.test(column) && rows.every((row) => row[column]?.type === "uri"),
  );
  if (ends.length < 2) return { key: "no_picture" };
  const pairs = new Map(
    rows.map((row) => [
      JSON.stringify([row[ends[0]].value, row[ends.at(-1)].value]),
      [text(row[ends[0]]), text(row[ends.at(-1)])],
    ]),
  );
  if (pairs.size > MOST_LINES) return { key: "no_picture_many" };
  return lines([...pairs.values()], say("picture_lines", { from: ends[0], to: ends.at(-1) }));
}

function bars(labels, values, title) {
  const most = Math.max(...values, 1);
  // On a phone the label stands above its bar.
  const narrow = innerWidth < NARROW;
  const [width, left, long, row, letters] = narrow
    ? [360, 0, 270, 2 * ROW - 8, 46]
    : [720, 270, 330, ROW, 36];
  const svg = drawing(width, labels.length * row + 8, title);
  labels.forEach((label, at) => {
    const y = at * row + 4;
    const below = narrow ? y + 18 : y;
    const value = values[at];
    const size = value === null ? 0 : (value / most) * long;
    svg.append(
      drawn(
        "text",
        { x: narrow ? 0 : left - 8, y: y + 15, class: narrow ? "" : "label" },
        clipped(label, letters),
      ),
      drawn("rect", { x: left, y: below + 2, width: size, height: ROW - 8, rx: 2 }),
      drawn(
        "text",
        { x: left + 6 + size, y: below + 15 },
        value === null ? "–" : value.toLocaleString("en", { maximumFractionDigits: 6 }),
      ),
    );
  });
  return svg;
}

function lines(pairs, title) {
  const left = [...new Set(pairs.map(([from]) => from))];
  const right = [...new Set(pairs.map(([, to]) => to))];
  const height = Math.max(left.length, right.length) * ROW + 8;
  const place = (list, name) => ((list.indexOf(name) + 0.5) * (height - 8)) / list.length + 4;
  const [width, start, end, letters] = innerWidth < NARROW ? [360, 140, 220, 18] : [720, 268, 452, 36];
  const middle = (start + end) / 2;
  const svg = drawing(width, height, title);
  for (const [from, to] of pairs) {
    const [y, other] = [place(left, from), place(right, to)];
    svg.append(drawn("path", { d: `M ${start} ${y} C ${middle} ${y} ${middle} ${other} ${end} ${other}` }));
  }
  svg.append(
    ...left.map((name) =>
      drawn("text", { x: start - 8, y: place(left, name) + 4, class: "label" }, clipped(name, letters)),
    ),
  );
  svg.append(
    ...right.map((name) => drawn("text", { x: end + 8, y: place(right, name) + 4 }, clipped(name, letters))),
  );
  return svg;
}

function drawing(width, height, title) {
  const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "chart" });
  svg.setAttribute("aria-label", title);
  return svg;
}

function drawn(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function clipped(text, most) {
  const letters = [...text];
  return letters.length > most
    ? `${letters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`
    : text;
}
