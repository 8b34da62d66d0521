/** What the teacher sees of questions: the one that is asked now with what can be done, and those before it. */

import { html, setAttribute, setText } from "../canvas/svg.js";
import { confirmFirst, plainButton } from "./dialog.js";
import { histogram } from "./histogram.js";
import { answeredWords, countdown, questionTitle, stageWords } from "./words.js";

/**
 * A question in the history, whose results the teacher sees before the class does.
 * @typedef {Omit<import("./words.js").Question, "revealed"> & {revealed: boolean, results: import("./words.js").Revealed}} Asked
 */

export class Asking {
  /** @param {HTMLElement} page for dialogs @param {(message: {kind: string}) => void} send */
  constructor(page, send) {
    this.title = html("h3");
    this.stage = html("span", { class: "stage-words" });
    this.clock = html("span", { class: "clock" });
    this.text = html("p", { class: "question" });
    this.answered = html("p", { class: "answered" });
    /** @param {string} text @param {string} kind @param {string} [classes] */
    const act = (text, kind, classes) => {
      const button = plainButton(text, classes);
      button.addEventListener("click", () => send({ kind }));
      return button;
    };
    this.close = act("Close", "close");
    this.reveal = act("Reveal the result", "reveal", "strong");
    this.again = act("Ask again", "again");
    this.again.title = "The same question once more, after the neighbours have talked";
    this.withdraw = plainButton("Withdraw");
    this.withdraw.addEventListener("click", () => {
      const text = "It leaves all pages; its answers stay in the history.";
      confirmFirst(page, { title: "Withdraw the question?", text, yes: "Withdraw" }, () => send({ kind: "withdraw" }));
    });
    this.preview = html("details", { class: "preview" }, [html("summary", { text: "Answers so far, for you alone" })]);
    this.bars = html("div");
    this.preview.append(this.bars);
    this.result = html("div");
    this.root = html("div", { class: "card asked", hidden: "" }, [
      html("div", { class: "line" }, [this.title, this.stage]),
      this.text,
      html("div", { class: "line" }, [this.answered, this.clock]),
      html("div", { class: "buttons" }, [this.reveal, this.close, this.again, this.withdraw]),
      this.preview,
      this.result,
    ]);
    this.deadline = 0;
    this.drawn = "";
  }

  /** @param {import("./words.js").Question|null} question @param {number} seats @param {Asked|undefined} known the same in the history */
  show(question, seats, known) {
    this.root.hidden = question === null;
    if (!question) {
      this.deadline = 0;
      return;
    }
    setText(this.title, questionTitle(question.number, question.round));
    setText(this.stage, stageWords(question));
    setText(this.text, question.text);
    setText(this.answered, answeredWords(question.answered, seats));
    this.deadline = question.open && question.closes !== null ? performance.now() + 1000 * question.closes : 0;
    this.#offer(question);
    this.preview.hidden = question.revealed !== null;
    this.#draw(question, known);
    this.tick();
  }

  /** Only what can be done; the keyboard's focus goes on where its button goes. @param {import("./words.js").Question} question */
  #offer({ open, revealed, round }) {
    const buttons = [this.reveal, this.close, this.again, this.withdraw];
    const had = buttons.find((button) => button === document.activeElement);
    this.close.hidden = !open;
    this.reveal.hidden = revealed !== null;
    this.again.hidden = round > 1;
    if (had?.hidden) buttons.find((button) => !button.hidden)?.focus();
  }

  /** Follow the clock. */
  tick() {
    setText(this.clock, this.deadline ? countdown((this.deadline - performance.now()) / 1000) : "");
  }

  /** @param {import("./words.js").Question} question @param {Asked|undefined} known */
  #draw(question, known) {
    const shown = JSON.stringify([question.number, question.revealed, known?.results]);
    if (shown === this.drawn) return;
    this.drawn = shown;
    this.result.replaceChildren(...(question.revealed ? [histogram(question.revealed, question)] : []));
    this.bars.replaceChildren(...(known?.results.bins.length ? [histogram(known.results, question)] : []));
  }
}

export class History {
  /** @param {(which: "csv"|"html") => void} onSave */
  constructor(onSave) {
    const csv = plainButton("Save all answers as CSV");
    const page = plainButton("Save a summary as HTML");
    csv.addEventListener("click", () => onSave("csv"));
    page.addEventListener("click", () => onSave("html"));
    this.list = html("div", { class: "list" });
    this.root = html("details", { class: "history", hidden: "" }, [
      html("summary", { text: "Questions so far" }),
      this.list,
      html("div", { class: "buttons" }, [csv, page]),
    ]);
    this.drawn = "";
  }

  /** @param {Asked[]} questions */
  show(questions) {
    const drawn = JSON.stringify(questions.map((asked) => ({ ...asked, closes: null })));
    this.root.hidden = !questions.length;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const open = new Set(
      [...this.list.querySelectorAll("details[open]")].map((each) => each.getAttribute("data-number")),
    );
    this.list.replaceChildren(
      ...questions.toReversed().map((asked) => {
        const summary = html("summary", { text: `${asked.number}. ${asked.text}` });
        const each = html("details", { "data-number": asked.number }, [summary, histogram(asked.results, asked)]);
        if (open.has(String(asked.number))) setAttribute(each, "open", "");
        return each;
      }),
    );
  }
}
