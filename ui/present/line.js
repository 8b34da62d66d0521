/** The one line of controls that is on screen while the tab presents. */

import { button, html, setText } from "../canvas/svg.js";
import { LENGTHS } from "./countdown.js";
import { HELP } from "./keys.js";

/** @typedef {import("./keys.js").Action|"add"|"notes"} Wish */

const USUAL = 30; // seconds of a countdown
const EMPTY = "No checkpoints yet";

export class Line {
  /** @param {(wish: Wish) => void} act */
  constructor(act) {
    this.title = html("span", { class: "title" });
    this.back = face("", "chevron_left", "The checkpoint before (← or Page Up)", () => act("previous"));
    this.forward = face("", "chevron_right", "The next checkpoint (→ or Page Down)", () => act("next"));
    this.pointer = face("", "adjust", "A ring around the pointer (L)", () => act("pointer"));
    this.lengths = html(
      "select",
      { "aria-label": "Seconds of the countdown", title: "Seconds of the countdown" },
      LENGTHS.map((length) => html("option", { value: length, text: `${length} s` })),
    );
    this.lengths.value = String(USUAL);
    this.lengths.addEventListener("change", () => this.lengths.blur()); // so that keys are the page's again
    this.help = html(
      "dl",
      { class: "help" },
      HELP.flatMap(([key, words]) => [html("dt", { text: key }), html("dd", { text: words })]),
    );
    this.help.hidden = true;
    this.keys = face("", "keyboard", "The keys", () => this.#toggleHelp());
    this.keys.setAttribute("aria-expanded", "false");
    this.root = html("div", { class: "line", role: "toolbar", "aria-label": "Presenter" }, [
      this.back,
      this.forward,
      this.title,
      face("", "tv_off", "Black screen (B or .)", () => act("black")),
      this.pointer,
      face("", "timer", "Start or stop the countdown (T)", () => act("countdown")),
      this.lengths,
      face("Add", "add", "Add a checkpoint: saves what is on screen", () => act("add")),
      face("Notes", "sticky_note_2", "Notes, next title and clock in a second window", () => act("notes")),
      this.keys,
      face("End", "close", "End presenting (P or Escape)", () => act("end")),
      this.help,
    ]);
  }

  /** Seconds that the countdown is set to. */
  get seconds() {
    return Number(this.lengths.value);
  }

  /** @param {import("./stage.js").Stage} stage */
  show(stage) {
    const { told, ring, on } = stage;
    this.root.hidden = !on;
    this.pointer.setAttribute("aria-pressed", String(ring));
    this.back.disabled = stage.target(-1) < 0;
    this.forward.disabled = stage.target(1) < 0;
    const count = told.checkpoints.length;
    const here = told.checkpoints[told.place]?.title ?? told.title;
    this.say(count ? `${told.place + 1} / ${count}  ${here}` : EMPTY);
  }

  /** What stands in the middle until the next change. @param {string} words */
  say(words) {
    setText(this.title, words);
    this.title.title = words;
  }

  closeHelp() {
    if (!this.help.hidden) this.#toggleHelp();
  }

  #toggleHelp() {
    this.help.hidden = !this.help.hidden;
    this.keys.setAttribute("aria-expanded", String(!this.help.hidden));
  }
}

/**
 * A button with a symbol, and a word where it isn't "".
 * @param {string} word
 * @param {string} symbol
 * @param {string} help
 * @param {() => void} act
 */
export function face(word, symbol, help, act) {
  const made = button(help, "");
  made.append(html("span", { class: "symbol", "aria-hidden": "true", text: symbol }));
  if (word) {
    made.removeAttribute("aria-label"); // what one reads is its name
    made.append(html("span", { text: word }));
  }
  made.addEventListener("click", act);
  return made;
}
