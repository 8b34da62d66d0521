/** The answers of a class as bars of text: a list, so that a screen reader reads what the bars show. */

import { parse } from "../canvas/format.js";
import { html } from "../canvas/svg.js";
import { counted } from "./words.js";

/** @typedef {import("./words.js").Bin} Bin */
/** @typedef {import("./words.js").Revealed} Revealed */

const BIN = /^(?:below (.+)|(.+) to (.+)|(.+) or more|(.+))$/;
/** An answer that has a bin of its own is written with six digits. */
const WRITTEN = 1e-5;

/**
 * The bin in which an answer lies; −1 where there is none.
 * @param {Bin[]} bins of a choice one for each; of a number "0.5", or "below 0", "0 to 1", "1 or more"
 * @param {number|null} answer a number, or the place of a choice
 * @param {{kind: string, unit: string}} question
 */
export function binOf(bins, answer, { kind, unit }) {
  if (answer === null) return -1;
  if (kind !== "number") return answer < bins.length ? answer : -1;
  return bins.findIndex(({ label }) => holds(unit ? label.replace(` ${unit}`, "") : label, answer));
}

/** @param {string} label of a bin @param {number} answer */
function holds(label, answer) {
  const [, below, low, high, above, single] = BIN.exec(label) ?? [];
  if (below) return answer < parse(below);
  if (above) return answer >= parse(above);
  if (low) return answer >= parse(low) && answer < parse(high);
  const shown = parse(single ?? "");
  return Math.abs(answer - shown) <= WRITTEN * Math.abs(shown);
}

/** The share of its row that a bar fills, of one and the same scale. @param {Bin} bin @param {number} most */
export function shareOf({ count }, most) {
  return most ? count / most : 0;
}

/** What is said beside a bar. @param {Bin} bin @param {boolean} mine @param {string} right */
export function marksOf(bin, mine, right) {
  return [mine ? "your answer" : "", bin.right ? right : ""].filter(Boolean).join(", ");
}

/**
 * The result of a question; of one that was asked again, both rounds side by side on one scale.
 * @param {Revealed} revealed
 * @param {{kind: string, unit: string}} question
 * @param {{now: number|null, before: number|null}} [mine] one's own answers
 * @returns {HTMLElement}
 */
export function histogram({ bins, before, true: truth }, question, mine = { now: null, before: null }) {
  const most = Math.max(0, ...[...bins, ...(before ?? [])].map(({ count }) => count));
  const isNumber = question.kind === "number";
  const right = isNumber ? "the true value" : "right";
  const figures = [bars(bins, most, binOf(bins, mine.now, question), before ? "After talking" : "All answers", right)];
  if (before) figures.unshift(bars(before, most, binOf(before, mine.before, question), "Before talking", right));
  const children = [html("div", { class: "rounds" }, figures)];
  const words = isNumber ? `The true value is ${truth}.` : `Right is: ${truth}`;
  if (truth !== null) children.unshift(html("p", { class: "truth", text: words }));
  return html("div", { class: "histogram" }, children);
}

/** @param {Bin[]} bins @param {number} most @param {number} mine @param {string} title @param {string} right */
function bars(bins, most, mine, title, right) {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const rows = bins.map((bin, at) => row(bin, shareOf(bin, most), marksOf(bin, at === mine, right), at === mine));
  const caption = html("figcaption", { text: `${title}: ${total}` });
  return html("figure", {}, [caption, html("ul", { role: "list" }, rows)]);
}

/** @param {Bin} bin @param {number} share @param {string} marks @param {boolean} mine */
function row(bin, share, marks, mine) {
  const bar = html("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", String(share));
  const count = html("span", { class: "count" }, [
    html("span", { text: String(bin.count) }),
    html("span", { class: "said", text: ` ${counted(bin.count, "answer").replace(/^\d+ /, "")}` }),
  ]);
  const parts = [html("span", { class: "label", text: bin.label }), bar, count];
  if (marks) parts.push(html("span", { class: "marks", text: marks }));
  const classes = [bin.right ? "right" : "", mine ? "mine" : ""].filter(Boolean).join(" ");
  return html("li", { class: classes }, parts);
}
