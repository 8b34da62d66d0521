/**
 * The teacher's page of a class, for a second window or a phone: the code to join with, what the students' pages show,
 * questions, a look around, who is here. What only the teacher knows comes after the # of its address.
 */

import { html, setAttribute, setText } from "../canvas/svg.js";
import { fileName, saveFile } from "../share/files.js";
import { tokens } from "../theme.js";
import { classAddress, socketAddress } from "./address.js";
import { section, toggle } from "./areas.js";
import { Asking, History } from "./asking.js";
import { Composer } from "./composer.js";
import { confirmFirst, isTyping, openDialog, plainButton } from "./dialog.js";
import { makeEntrance } from "./entrance.js";
import { makeFollowing } from "./following.js";
import { teacherSecret } from "./kept.js";
import { Prepared } from "./prepared.js";
import { makeSeats } from "./seats.js";
import { ClassSocket } from "./socket.js";
import { Wall } from "./wall.js";
import { endWords } from "./words.js";

/** @typedef {import("./words.js").TeacherState} TeacherState */
/** @typedef {import("./words.js").SeatOfClass} SeatOfClass */

export const styles = ["classroom/class.css", "classroom/control.css"];

const TICK = 500; // milliseconds between two looks at the clock
const KEYS = "Keys: F follow me, B black screen, A ask, R reveal, W wall";

export default class Control {
  /** @param {StreamlitComponent<{code: string, base: string}>} component */
  constructor({ data: { code, base }, parentElement }) {
    this.code = code;
    this.base = base;
    /** @type {TeacherState|null} */
    this.state = null;
    /** Kind of the summary that is asked for. @type {"csv"|"html"|""} */
    this.saving = "";
    this.wallOn = false;
    this.root = html("div", { class: "ns-class control" });
    parentElement.append(this.root);
    this.said = html("div", { class: "said", "aria-live": "polite" });
    this.banner = html("p", { class: "banner", role: "status", text: "Connecting …" });
    this.connected = false;
    this.door = makeEntrance(classAddress(base), code, () => this.#enlarge());
    this.following = makeFollowing(this.root, (message) => this.#send(message));
    this.asking = new Asking(this.root, ({ kind }) =>
      this.#send(kind === "again" ? { kind, seconds: this.seconds } : { kind }),
    );
    /** The countdown of the last question, which holds for its second round as well. @type {number|null} */
    this.seconds = null;
    this.composer = new Composer((question, seconds) => {
      this.seconds = seconds;
      return this.#send({ kind: "ask", question, seconds });
    });
    this.prepared = new Prepared((question) => this.composer.ask(question));
    this.history = new History((which) => this.#save(which));
    this.wall = new Wall(this.root, tokens(this.root), (message) => this.#send(message));
    this.wallSwitch = toggle("Wall of boards");
    this.wallSwitch.addEventListener("click", () => this.#lookAround(!this.wallOn));
    this.seats = makeSeats((seat) => this.#remove(seat));
    this.#build();
    this.listening = new AbortController();
    document.addEventListener("keydown", (event) => this.#key(event), { signal: this.listening.signal });
    this.clock = setInterval(() => this.#tick(), TICK);
    document.title = `Class ${code}: control`;
    this.socket = new ClassSocket(socketAddress(base, code), `t.${teacherSecret(code)}`, {
      onMessage: (message) => this.#hear(message),
      onFrame: (header, arrays) => this.#frame(header, arrays),
      onState: (state, reason) => this.#connection(state, reason),
    });
  }

  /** Also called when the device turns dark or light. */
  update() {
    const colours = tokens(this.root);
    this.following.plane.colours(colours);
    this.wall.colours(colours);
  }

  destroy() {
    clearInterval(this.clock);
    this.listening.abort();
    this.socket.close();
    this.following.plane.stop();
  }

  #build() {
    const ask = section("Ask", [this.asking.root, this.prepared.root, this.composer.root, this.history.root]);
    const around = section("Look around", [this.wall.root], this.wallSwitch);
    const end = plainButton("End the class", "bad");
    end.addEventListener("click", () => this.#endClass());
    const keys = html("p", { class: "keys-line quiet", text: KEYS });
    const left = html("div", { class: "column" }, [this.following.root, ask]);
    const right = html("div", { class: "column" }, [around, this.seats.root]);
    const foot = html("footer", { class: "line" }, [keys, end]);
    const main = html("div", { class: "columns" }, [left, right]);
    this.root.append(this.door.root, this.banner, main, foot, this.said);
    this.wall.root.hidden = true;
  }

  // ---- the connection ----------------------------------------------------------------------------------------

  /** @param {{kind: string} & Record<string, any>} message @returns {boolean} whether it went out */
  #send(message) {
    const sent = this.socket.send(message);
    this.#tell(sent ? "" : "There is no connection now; try again in a moment.");
    return sent;
  }

  /** @param {import("./socket.js").State} state @param {string} reason */
  #connection(state, reason) {
    if (state === "open") {
      if (this.connected) this.#say("Connected again.");
      this.connected = true;
      this.#tell("");
      if (this.wallOn) this.#send({ kind: "wall", on: true });
    } else if (state === "connecting") {
      this.#tell(this.connected ? "Connecting again …" : "Connecting …");
    } else this.#end(state, reason);
  }

  /** @param {any} message of the server */
  #hear(message) {
    if (message.kind === "state") this.#show(message);
    else if (message.kind === "values") this.composer.offer(message.values);
    else if (message.kind === "summary") this.#saved(message);
    else if (message.kind === "refused") this.#tell(message.text);
  }

  /** @param {any} header @param {any} arrays */
  #frame(header, arrays) {
    if (header.kind === "wall") this.wall.show(header.boards, arrays);
    else this.following.frame(header, arrays);
  }

  /** @param {import("./socket.js").State} state @param {string} reason */
  #end(state, reason) {
    const unknown = "This page opens from the app: choose “Control” there once more.";
    const { title, text } =
      state === "unknown" ? { title: "This is not your class", text: unknown } : endWords(state, reason);
    const app = html("a", { class: "button strong", href: `${this.base}/`, text: "Open the app" });
    const heading = html("h1", { text: title, tabindex: -1 });
    this.root.replaceChildren(html("div", { class: "gone" }, [heading, html("p", { text }), app]));
    heading.focus();
    clearInterval(this.clock);
    this.listening.abort();
  }

  // ---- showing -----------------------------------------------------------------------------------------------

  /** @param {TeacherState} state */
  #show(state) {
    const before = this.state;
    this.state = state;
    const here = state.seats.filter((seat) => seat.here).length;
    this.door.show(state.title, state.qr ?? "", here);
    this.following.show(state);
    this.composer.fold(state.question?.number ?? 0);
    const known = state.questions.find(({ number }) => number === state.question?.number);
    this.asking.show(state.question, state.seats.length, known);
    this.composer.offer(state.values);
    this.history.show(state.questions);
    this.prepared.show(
      state.prepared,
      state.questions.map(({ text }) => text),
    );
    this.seats.show(state.seats, state.question !== null);
    if (!state.live) this.#tell("Your board is not here: open the app in the window in which you started the class.");
    else if (before && !before.live) this.#tell("");
    const [old, question] = [before?.question, state.question];
    if (question && old?.number === question.number && old.open && !question.open) this.#say("The question is closed.");
  }

  #tick() {
    this.asking.tick();
    this.following.tick();
  }

  /** @param {string} text a notice for everybody; "" takes it away */
  #tell(text) {
    setText(this.banner, text);
    this.banner.hidden = !text;
  }

  /** @param {string} text for screen readers */
  #say(text) {
    this.said.textContent = text;
  }

  // ---- what the teacher does ---------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping() || this.root.querySelector("dialog[open]")) return;
    /** @type {Record<string, () => void>} */
    const acts = {
      f: () => this.following.follow.click(),
      b: () => this.following.black.click(),
      a: () => this.composer.focus(),
      r: () => this.asking.reveal.click(),
      w: () => this.wallSwitch.click(),
    };
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** @param {boolean} on */
  #lookAround(on) {
    if (!this.#send({ kind: "wall", on })) return;
    this.wallOn = on;
    setAttribute(this.wallSwitch, "aria-pressed", String(on));
    this.wall.root.hidden = !on;
  }

  /** @param {SeatOfClass} seat */
  #remove({ seat, nickname }) {
    const words = {
      title: `Remove ${nickname}?`,
      text: "The seat is given up and its answers go. Whoever has the code can join again.",
      yes: "Remove",
    };
    confirmFirst(this.root, words, () => this.#send({ kind: "remove", seat }));
  }

  #endClass() {
    const words = {
      title: "End the class?",
      text: "All seats leave, and all questions and answers are deleted. Save the summary before, if you want to keep them.",
      yes: "End the class",
    };
    confirmFirst(this.root, words, () => this.#send({ kind: "end" }));
  }

  #enlarge() {
    const { code, qr } = this.door.large();
    const dialog = openDialog(this.root, "Join the class", [code, qr], [plainButton("Close")]);
    dialog.classList.add("large-code");
  }

  /** @param {"csv"|"html"} which */
  #save(which) {
    if (this.#send({ kind: "summary" })) this.saving = which;
  }

  /** @param {{csv: string, html: string}} summary */
  #saved(summary) {
    if (!this.saving) return;
    const type = { csv: "text/csv", html: "text/html" }[this.saving];
    saveFile(fileName(["class", this.state?.title ?? ""], this.saving), summary[this.saving], type);
    this.saving = "";
  }
}
