/** The verdict on a prepared mission, live beside its task. Fed by ui/streamlit/prepared.py and by the views' frames. */

import { html, setText } from "../canvas/svg.js";
import { follow } from "./mission.js";

/** @import { Verdict } from "./mission.js" */

export const styles = ["prepare/verdict.css"];

export default class VerdictView {
  /** @param {StreamlitComponent<Verdict>} component */
  constructor({ parentElement }) {
    this.symbol = html("span", { class: "symbol", "aria-hidden": "true" });
    this.word = html("strong", { role: "status" }); // read aloud when it turns done; the numbers move too much
    this.text = html("span");
    this.root = html("div", { class: "verdict" }, [this.symbol, html("div", {}, [this.word, this.text])]);
    parentElement.append(this.root);
    this.leave = follow((verdict) => this.#show(verdict));
  }

  /** @param {StreamlitComponent<Verdict>} component */
  update({ data }) {
    this.#show(data);
  }

  /** @param {Verdict} verdict */
  #show({ done, text }) {
    this.root.classList.toggle("done", done);
    setText(this.symbol, done ? "flag" : "hourglass_empty");
    setText(this.word, done ? "Mission accomplished" : "Mission");
    setText(this.text, text);
  }

  destroy() {
    this.leave();
  }
}
