/** The article's printed figures beside those of the run on screen, and how far it has come. */

import { html, setText } from "../canvas/svg.js";

const FIGURES = [
  ["first_loss", "Loss, epoch 1", (value) => value.toFixed(4)],
  ["first_accuracy", "Accuracy, epoch 1", (value) => value.toFixed(4)],
  ["last_loss", "Loss, epoch 150", (value) => value.toFixed(4)],
  ["final_accuracy", "Final accuracy", (value) => `${(100 * value).toFixed(2)} %`],
];

export class Article {
  constructor(root) {
    this.bar = html("progress", { max: 1, value: 0, "aria-label": "Epochs of the article's run done" });
    this.cells = {};
    const column = (words) => html("th", { scope: "col", text: words });
    const row = (name) => html("tr", {}, [
      html("th", { scope: "row", text: name === "printed" ? "The article prints" : "Here" }),
      ...FIGURES.map(([figure]) => (this.cells[name + figure] = html("td", { text: "–" }))),
    ]);
    const head = html("tr", {}, [html("td"), ...FIGURES.map(([, words]) => column(words))]);
    this.root = html("div", { class: "article" }, [
      this.bar, html("table", {}, [html("thead", {}, [head]), html("tbody", {}, [row("printed"), row("here")])]),
    ]);
    this.root.hidden = true;
    root.append(this.root);
  }

  /** @param {{progress: number, here: object, printed: object}|null} run */
  show(run) {
    this.root.hidden = !run;
    if (!run) return;
    this.bar.value = run.progress;
    for (const [figure, , words] of FIGURES) {
      for (const name of ["printed", "here"]) {
        const value = run[name][figure];
        setText(this.cells[name + figure], value === null ? "–" : words(value));
      }
    }
  }
}
