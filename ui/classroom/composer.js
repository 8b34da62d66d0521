/** Where the teacher writes a question: about a number of the board, with choices, or for opinions. */

import { parse } from "../canvas/format.js";
import { html, setText } from "../canvas/svg.js";
import { plainButton } from "./dialog.js";
import { proposedText } from "./words.js";

/**
 * @typedef {{name: string, label: string, value: string, unit: string}} BoardValue a number of the board
 * @typedef {{kind: string, text: string, value?: string, tolerance?: number, choices?: string[], right?: number|null}} Spec
 */

/** @type {[kind: string, words: string][]} */
const KINDS = [
  ["number", "A number of the board"],
  ["choice", "Choices"],
  ["free", "Opinion"],
];
/** @type {[seconds: string, words: string][]} */
const COUNTDOWNS = [
  ["", "No countdown"],
  ["30", "30 seconds"],
  ["60", "60 seconds"],
  ["90", "90 seconds"],
];
const FEWEST = 2;
const MOST = 6;

export class Composer {
  /** @param {(question: Spec, seconds: number|null) => boolean} onAsk returns whether it went out */
  constructor(onAsk) {
    this.onAsk = onAsk;
    this.kinds = KINDS.map(([kind, words], at) => radio("kind", kind, words, at === 0));
    this.value = html("select", { id: "ask-value" });
    this.now = html("span", { class: "quiet" });
    this.tolerance = html("input", {
      type: "text",
      inputmode: "decimal",
      id: "ask-tolerance",
      autocomplete: "off",
      maxlength: 20,
    });
    this.text = html("textarea", { id: "ask-text", rows: 2, maxlength: 300 });
    this.seconds = html("select", { id: "ask-seconds" });
    for (const [value, text] of COUNTDOWNS) this.seconds.append(html("option", { value, text }));
    this.choices = html("div", { class: "choices" });
    this.more = plainButton("Add a choice");
    this.note = html("p", { class: "note", role: "status" });
    this.number = html("div", { class: "of-number" }, [
      labelled("ask-value", "Which number", this.value),
      this.now,
      labelled("ask-tolerance", "Right when not off by more than", this.tolerance),
    ]);
    this.listed = html("fieldset", { class: "of-choices" }, [html("legend"), this.choices, this.more]);
    this.form = html("form", { novalidate: "", class: "composer" }, [
      html("fieldset", { class: "kinds" }, [html("legend", { text: "Ask for" }), ...this.kinds]),
      this.number,
      labelled("ask-text", "Question", this.text),
      this.listed,
      html("div", { class: "line" }, [
        labelled("ask-seconds", "Time", this.seconds),
        html("button", { type: "submit", class: "strong", text: "Ask the class" }),
      ]),
      this.note,
    ]);
    this.summary = html("summary", { text: "A new question" });
    this.root = html("details", { open: "" }, [this.summary, this.form]);
    /** The question that is on the pages; 0 for none. */
    this.asked = 0;
    /** @type {BoardValue[]} */
    this.values = [];
    /** The text that was proposed and not changed since. */
    this.proposed = "";
    for (let at = 0; at < FEWEST; at += 1) this.#addChoice();
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.form.addEventListener("change", () => this.#follow());
    this.more.addEventListener("click", () => this.#addChoice().focus());
    this.#follow();
  }

  /** @param {BoardValue[]} values what can be asked for now */
  offer(values) {
    const same = values.length === this.values.length && values.every(({ name }, at) => name === this.values[at].name);
    this.values = values;
    if (!same) {
      const before = this.value.value;
      this.value.replaceChildren(...values.map(({ name, label }) => html("option", { value: name, text: label })));
      if (values.some(({ name }) => name === before)) this.value.value = before;
      this.#follow();
    }
    const { value = "", unit = "" } = this.#picked ?? {};
    setText(
      this.now,
      value ? `On the board now: ${[value, unit].filter(Boolean).join(" ")}` : "The board is not here now.",
    );
  }

  /** Make room for a question that has come onto the pages, or offer the next one. @param {number} asked its number, 0 for none */
  fold(asked) {
    if (asked === this.asked) return;
    this.asked = asked;
    this.root.open = asked === 0;
  }

  focus() {
    this.root.open = true;
    this.text.focus();
  }

  get #kind() {
    return new FormData(this.form).get("kind");
  }

  get #picked() {
    return this.values.find(({ name }) => name === this.value.value);
  }

  /** Show what belongs to the kind, and propose a text while nobody has written one. */
  #follow() {
    const kind = this.#kind;
    this.number.hidden = kind !== "number";
    this.listed.hidden = kind === "number";
    this.listed.classList.toggle("opinion", kind === "free");
    setText(
      /** @type {Element} */ (this.listed.firstElementChild),
      kind === "free" ? "Choices" : "Choices; mark the right one, or none",
    );
    const proposed = kind === "number" && this.#picked ? proposedText(this.#picked.label) : "";
    if (this.text.value === this.proposed) this.text.value = proposed;
    this.proposed = this.text.value === proposed ? proposed : this.proposed;
  }

  #addChoice() {
    const number = this.choices.children.length + 1;
    const field = html("input", {
      type: "text",
      maxlength: 100,
      autocomplete: "off",
      "aria-label": `Choice ${number}`,
    });
    const right = html("input", { type: "checkbox", "aria-label": `Choice ${number} is the right one` });
    right.addEventListener("change", () => {
      for (const other of this.#boxes) if (other !== right) other.checked = false;
    });
    this.choices.append(html("div", { class: "choice-line" }, [right, field]));
    this.more.hidden = number >= MOST;
    return field;
  }

  /** @returns {HTMLInputElement[]} */
  get #boxes() {
    return [...this.choices.querySelectorAll("input")].filter(({ type }) => type === "checkbox");
  }

  /** Ask with the time that is chosen. @param {Spec} question @returns {boolean} whether it went out */
  ask(question) {
    const sent = this.onAsk(question, this.seconds.value ? Number(this.seconds.value) : null);
    setText(this.note, sent ? "" : "There is no connection now; ask again in a moment.");
    return sent;
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const spec = this.#spec();
    if (typeof spec === "string") {
      setText(this.note, spec);
      return;
    }
    if (this.ask(spec)) this.#clear();
  }

  /** @returns {Spec|string} the question, or what is missing */
  #spec() {
    const kind = String(this.#kind);
    const text = this.text.value.trim();
    if (!text) return "Write the question first.";
    if (kind === "number") {
      const tolerance = this.tolerance.value.trim() ? parse(this.tolerance.value) : 0;
      if (!this.value.value) return "The board is not here now; ask with choices instead.";
      if (!(tolerance >= 0)) return "Write how far off an answer may be as a number, such as 0.05.";
      return { kind, text, value: this.value.value, tolerance };
    }
    const written = [...this.choices.children].map((line) => {
      const [right, field] = line.querySelectorAll("input");
      return { text: field.value.trim(), right: right.checked };
    });
    const filled = written.filter((choice) => choice.text);
    if (filled.length < FEWEST) return "Write at least two choices.";
    const choices = filled.map((choice) => choice.text);
    if (kind === "free") return { kind, text, choices };
    const right = filled.findIndex((choice) => choice.right);
    return { kind, text, choices, right: right < 0 ? null : right };
  }

  #clear() {
    this.text.value = this.proposed;
    this.tolerance.value = "";
    this.choices.replaceChildren();
    for (let at = 0; at < FEWEST; at += 1) this.#addChoice();
    this.#follow();
  }
}

/** @param {string} id @param {string} text @param {HTMLElement} field */
function labelled(id, text, field) {
  return html("div", { class: "labelled" }, [html("label", { for: id, text }), field]);
}

/** @param {string} name @param {string} value @param {string} text @param {boolean} checked */
function radio(name, value, text, checked) {
  const input = html("input", { type: "radio", name, value });
  input.checked = checked;
  return html("label", { class: "radio" }, [input, html("span", { text })]);
}
