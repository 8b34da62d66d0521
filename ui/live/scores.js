/** Loss and accuracy of training and test rows, as a small table that also explains the curves' lines. */

import { html, setText } from "../canvas/svg.js";

const MINUS = "\u2212";

export class Scores {
  constructor(root) {
    this.rows = {};
    this.body = html("tbody");
    const head = html("tr", {}, [
      html("td"),
      html("th", { scope: "col" }, [html("i", { class: "line train" }), html("span", { text: "Training" })]),
      html("th", { scope: "col" }, [html("i", { class: "line test" }), html("span", { text: "Test" })]),
    ]);
    root.append(html("table", { class: "scores" }, [html("caption", { text: "Loss and accuracy" }), html("thead", {}, [head]), this.body]));
    for (const name of ["loss", "accuracy", "level"]) this.#row(name);
  }

  #row(name) {
    const label = html("th", { scope: "row" });
    const cells = [html("td"), html("td")];
    const line = html("tr", { class: name }, [label, ...cells]);
    this.rows[name] = { line, label, cells };
    this.body.append(line);
  }

  /** @param {{loss: (number|null)[], accuracy: (number|null)[], level: (number|null)[]}} scores @param {object} scene */
  show(scores, scene) {
    this.#fill("loss", "Loss", scores.loss.map(number));
    const r2 = scene.task === "regression";
    this.#fill("accuracy", r2 ? "R²" : "Accuracy", scores.accuracy.map(r2 ? number : percent));
    const level = scene.level;
    this.rows.level.line.hidden = !level;
    if (level) this.#fill("level", level.name, level.shares.map(percent));
  }

  #fill(name, label, values) {
    const { label: head, cells } = this.rows[name];
    setText(head, label);
    values.forEach((value, i) => setText(cells[i], value));
  }
}

/** Four digits at most that stand still while it trains. */
function number(value) {
  if (value === null) return "–";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e4) ? size.toExponential(2) : size.toPrecision(3);
  return (value < 0 ? MINUS : "") + text;
}

function percent(value) {
  return value === null ? "–" : `${(100 * value).toFixed(1)} %`;
}
