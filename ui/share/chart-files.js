/** Files of a Plotly chart: a picture at the size of a slide, and its numbers. */

import { plotly } from "../plotly.js";
import { csvOf } from "./csv.js";
import { fileName } from "./files.js";
import { FONTS } from "./portable.js";

/**
 * A chart as it is to be saved.
 * @typedef {object} Saved
 * @property {PlotlyFigure} figure
 * @property {PlotlyFigure} [numbers] what the CSV holds, where that isn't what the figure draws
 * @property {(string|number)[]} words what it shows, for the file's name
 * @property {string} ground colour behind it
 *
 * @typedef {{name: string, content: Blob|string, type: string}} File
 */

/** Laid out at half of 1600 × 900, so that its type can be read from the last row. */
const SLIDE = { width: 800, height: 450, scale: 2 };
/** Room that texts take which axes measure by themselves. */
const LEAST_MARGIN = 16;

/** @param {Saved} saved */
async function png(saved) {
  const bytes = Uint8Array.from(atob(await image(saved, "png")), (letter) => letter.charCodeAt(0));
  return { name: fileName(saved.words, "png"), content: new Blob([bytes], { type: "image/png" }), type: "image/png" };
}

/** @param {Saved} saved */
async function svg(saved) {
  return { name: fileName(saved.words, "svg"), content: await image(saved, "svg"), type: "image/svg+xml" };
}

/** @param {Saved} saved */
async function csv({ figure, numbers = figure, words }) {
  const { text, lines, left } = csvOf(numbers);
  const name = fileName(left ? [...words, "first", lines, "lines"] : words, "csv");
  return { name, content: text, type: "text/csv" };
}

/** What a chart can be saved as: words on the button → what makes the file. @type {[string, (saved: Saved) => Promise<File>][]} */
export const KINDS = [
  ["Save as PNG", png],
  ["Save as SVG", svg],
  ["Save as CSV (the numbers)", csv],
];

/** @param {Saved} saved @param {"png"|"svg"} format @returns {Promise<string>} base64, or the SVG itself */
async function image({ figure, ground }, format) {
  const Plotly = await plotly();
  return Plotly.toImage(onSlide(figure, ground), { format, ...SLIDE, imageDataOnly: true });
}

/**
 * The figure as it stands on a slide: on a ground, with room on all sides, in fonts that every machine measures alike.
 * @param {PlotlyFigure} figure
 * @param {string} ground
 * @returns {PlotlyFigure}
 */
export function onSlide({ data, layout }, ground) {
  const { l = 0, r = 0, t = 0, b = 0, ...rest } = layout.margin ?? layout.template?.layout?.margin ?? {};
  const [left, right, top, bottom] = [l, r, t, b].map((side) => Math.max(side, LEAST_MARGIN));
  const margin = { ...rest, l: left, r: right, t: top, b: bottom };
  const font = { ...(layout.font ?? layout.template?.layout?.font), family: FONTS };
  const own = Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name));
  const axes = Object.fromEntries(own.map((name) => [name, { ...layout[name], automargin: true }]));
  const title = layout.title && { ...layout.title, pad: { l: LEAST_MARGIN, t: LEAST_MARGIN / 2 } };
  return { data, layout: { ...layout, ...axes, title, font, margin, paper_bgcolor: ground, autosize: false } };
}

/** A chart's title, or the names of its axes. @param {any} layout @param {string} usual */
export function titleOf(layout, usual) {
  const text = layout.title?.text || layout.yaxis?.title?.text || usual;
  return String(text).replace(/<[^>]*>/g, " ");
}
