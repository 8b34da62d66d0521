/** What a seat sees of its class: notices, the question, the board. */

import { html, setText } from "../canvas/svg.js";
import { Board } from "./board.js";
import { plainButton } from "./dialog.js";
import { QuestionCard } from "./question.js";
import { boardWords, liveWords } from "./words.js";

/** @typedef {import("./words.js").SeatState} SeatState */

export class Room {
  /**
   * @param {string} nickname
   * @param {string} code
   * @param {{answer: (question: import("./words.js").Question, value: number) => void, take: () => void, leave: () => void}} acts
   */
  constructor(nickname, code, { answer, take, leave }) {
    this.title = html("h1", { text: `Class ${code}` });
    const leaving = plainButton("Leave");
    leaving.addEventListener("click", leave);
    const who = html("p", { text: `You are ${nickname}, in class ${code}` });
    const top = html("header", { class: "top" }, [html("div", {}, [this.title, who]), leaving]);
    this.connection = html("p", { class: "banner", hidden: "" });
    this.away = html("p", { class: "banner", hidden: "" });
    this.notice = html("div", { class: "banner offer", hidden: "" });
    this.card = new QuestionCard(answer);
    this.taking = plainButton("Take it over", "strong");
    this.taking.title = "Opens a copy of the board in another tab, for you to change";
    this.taking.addEventListener("click", take);
    this.heading = html("h2", { text: "The board" });
    this.words = html("p", { class: "empty" });
    this.place = html("div", { class: "place" });
    const section = html("section", { class: "follow", "aria-label": "The board" }, [
      html("div", { class: "line" }, [this.heading, this.taking]),
      this.words,
      this.place,
    ]);
    this.work = html("div", { class: "work" }, [top, this.connection, this.away, this.notice, this.card.root, section]);
    this.black = html("div", { class: "black", hidden: "" }, [html("p", { text: "Look at the front" })]);
    this.root = html("div", { class: "room" }, [this.work, this.black]);
    /** @type {Board|null} */
    this.board = null;
    this.wasConnected = false;
  }

  /** @param {SeatState} state */
  show(state) {
    setText(this.title, state.title);
    setText(this.away, liveWords(state));
    this.away.hidden = state.live;
    const words = boardWords(state, this.board?.drawn ?? false);
    setText(this.words, words);
    this.words.hidden = !words;
    this.place.hidden = Boolean(words);
    this.taking.hidden = Boolean(words);
    this.black.hidden = !state.black;
    this.work.inert = state.black;
  }

  /** @param {any} header @param {any} arrays */
  frame(header, arrays) {
    this.board ??= new Board(this.place);
    this.place.hidden = false;
    this.board.show(header, arrays);
  }

  /** @param {boolean} is @param {(text: string) => void} say */
  connected(is, say) {
    const text = this.wasConnected ? "Connecting again … What you answer is kept and sent then." : "Connecting …";
    if (is && this.wasConnected && !this.connection.hidden) say("Connected again.");
    if (!is && this.wasConnected) say(text);
    setText(this.connection, text);
    this.connection.hidden = is;
    this.wasConnected ||= is;
  }

  /** @param {string} text */
  tell(text) {
    this.notice.replaceChildren(html("p", { text }), this.#dismissal("Close"));
    this.notice.hidden = false;
  }

  /** @param {string} text @param {string} address of a board to open */
  offer(text, address) {
    const open = html("a", {
      class: "button strong",
      href: address,
      target: "_blank",
      rel: "noopener",
      text: "Open it",
    });
    this.notice.replaceChildren(html("p", { text }), open, this.#dismissal("Close"));
    this.notice.hidden = false;
  }

  /** @param {string} text */
  #dismissal(text) {
    const close = plainButton(text);
    close.addEventListener("click", () => (this.notice.hidden = true));
    return close;
  }
}
