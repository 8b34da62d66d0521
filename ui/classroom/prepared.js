/** The questions of the demonstration that the teacher has open, each to be asked at once. */

import { html } from "../canvas/svg.js";
import { plainButton } from "./dialog.js";
import { questionKind } from "./words.js";

/**
 * @typedef {object} PreparedQuestion
 * @property {string} title of its checkpoint
 * @property {boolean} here whether that checkpoint is on screen
 * @property {import("./composer.js").Spec} question
 */

export class Prepared {
  /** @param {(question: import("./composer.js").Spec) => void} onAsk */
  constructor(onAsk) {
    this.onAsk = onAsk;
    this.list = html("ol", { class: "prepared", role: "list" });
    this.root = html("details", { class: "prepared-area", open: "", hidden: "" }, [
      html("summary", { text: "Prepared questions" }),
      this.list,
    ]);
    this.drawn = "";
  }

  /** @param {PreparedQuestion[]} prepared @param {string[]} asked texts of the questions so far */
  show(prepared, asked) {
    const known = new Set(asked);
    const rows = prepared.map((one) => ({ ...one, asked: known.has(one.question.text) }));
    const drawn = JSON.stringify(rows);
    this.root.hidden = !rows.length;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const focused = [...this.list.children].findIndex((row) => row.contains(document.activeElement));
    this.list.replaceChildren(...rows.map((row) => this.#row(row)));
    this.list.children[focused]?.querySelector("button")?.focus();
  }

  /** @param {PreparedQuestion & {asked: boolean}} row */
  #row({ title, here, question, asked }) {
    const ask = plainButton(asked ? "Ask anew" : "Ask", here && !asked ? "strong" : "");
    ask.setAttribute("aria-label", `${ask.textContent}: ${question.text}`);
    ask.addEventListener("click", () => this.onAsk(question));
    const about = [title, here ? "on screen now" : "", questionKind(question), asked ? "asked" : ""];
    const words = html("span", { class: "who" }, [
      html("span", { text: question.text }),
      html("span", { class: "quiet", text: about.filter(Boolean).join(" · ") }),
    ]);
    return html("li", { class: here ? "here" : "" }, [words, ask]);
  }
}
