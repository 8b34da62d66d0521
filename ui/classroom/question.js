/** The question on a seat's page: its field or its choices, what became of the answer, the result. */

import { parse, write } from "../canvas/format.js";
import { html, setText } from "../canvas/svg.js";
import { isTyping, plainButton } from "./dialog.js";
import { histogram } from "./histogram.js";
import { answerWords, countdown, questionTitle, roundWords } from "./words.js";

/** @typedef {import("./words.js").Question} Question */

/** Digits of an answer that is shown again. */
const DIGITS = 6;
const NO_NUMBER = "Write a number, such as −0.5 or 1.2e-3.";

/**
 * One's own answer to the question that is shown.
 * @typedef {object} Mine
 * @property {number|null} value
 * @property {boolean} sending whether it is on its way
 * @property {boolean} connected
 */

export class QuestionCard {
  /** @param {(question: Question, value: number) => void} onAnswer */
  constructor(onAnswer) {
    this.onAnswer = onAnswer;
    this.title = html("h2", { id: "question-title" });
    this.clock = html("span", { class: "clock" });
    this.text = html("p", { class: "question", id: "question-text" });
    this.round = html("p", { class: "again" });
    this.fields = html("div", { class: "fields" });
    this.note = html("p", { class: "note", role: "status" });
    this.result = html("div", { class: "result" });
    this.root = html("section", { class: "card", "aria-labelledby": "question-title", hidden: "" }, [
      html("div", { class: "line" }, [this.title, this.clock]),
      this.text,
      this.round,
      this.fields,
      this.note,
      this.result,
    ]);
    /** @type {Question|null} */
    this.question = null;
    /** Marks the answer that is given. @type {(value: number|null, open: boolean) => void} */
    this.mark = () => {};
    /** One's answers by question and round. @type {Map<string, number|null>} */
    this.given = new Map();
    this.deadline = 0;
    /** What the result was drawn of. */
    this.drawn = "";
  }

  /** @param {Question|null} question @param {Mine} mine */
  show(question, mine) {
    const before = this.question;
    this.question = question;
    this.root.hidden = question === null;
    if (!question) return;
    const { number, round, open, closes, revealed } = question;
    const fresh = before?.number !== number || before.round !== round;
    if (fresh) this.#begin(question, mine);
    this.deadline = closes === null ? 0 : performance.now() + 1000 * closes;
    this.given.set(keyOf(number, round), mine.value);
    setText(this.round, roundWords(question));
    this.fields.hidden = revealed !== null;
    this.mark(mine.value, open);
    this.#say(answerWords(question, { ...mine, has: mine.value !== null }));
    this.#draw(question);
    this.tick();
    if (fresh && open && !isTyping()) this.#focus();
  }

  /** Follow the clock. */
  tick() {
    const { question, deadline } = this;
    const counts = question?.open && deadline;
    setText(this.clock, counts ? countdown((deadline - performance.now()) / 1000) : "");
  }

  /** @param {Question} question @param {Mine} mine */
  #begin(question, mine) {
    setText(this.title, questionTitle(question.number, question.round));
    setText(this.text, question.text);
    this.drawn = "";
    this.result.replaceChildren();
    if (question.kind === "number") this.#number(question, mine.value);
    else this.#choices(question);
  }

  /** @param {Question} question @param {number|null} value */
  #number(question, value) {
    const field = html("input", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      maxlength: 40,
      "aria-labelledby": "question-text question-unit",
    });
    field.value = value === null ? "" : write(value, DIGITS);
    const unit = html("span", { class: "unit", id: "question-unit", text: question.unit });
    const send = html("button", { type: "submit", class: "strong", text: "Send" });
    const form = html("form", { class: "number", novalidate: "" }, [field, unit, send]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = parse(field.value.replace(/\s*%\s*$/, ""));
      field.toggleAttribute("aria-invalid", Number.isNaN(typed));
      if (Number.isNaN(typed)) this.#say(NO_NUMBER);
      else this.onAnswer(question, typed);
    });
    this.fields.replaceChildren(form);
    this.mark = (value, open) => {
      field.disabled = !open;
      send.disabled = !open;
      setText(send, value === null ? "Send" : "Change");
    };
  }

  /** @param {Question} question */
  #choices(question) {
    const buttons = question.choices.map((text, at) => {
      const choice = plainButton(text, "choice");
      choice.addEventListener("click", () => this.onAnswer(question, at));
      return choice;
    });
    const attributes = { class: "choices", role: "group", "aria-labelledby": "question-text", tabindex: -1 };
    this.fields.replaceChildren(html("div", attributes, buttons));
    this.mark = (value, open) => {
      buttons.forEach((button, at) => {
        button.setAttribute("aria-pressed", String(at === value));
        button.disabled = !open;
      });
    };
  }

  /** @param {Question} question */
  #draw({ number, round, kind, unit, revealed }) {
    const now = this.given.get(keyOf(number, round)) ?? null;
    const before = this.given.get(keyOf(number, round - 1)) ?? null;
    const shown = JSON.stringify([revealed, now, before]);
    if (!revealed || shown === this.drawn) {
      if (!revealed) this.result.replaceChildren();
      this.drawn = shown;
      return;
    }
    this.drawn = shown;
    this.result.replaceChildren(histogram(revealed, { kind, unit }, { now, before }));
  }

  /** @param {string} text */
  #say(text) {
    setText(this.note, text);
  }

  #focus() {
    const field = /** @type {HTMLElement|null} */ (this.fields.querySelector("input, [tabindex]"));
    field?.focus();
  }
}

/** @param {number} number @param {number} round */
function keyOf(number, round) {
  return `${number}.${round}`;
}
