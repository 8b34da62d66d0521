/**
 * A student's page of a class: type the code, choose a nickname, see the teacher's board, answer questions, take the
 * board over into the usual app. It comes without Streamlit and Plotly, so that a phone shows it at once.
 */

import { html } from "../canvas/svg.js";
import { tokens } from "../theme.js";
import { boardAddress, classAddress, codeOf, socketAddress } from "./address.js";
import { confirmFirst, plainButton } from "./dialog.js";
import { makeDoor } from "./door.js";
import { forgetSeat, keepSeat, keptSeat } from "./kept.js";
import { Room } from "./room.js";
import { ClassSocket } from "./socket.js";
import { endWords, liveWords, questionTitle, resultWords, roundWords } from "./words.js";

/** @typedef {import("./words.js").SeatState} SeatState */

export const styles = ["classroom/class.css", "classroom/seat.css"];

const TICK = 250; // milliseconds between two looks at the clock
const OPENING = 8000; // milliseconds a tab waits for the board it is to open

export default class Seat {
  /** @param {StreamlitComponent<{code: string, base: string}>} component */
  constructor({ data, parentElement }) {
    this.code = data.code;
    this.base = data.base;
    this.said = html("div", { class: "said", "aria-live": "polite" });
    this.page = html("div", { class: "page" });
    this.root = html("div", { class: "ns-class seat" }, [this.page, this.said]);
    parentElement.append(this.root);
    /** @type {ClassSocket|null} */
    this.socket = null;
    /** What the class shows; null before one has joined. @type {Room|null} */
    this.room = null;
    /** @type {ReturnType<typeof makeDoor>|null} */
    this.door = null;
    /** @type {SeatState|null} */
    this.state = null;
    /** The nickname that was sent and not yet accepted. */
    this.wanted = "";
    /** A tab that waits for the board it is to open. @type {Window|null} */
    this.tab = null;
    this.clock = setInterval(() => this.room?.card.tick(), TICK);
    if (this.code) this.#arrive();
    else this.#askForCode("");
  }

  /** Also called when the device turns dark or light. */
  update() {
    this.room?.board?.colours(tokens(this.root));
  }

  destroy() {
    clearInterval(this.clock);
    this.socket?.close();
    this.room?.board?.destroy();
  }

  // ---- the door ----------------------------------------------------------------------------------------------

  /** @param {string} note why it is asked for again, or "" */
  #askForCode(note) {
    this.door = makeDoor({
      title: "Join a class",
      label: "Code of the class",
      hint: "Six letters and digits; your teacher shows them.",
      button: "Go on",
      field: { autocapitalize: "characters", maxlength: 12, class: "code" },
      onSend: (typed) => {
        if (codeOf(typed)) location.assign(classAddress(this.base, codeOf(typed)));
      },
    });
    this.door.refuse(note);
    this.#turn(this.door.root, "Join a class");
  }

  #arrive() {
    const seat = keptSeat(this.code);
    if (seat) this.#enter(seat.nickname);
    else this.#askForNickname();
    this.#connect(seat ? `s.${seat.secret}` : "join");
  }

  #askForNickname() {
    this.door = makeDoor({
      title: "Join the class",
      label: "Nickname",
      hint: "A number is fine; nothing else is asked or kept.",
      button: "Join",
      field: { maxlength: 20, autocapitalize: "words" },
      onSend: (typed) => this.#join(typed),
    });
    this.#turn(this.door.root, `Class ${this.code}`);
  }

  /** @param {string} nickname */
  #join(nickname) {
    if (!nickname) {
      this.door?.refuse("Type a nickname first; a number is fine.");
      return;
    }
    this.wanted = nickname;
    if (!this.socket) this.#connect("join");
    this.door?.wait(
      this.socket?.send({ kind: "join", nickname }) ? "Joining …" : "Joining as soon as the class answers …",
    );
  }

  // ---- the connection ----------------------------------------------------------------------------------------

  /** @param {string} token */
  #connect(token) {
    this.socket = new ClassSocket(socketAddress(this.base, this.code), token, {
      onMessage: (message) => this.#hear(message),
      onFrame: (header, arrays) => this.#frame(header, arrays),
      onState: (state, reason) => this.#connection(state, reason),
    });
  }

  /** @param {import("./socket.js").State} state @param {string} reason */
  #connection(state, reason) {
    if (state === "open" && this.wanted) this.socket?.send({ kind: "join", nickname: this.wanted });
    if (state === "silent") {
      this.socket = null; // a place is kept for a moment only; the name brings it back
      return;
    }
    if (state === "open" || state === "connecting") this.room?.connected(state === "open", (text) => this.#say(text));
    else this.#end(state, reason);
    if (this.room && this.state) this.#question(this.state);
  }

  /** @param {any} message of the server */
  #hear(message) {
    if (message.kind === "welcome") this.#welcome(message);
    else if (message.kind === "state") this.#show(message);
    else if (message.kind === "ack" && this.state) this.#question(this.state);
    else if (message.kind === "taken") this.#taken(message);
    else if (message.kind === "sent") this.#sent(message.link);
    else if (message.kind === "refused") this.#refused(message.text);
  }

  /** @param {{secret: string, nickname: string}} seat */
  #welcome({ secret, nickname }) {
    this.wanted = "";
    keepSeat(this.code, { secret, nickname });
    if (this.socket) this.socket.token = `s.${secret}`;
    this.#enter(nickname);
    this.#say("You have joined the class.");
  }

  /** @param {string} text a sentence of the server */
  #refused(text) {
    this.wanted = "";
    if (this.room) {
      this.#closeTab();
      this.room.tell(text);
      this.#say(text);
      if (this.state) this.#question(this.state);
    } else this.door?.refuse(text);
  }

  /** @param {import("./socket.js").State} state @param {string} reason */
  #end(state, reason) {
    this.#closeTab();
    if (state !== "full") forgetSeat(this.code);
    if (state === "unknown" && !this.room) {
      this.#askForCode(endWords(state, reason).text);
      return;
    }
    this.room?.board?.destroy();
    this.room = null;
    const { title, text } = endWords(state, reason);
    const again = plainButton(state === "removed" ? "Join again" : "Try again");
    again.addEventListener("click", () => location.reload());
    again.hidden = state === "ended";
    const app = html("a", { class: "button strong", href: `${this.base}/`, text: "Open the app" });
    const heading = html("h1", { text: title, tabindex: -1 });
    const buttons = html("div", { class: "buttons" }, [app, again]);
    this.#turn(html("div", { class: "door" }, [heading, html("p", { text }), buttons]), title);
    heading.focus();
  }

  // ---- in the class ------------------------------------------------------------------------------------------

  /** @param {string} nickname */
  #enter(nickname) {
    this.door = null;
    this.room = new Room(nickname, this.code, {
      answer: (question, value) => {
        this.socket?.answer({ question: question.number, round: question.round, value });
        if (this.state) this.#question(this.state);
      },
      take: () => this.#take(),
      leave: () => this.#leave(),
    });
    this.#turn(this.room.root, `Class ${this.code}`);
    this.room.connected(this.socket?.state === "open", () => {});
  }

  /** @param {SeatState} state */
  #show(state) {
    const before = this.state;
    this.state = state;
    if (!this.room) {
      this.door?.rename(state.title);
      return;
    }
    this.room.show(state);
    document.title = state.title;
    this.#question(state);
    this.#tellChange(before, state);
  }

  /** @param {SeatState} state */
  #question({ question, mine }) {
    const { room, socket } = this;
    if (!room || !socket) return;
    const waiting = question && socket.unacknowledgedFor(question.number, question.round);
    const value = waiting ? waiting.value : mine;
    room.card.show(question, { value, sending: Boolean(waiting), connected: socket.state === "open" });
  }

  /** @param {SeatState|null} before @param {SeatState} now */
  #tellChange(before, now) {
    const [old, question] = [before?.question, now.question];
    const isNew = question && (old?.number !== question.number || old.round !== question.round);
    if (isNew && question.open) {
      const { number, round, text } = question;
      this.#say([questionTitle(number, round), text, roundWords(question)].filter(Boolean).join(". "));
    }
    if (question?.revealed && (isNew || !old?.revealed)) this.#say(resultWords(question.revealed));
    if (before && before.live !== now.live) this.#say(liveWords(now) || "The teacher is back.");
    if (before?.black !== now.black && now.black) this.#say("Look at the front.");
  }

  /** @param {any} header @param {any} arrays */
  #frame(header, arrays) {
    if (header.kind === "board") this.room?.frame(header, arrays);
    if (this.state) this.room?.show(this.state);
  }

  /** Open a copy of the board of this very moment; browsers let a page open a tab only at once. */
  #take() {
    if (!this.socket?.send({ kind: "take" })) {
      this.room?.tell("There is no connection now; try again in a moment.");
      return;
    }
    this.#closeTab();
    this.tab = globalThis.open("", "_blank");
    if (this.tab) this.tab.document.title = "Your copy is on its way …";
    setTimeout(() => this.#closeTab(), OPENING);
  }

  /** @param {{link: string, token: string}} taken */
  #taken(taken) {
    const address = boardAddress(this.base, taken);
    if (this.tab) {
      this.tab.opener = null;
      this.tab.location.replace(address);
      this.tab = null;
    }
    this.room?.offer(
      "This is your own copy of the board; it opens in another tab. Come back here for questions.",
      address,
    );
  }

  /** @param {string} link */
  #sent(link) {
    const text = "The teacher sent you a board.";
    this.room?.offer(text, boardAddress(this.base, { link }));
    this.#say(text);
  }

  #closeTab() {
    this.tab?.close();
    this.tab = null;
  }

  #leave() {
    const words = { title: "Leave the class?", text: "You can join again with the code.", yes: "Leave" };
    confirmFirst(this.root, words, () => {
      this.socket?.send({ kind: "leave" });
      forgetSeat(this.code);
      location.assign(classAddress(this.base));
    });
  }

  // ---- around ------------------------------------------------------------------------------------------------

  /** @param {HTMLElement} content @param {string} title */
  #turn(content, title) {
    this.page.replaceChildren(content);
    document.title = title;
  }

  /** @param {string} text for screen readers */
  #say(text) {
    this.said.textContent = text;
  }
}
