// A picture of an answer, where one suits it: bars for a number of each thing, lines between things.
import { isNumber } from "./terms.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST_BARS = 40;
const MOST_LINES = 40;
const ROW = 26;

/** The picture of rows, or {key} that says why there is none. */
export function chart(columns, rows, text, say) {
  const numbers = columns.filter((column) => rows.every((row) => !row[column] || isNumber(row[column])) && rows.some((row) => row[column]));
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
    const names = things.filter((name) => name !== unit && !/source|graph|passage/.test(name));
    const label = names.find((name) => rows.some((row) => row[name]?.type === "literal")) ?? names[0] ?? things[0];
    return bars(rows.map((row) => text(row[label])), values, say("picture_bars", { column, label }));
  }
  const ends = columns.filter((column) => rows.every((row) => row[column]?.type === "uri"));
  if (ends.length < 2) return { key: "no_picture" };
  const pairs = new Map(rows.map((row) => [JSON.stringify([row[ends[0]].value, row[ends.at(-1)].value]), [text(row[ends[0]]), text(row[ends.at(-1)])]]));
  if (pairs.size > MOST_LINES) return { key: "no_picture_many" };
  return lines([...pairs.values()], say("picture_lines", { from: ends[0], to: ends.at(-1) }));
}

function bars(labels, values, title) {
  const most = Math.max(...values, 1);
  const height = labels.length * ROW + 8;
  const svg = drawing(720, height, title);
  labels.forEach((label, at) => {
    const y = at * ROW + 4;
    const value = values[at];
    const width = value === null ? 0 : (value / most) * 330;
    svg.append(
      drawn("text", { x: 262, y: y + 15, class: "label" }, clipped(label, 36)),
      drawn("rect", { x: 270, y: y + 2, width, height: ROW - 8, rx: 2 }),
      drawn("text", { x: 276 + width, y: y + 15 }, value === null ? "–" : value.toLocaleString("en", { maximumFractionDigits: 6 })),
    );
  });
  return svg;
}

function lines(pairs, title) {
  const left = [...new Set(pairs.map(([from]) => from))];
  const right = [...new Set(pairs.map(([, to]) => to))];
  const height = Math.max(left.length, right.length) * ROW + 8;
  const place = (list, name) => ((list.indexOf(name) + 0.5) * (height - 8)) / list.length + 4;
  const svg = drawing(720, height, title);
  for (const [from, to] of pairs) {
    const [y, end] = [place(left, from), place(right, to)];
    svg.append(drawn("path", { d: `M 268 ${y} C 350 ${y} 370 ${end} 452 ${end}` }));
  }
  svg.append(...left.map((name) => drawn("text", { x: 260, y: place(left, name) + 4, class: "label" }, clipped(name, 36))));
  svg.append(...right.map((name) => drawn("text", { x: 460, y: place(right, name) + 4 }, clipped(name, 36))));
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
  return letters.length > most ? `${letters.slice(0, most - 1).join("").trimEnd()}…` : text;
}
