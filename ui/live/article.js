/** The numbers that an article prints of its run, above those of the run on screen, and how far that has come. */

import { html, setText } from "../canvas/svg.js";

/**
 * A run's numbers by the names of ui/live/article.py; null where it hasn't come so far.
 * @typedef {Record<string, number|null>} Numbers
 */

/** @type {[name: string, label: string, written: (value: number) => string][]} */
const COLUMNS = [
  ["first_loss", "Loss, epoch 1", (value) => value.toFixed(4)],
  ["first_accuracy", "Accuracy, epoch 1", (value) => value.toFixed(4)],
  ["last_loss", "Loss, epoch 150", (value) => value.toFixed(4)],
  ["final_accuracy", "Final accuracy", (value) => `${(100 * value).toFixed(2)} %`],
];

export class Article {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.bar = html("progress", { max: 1, value: 0, "aria-label": "Epochs of the article's run done" });
    this.printed = new Row("The article prints");
    this.here = new Row("Here");
    const labels = COLUMNS.map(([, label]) => html("th", { scope: "col", text: label }));
    const head = html("tr", {}, [html("td"), ...labels]);
    const body = html("tbody", {}, [this.printed.root, this.here.root]);
    this.root = html("div", { class: "article" }, [this.bar, html("table", {}, [html("thead", {}, [head]), body])]);
    this.root.hidden = true;
    root.append(this.root);
  }

  /** @param {{progress: number, here: Numbers, printed: Numbers}|null} run */
  show(run) {
    this.root.hidden = !run;
    if (!run) return;
    this.bar.value = run.progress;
    this.printed.show(run.printed);
    this.here.show(run.here);
  }
}

/** A run's row of the table. */
class Row {
  /** @param {string} name */
  constructor(name) {
    this.cells = COLUMNS.map(() => html("td", { text: "–" }));
    this.root = html("tr", {}, [html("th", { scope: "row", text: name }), ...this.cells]);
  }

  /** @param {Numbers} numbers */
  show(numbers) {
    COLUMNS.forEach(([name, , written], index) => {
      const value = numbers[name];
      setText(this.cells[index], value === null ? "–" : written(value));
    });
  }
}
