/** Loss and accuracy of training and test rows, as a small table that also explains the curves' lines. */

import { steady } from "../canvas/format.js";
import { html, setText } from "../canvas/svg.js";

/** @typedef {(number|null)[]} Pair of training and test rows; null: not known, or no such rows */
/** @typedef {"loss"|"accuracy"|"level"} Row level: what one would get without a network */

/** @typedef {{name: string, unit: string, values: (number|string|null)[]}} More */

const ROWS = /** @type {const} */ (["loss", "accuracy", "level"]);

export class Scores {
  /** @param {Element} root @param {() => void} onOpen further rows are looked at from now on */
  constructor(root, onOpen) {
    this.onOpen = onOpen;
    this.isOpen = false;
    this.body = html("tbody");
    this.watched = html("span", { text: "Test" });
    const head = html("tr", {}, [
      html("td"),
      html("th", { scope: "col" }, [html("i", { class: "line train" }), html("span", { text: "Training" })]),
      html("th", { scope: "col" }, [html("i", { class: "line test" }), this.watched]),
    ]);
    this.further = html("tbody", { class: "further" });
    this.more = html("button", { type: "button", class: "more", "aria-expanded": "false" });
    this.more.append(html("span", { class: "symbol", text: "expand_more", "aria-hidden": "true" }), html("span"));
    this.more.addEventListener("click", () => this.#open(!this.isOpen));
    root.append(
      html("table", { class: "scores" }, [
        html("caption", { text: "Loss and accuracy" }),
        html("thead", {}, [head]),
        this.body,
        this.further,
      ]),
      this.more,
    );
    this.#open(false);
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

  /** @param {boolean} open whether further rows are shown */
  #open(open) {
    this.isOpen = open;
    this.further.hidden = !open;
    this.more.setAttribute("aria-expanded", String(open));
    const [symbol, word] = this.more.children;
    setText(symbol, open ? "expand_less" : "expand_more");
    setText(word, open ? "Fewer scores" : "More scores");
    if (open) this.onOpen();
  }

  /** @param {More[]} rows balanced accuracy and such, as a frame with charts brings them */
  showMore(rows) {
    while (this.further.rows.length > rows.length) this.further.deleteRow(-1);
    while (this.further.rows.length < rows.length) {
      this.further.append(html("tr", {}, [html("th", { scope: "row" }), html("td"), html("td")]));
    }
    rows.forEach(({ name, unit, values }, i) => {
      const [head, ...cells] = this.further.rows[i].cells;
      setText(head, name);
      values.forEach((value, k) => setText(cells[k], written(value, unit)));
    });
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

/** @param {number|string|null} value @param {string} unit */
function written(value, unit) {
  if (value === null || typeof value === "string") return value ?? "–";
  return unit ? percent(value) : number(value);
}

/** @param {number|null} value */
function number(value) {
  return value === null ? "–" : steady(value);
}

/** @param {number|null} value */
function percent(value) {
  return value === null ? "–" : `${steady(100 * value)} %`;
}
