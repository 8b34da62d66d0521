/** Epoch, losses and accuracies of a board as text, with a small curve of the losses. */

import { steady } from "../canvas/format.js";
import { html, setText, svg } from "../canvas/svg.js";
import { counted } from "./words.js";

/** @typedef {{loss: (number|null)[], accuracy: (number|null)[]|null}} Scores of training and of held-out data */

const WIDTH = 300;
const HEIGHT = 90;
const EDGE = 3;

/** @param {number|null|undefined} value */
export function scoreWords(value) {
  return value === null || value === undefined ? "–" : steady(value);
}

/** @param {number|null|undefined} value a share */
export function percentWords(value) {
  return value === null || value === undefined ? "–" : `${Math.round(100 * value)} %`;
}

/**
 * The points of a curve in the picture.
 * @param {ArrayLike<number>} rows [epoch, training loss, held-out loss] one after another
 * @param {number} column 1 or 2
 * @param {number} most the largest loss of both
 */
export function curvePoints(rows, column, most) {
  const count = Math.floor(rows.length / 3);
  const [first, last] = [rows[0], rows[3 * (count - 1)]];
  const places = [];
  for (let row = 0; row < count; row += 1) {
    const [epoch, loss] = [rows[3 * row], rows[3 * row + column]];
    if (!Number.isFinite(loss)) continue;
    const x = ((epoch - first) / (last - first || 1)) * WIDTH;
    const y = HEIGHT - EDGE - (loss / (most || 1)) * (HEIGHT - 2 * EDGE);
    places.push(`${x.toFixed(1)},${y.toFixed(1)}`);
  }
  return places.join(" ");
}

/** @param {ArrayLike<number>} rows */
export function largestLoss(rows) {
  let most = 0;
  for (let at = 0; at < rows.length; at += 1) if (at % 3 && Number.isFinite(rows[at])) most = Math.max(most, rows[at]);
  return most;
}

export class ScoreBoard {
  constructor() {
    this.epoch = html("span", { class: "epoch" });
    this.cells = {
      loss: [html("td"), html("td")],
      accuracy: [html("td"), html("td")],
    };
    const { loss, accuracy } = this.cells;
    this.accuracies = html("tr", {}, [html("th", { scope: "row", text: "Accuracy" }), ...accuracy]);
    const head = [
      html("td"),
      html("th", { scope: "col", text: "Training" }),
      html("th", { scope: "col", text: "Held out" }),
    ];
    head[1].classList.add("train");
    head[2].classList.add("test");
    const table = html("table", {}, [
      html("thead", {}, [html("tr", {}, head)]),
      html("tbody", {}, [html("tr", {}, [html("th", { scope: "row", text: "Loss" }), ...loss]), this.accuracies]),
    ]);
    this.train = svg("polyline", { class: "train" });
    this.test = svg("polyline", { class: "test" });
    this.curve = svg(
      "svg",
      { class: "curve", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" },
      [this.test, this.train],
    );
    this.curve.setAttribute("aria-label", "Loss over the epochs: training data solid, held-out data dashed");
    this.root = html("div", { class: "scores" }, [this.epoch, table, this.curve]);
  }

  /** @param {{epoch: number, part: number|null, scores: Scores|null}} header part: batches of the next epoch */
  show({ epoch, part, scores }) {
    setText(this.epoch, `Epoch ${epoch}${part ? ` + ${counted(part, "step")}` : ""}`);
    for (const side of [0, 1]) {
      setText(this.cells.loss[side], scoreWords(scores?.loss[side]));
      setText(this.cells.accuracy[side], percentWords(scores?.accuracy?.[side]));
    }
    this.accuracies.hidden = !scores?.accuracy;
  }

  /** @param {{data: any}|undefined} curve */
  draw(curve) {
    if (!curve) return;
    const most = largestLoss(curve.data);
    this.train.setAttribute("points", curvePoints(curve.data, 1, most));
    this.test.setAttribute("points", curvePoints(curve.data, 2, most));
    this.curve.classList.toggle("empty", curve.data.length < 6);
  }
}
