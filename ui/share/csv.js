/** The numbers of a chart as CSV: columns side by side, one set for each trace. */

import { decimal } from "../canvas/format.js";

/** Lines of a file, so that a spreadsheet can open it. */
export const MOST_LINES = 100_000;
/** What a trace of a grid holds: every place of it becomes a line. */
const GRIDS = ["heatmap", "contour", "surface", "histogram2d"];
/** Traces whose axes are those of a scene. */
const SCENES = ["surface", "scatter3d"];
/** How numpy's types reach Plotly. @type {Record<string, new (buffer: ArrayBuffer) => ArrayLike<number>>} */
const TYPES = {
  f8: Float64Array,
  f4: Float32Array,
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
};

/**
 * @typedef {string|number|null|undefined} Cell
 * @typedef {{name: string, cells: ArrayLike<Cell>}} Column
 */

/**
 * The numbers of a figure. Where all traces stand over the same x, it is written once.
 * @param {PlotlyFigure} figure traces that aren't shown are left out
 * @returns {{text: string, lines: number, left: number}} lines: of numbers; left: those beyond MOST_LINES
 */
export function csvOf({ data, layout }) {
  const shown = data.filter(({ visible }) => visible !== false && visible !== "legendonly");
  const sets = shown.map((trace) => columnsOf(trace, layout)).filter((set) => set.length);
  const columns = sharesX(sets) ? joined(sets) : sets.flatMap(({ name, columns }) => named(name, columns));
  const all = Math.max(0, ...columns.map(({ cells }) => cells.length));
  const lines = Math.min(all, MOST_LINES);
  const rows = Array.from({ length: lines }, (_, row) => columns.map(({ cells }) => written(cells[row])));
  const text = [columns.map(({ name }) => quoted(name)), ...rows].map((cells) => `${cells.join(",")}\n`).join("");
  return { text, lines, left: all - lines };
}

/**
 * The columns of a trace.
 * @param {any} trace
 * @param {any} layout
 * @returns {{name: string, length: number, columns: Column[]}}
 */
function columnsOf(trace, layout) {
  const name = plain(trace.name ?? "");
  const columns = GRIDS.includes(trace.type) && trace.z !== undefined ? grid(trace, layout) : points(trace, layout);
  return { name, length: columns[0]?.cells.length ?? 0, columns };
}

/** @param {any} trace @param {any} layout @returns {Column[]} */
function points(trace, layout) {
  const axes = ["x", "y", "z"].filter((axis) => trace[axis] !== undefined);
  const columns = axes.map((axis) => ({ name: axisName(trace, layout, axis), cells: listOf(trace[axis]) }));
  return Array.isArray(trace.text) ? [...columns, { name: "text", cells: trace.text.map(plain) }] : columns;
}

/** Every place of a grid as x, y and z. @param {any} trace @param {any} layout @returns {Column[]} */
function grid(trace, layout) {
  const rows = rowsOf(trace.z);
  const width = rows[0]?.length ?? 0;
  const [x, y] = [trace.x, trace.y].map((axis) => (axis === undefined ? undefined : listOf(axis)));
  const places = rows.flatMap((row, down) =>
    Array.from(row, (z, across) => [x?.[across] ?? across, y?.[down] ?? down, z]),
  );
  const names = [axisName(trace, layout, "x"), axisName(trace, layout, "y"), axisName(trace, layout, "z")];
  return width ? names.map((name, at) => ({ name, cells: places.map((place) => place[at]) })) : [];
}

/** What an axis is called on the chart. @param {any} trace @param {any} layout @param {string} axis "x", "y" or "z" */
function axisName(trace, layout, axis) {
  const isDeep = SCENES.includes(trace.type);
  const number = isDeep ? "" : String(trace[`${axis}axis`] ?? "").slice(1);
  const found = (isDeep ? layout[trace.scene ?? "scene"] : layout)?.[`${axis}axis${number}`];
  return plain(found?.title?.text || (axis === "z" ? "" : axis));
}

/** @param {{length: number, columns: Column[]}[]} sets */
function sharesX(sets) {
  if (sets.length < 2 || sets.some(({ columns }) => columns.length !== 2)) return false;
  const [first, ...others] = sets.map(({ columns }) => columns[0]);
  return others.every(
    ({ name, cells }) =>
      name === first.name &&
      cells.length === first.cells.length &&
      Array.from(cells).every((cell, row) => Object.is(cell, first.cells[row])),
  );
}

/** One column for the x of all of them. @param {{name: string, columns: Column[]}[]} sets @returns {Column[]} */
function joined(sets) {
  const [x] = sets[0].columns;
  return [x, ...sets.flatMap(({ name, columns }) => named(name, columns.slice(1)))];
}

/** @param {string} name of the trace @param {Column[]} columns @returns {Column[]} */
function named(name, columns) {
  return columns.map((column) => ({ ...column, name: [name, column.name].filter(Boolean).join(": ") || "value" }));
}

/** A list of a trace, which may come packed. @param {any} values @returns {ArrayLike<Cell>} */
function listOf(values) {
  if (values?.bdata === undefined) return values;
  const bytes = Uint8Array.from(atob(values.bdata), (letter) => letter.charCodeAt(0));
  return Array.from(new TYPES[values.dtype](bytes.buffer));
}

/** The rows of a table of a trace. @param {any} table @returns {ArrayLike<Cell>[]} */
function rowsOf(table) {
  if (table?.bdata === undefined) return Array.from(table);
  const all = Array.from(listOf(table));
  const [rows, width] = String(table.shape).split(",").map(Number);
  return Array.from({ length: rows }, (_, row) => all.slice(row * width, (row + 1) * width));
}

/** A text of a chart without what only Plotly needs: tags of ours, and joiners that part what would be markup. @param {any} text */
function plain(text) {
  return String(text)
    .replace(/<\/?(?:b|i|br|sub|sup|span|extra)\b[^>]*>/g, " ")
    .replaceAll("\u2060", "")
    .trim();
}

/** @param {Cell} cell */
function written(cell) {
  if (typeof cell === "number" && !Number.isFinite(cell)) return "";
  if (typeof cell === "number") return String(Number.isInteger(cell) ? cell : decimal(cell));
  return cell === null || cell === undefined ? "" : quoted(plain(cell));
}

/** @param {string} text */
function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
