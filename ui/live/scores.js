/** Loss and accuracy of training and test rows, as a small table that also explains the curves' lines. */

import { steady } from "../canvas/format.js";
import { html, setText } from "../canvas/svg.js";

/** @typedef {(number|null)[]} Pair of training and test rows; null: not known, or no such rows */
/** @typedef {"loss"|"accuracy"|"level"} Row level: what one would get without a network */

const ROWS = /** @type {const} */ (["loss", "accuracy", "level"]);

export class Scores {
  /** @param {Element} root */
  constructor(root) {
    this.body = html("tbody");
    this.watched = html("span", { text: "Test" });
    const head = html("tr", {}, [
      html("td"),
      html("th", { scope: "col" }, [html("i", { class: "line train" }), html("span", { text: "Training" })]),
      html("th", { scope: "col" }, [html("i", { class: "line test" }), this.watched]),
    ]);
    root.append(
      html("table", { class: "scores" }, [
        html("caption", { text: "Loss and accuracy" }),
        html("thead", {}, [head]),
        this.body,
      ]),
    );
    this.rows = /** @type {Record<Row, ReturnType<typeof rowOf>>} */ (
      Object.fromEntries(ROWS.map((name) => [name, rowOf(name)]))
    );
    this.body.append(...ROWS.map((name) => this.rows[name].line));
  }

  /**
   * @param {{loss: Pair, accuracy: Pair}} scores
   * @param {{task: string, level: {name: string, shares: Pair}|null, watched: string}} backdrop
   */
  show(scores, backdrop) {
    setText(this.watched, backdrop.watched);
    this.#fill("loss", "Loss", scores.loss.map(number));
    const r2 = backdrop.task === "regression";
    this.#fill("accuracy", r2 ? "R²" : "Accuracy", scores.accuracy.map(r2 ? number : percent));
    const level = backdrop.level;
    this.rows.level.line.hidden = !level;
    if (level) this.#fill("level", level.name, level.shares.map(percent));
  }

  /** @param {Row} name @param {string} label @param {string[]} values */
  #fill(name, label, values) {
    const { label: head, cells } = this.rows[name];
    setText(head, label);
    values.forEach((value, i) => setText(cells[i], value));
  }
}

/** @param {Row} name */
function rowOf(name) {
  const label = html("th", { scope: "row" });
  const cells = [html("td"), html("td")];
  return { line: html("tr", { class: name }, [label, ...cells]), label, cells };
}

/** @param {number|null} value */
function number(value) {
  return value === null ? "–" : steady(value);
}

/** @param {number|null} value */
function percent(value) {
  return value === null ? "–" : `${steady(100 * value)} %`;
}
