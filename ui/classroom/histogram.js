/** The answers of a class as bars of text: a list, so that a screen reader reads what the bars show. */

import { parse } from "../canvas/format.js";
import { html } from "../canvas/svg.js";
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

/**
 * The rounds of a result, the last one last.
 * @param {Revealed} revealed @param {{now: number|null, before: number|null}} mine one's own answers
 * @returns {{title: string, when: string, bins: Bin[], answer: number|null}[]}
 */
export function roundsOf({ bins, before }, mine) {
  if (!before) return [{ title: "All answers", when: "", bins, answer: mine.now }];
  return [
    { title: "Before talking", when: "before", bins: before, answer: mine.before },
    { title: "After talking", when: "after", bins, answer: mine.now },
  ];
}

/**
 * What is said beside a bar.
 * @param {string[]} when the rounds in which one has answered so: "", "before", "after"
 * @param {boolean} isRight @param {string} right
 */
export function marksOf(when, isRight, right) {
  const mine = when.length ? `your answer ${when.length === 1 ? when[0] : ""}`.trim() : "";
  return [mine, isRight ? right : ""].filter(Boolean).join(", ");
}

/**
 * The result of a question; of one that was asked again, both rounds side by side in the same bins.
 * @param {Revealed} revealed
 * @param {{kind: string, unit: string}} question
 * @param {{now: number|null, before: number|null}} [mine] one's own answers
 * @returns {HTMLElement}
 */
export function histogram(revealed, question, mine = { now: null, before: null }) {
  const isNumber = question.kind === "number";
  const rounds = roundsOf(revealed, mine).map((round) => ({
    ...round,
    own: binOf(round.bins, round.answer, question),
  }));
  const most = Math.max(0, ...rounds.flatMap(({ bins }) => bins.map(({ count }) => count)));
  const rows = revealed.bins.map(({ label, right }, at) => {
    const when = rounds.filter(({ own }) => own === at).map((round) => round.when);
    const bars = rounds.map(({ bins, when, own }) => bar(bins[at], shareOf(bins[at], most), when, own === at));
    const marks = html("span", { class: "marks", text: marksOf(when, right, isNumber ? "the true value" : "right") });
    const classes = [right ? "right" : "", when.length ? "mine" : ""].filter(Boolean).join(" ");
    return html("li", { class: classes }, [html("span", { class: "label", text: label }), ...bars, marks]);
  });
  const list = html("ul", { role: "list", class: isNumber ? "numbers" : "choices" }, rows);
  const children = [html("p", { class: "rounds" }, rounds.map(legend)), list];
  const words = isNumber ? `The true value is ${revealed.true}.` : `Right is: ${revealed.true}`;
  if (revealed.true !== null) children.unshift(html("p", { class: "truth", text: words }));
  return html("div", { class: "histogram" }, children);
}

/** @param {{title: string, when: string, bins: Bin[]}} round */
function legend({ title, when, bins }) {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return html("span", { class: `round ${when}`, text: `${title}: ${total}` });
}

/** @param {Bin} bin @param {number} share @param {string} when @param {boolean} mine */
function bar({ count }, share, when, mine) {
  const length = html("span", { class: "length" });
  length.style.setProperty("--share", String(share));
  length.hidden = count === 0;
  const said = html("span", { class: "said", text: ` ${count === 1 ? "answer" : "answers"} ${when}` });
  const number = html("span", { class: "number" }, [html("span", { text: String(count) }), said]);
  return html("span", { class: `bar ${when}${mine ? " own" : ""}` }, [length, number]);
}
