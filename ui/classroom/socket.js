/**
 * The connection of a seat or of the teacher to the class: it comes back by itself after every break, as long as the
 * class is there, and says answers again until the server has acknowledged them.
 *
 *     connecting ⇄ open → ended | removed | unknown | full | silent
 */

import { unpack } from "../link/frame.js";

/**
 * unknown: no such class or seat. full: too many are here, or too many codes were tried. silent: nobody said a name.
 * @typedef {"connecting"|"open"|"ended"|"removed"|"unknown"|"full"|"silent"} State
 *
 * @typedef {object} Listener
 * @property {(message: any) => void} onMessage what the server says
 * @property {(header: any, arrays: Record<string, {data: any, shape: number[]}>) => void} onFrame
 * @property {(state: State, reason: string) => void} onState reason: the server's own words, or ""
 *
 * @typedef {{kind: "answer", id: string, question: number, round: number, value: number}} Answer
 */

const PROTOCOL = "netsketch";
/** Milliseconds from a break to the next attempt; a restarted server has everybody back within seconds. */
const PAUSES = [500, 1000, 2000, 3000, 5000];
const OPENING = 6000; // milliseconds an attempt may take
const UNANSWERED = 6000; // milliseconds without an acknowledgement after which a connection counts as broken
const ASLEEP = 30000; // milliseconds out of sight after which a phone may have lost it unnoticed
/** Why the server closes a connection for good. @type {Record<number, State>} */
const ENDS = { 4404: "unknown", 4408: "silent", 4410: "removed", 4429: "full" };

export class ClassSocket {
  /**
   * @param {string} address
   * @param {string} token what opens it: "join", "s." and a seat's secret, or "t." and the teacher's
   * @param {Listener} listener
   */
  constructor(address, token, listener) {
    this.address = address;
    this.token = token;
    this.listener = listener;
    /** @type {State} */
    this.state = "connecting";
    /** @type {WebSocket|null} */
    this.socket = null;
    this.attempts = 0;
    /** Answers that nobody has acknowledged, by id. @type {Map<string, Answer>} */
    this.unacknowledged = new Map();
    this.ids = 0;
    /** Tells the ids of this page from those of one before a reload. */
    this.page = Date.now().toString(36);
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.watch = undefined;
    this.hidden = 0;
    this.listening = new AbortController();
    this.#listen();
    this.#connect();
  }

  /** Whether it comes back by itself, or is there. */
  get alive() {
    return this.state === "connecting" || this.state === "open";
  }

  /**
   * Says something once; it is lost while there is no connection.
   * @param {{kind: string} & Record<string, any>} message
   * @returns {boolean} whether it went out
   */
  send(message) {
    if (this.state !== "open") return false;
    this.socket?.send(JSON.stringify(message));
    return true;
  }

  /** Says an answer until it is acknowledged; a newer one to the same round takes its place. @param {Omit<Answer, "id"|"kind">} given */
  answer({ question, round, value }) {
    for (const [id, old] of this.unacknowledged) {
      if (old.question === question && old.round === round) this.unacknowledged.delete(id);
    }
    this.ids += 1;
    const id = `${this.page}.${this.ids}`;
    /** @type {Answer} */
    const answer = { kind: "answer", id, question, round, value };
    this.unacknowledged.set(id, answer);
    if (this.send(answer)) this.#watch();
  }

  /** An answer that is on its way. @param {number} question @param {number} round */
  unacknowledgedFor(question, round) {
    return [...this.unacknowledged.values()].find((answer) => answer.question === question && answer.round === round);
  }

  close() {
    this.#leave();
    this.#end("ended", "");
  }

  // ---- the connection ----------------------------------------------------------------------------------------

  #connect() {
    this.#leave();
    this.#tell("connecting", "");
    const socket = new WebSocket(this.address, [PROTOCOL, this.token]); // nothing secret stands in an address
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket === this.socket && this.#opened();
    socket.onmessage = ({ data }) => socket === this.socket && this.#take(data);
    socket.onclose = ({ code, reason }) => socket === this.socket && this.#closed(code, reason);
    this.socket = socket;
    this.timer = setTimeout(() => this.#lost(), OPENING);
  }

  #opened() {
    clearTimeout(this.timer);
    this.#tell("open", "");
    for (const answer of this.unacknowledged.values()) this.send(answer);
    this.#watch();
  }

  /** @param {string|ArrayBuffer} data */
  #take(data) {
    this.attempts = 0;
    if (typeof data !== "string") {
      const { header, arrays } = unpack(new Uint8Array(data));
      this.listener.onFrame(header, arrays);
      return;
    }
    const message = JSON.parse(data);
    if (message.kind === "ack") this.unacknowledged.delete(message.id);
    if (message.kind === "refused" && message.id) this.unacknowledged.delete(message.id);
    if (!this.unacknowledged.size) clearTimeout(this.watch);
    this.listener.onMessage(message);
    if (message.kind === "ended") this.#end("ended", "");
  }

  /** @param {number} code @param {string} reason */
  #closed(code, reason) {
    if (ENDS[code]) this.#end(ENDS[code], reason);
    else this.#lost();
  }

  /** Try again after a pause that grows; not all of a class in the same moment. */
  #lost() {
    this.#leave();
    this.#tell("connecting", "");
    const pause = PAUSES[Math.min(this.attempts, PAUSES.length - 1)];
    this.attempts += 1;
    this.timer = setTimeout(() => this.#connect(), pause * (0.8 + 0.2 * Math.random()));
  }

  /** Let the socket go without hearing of it again. */
  #leave() {
    clearTimeout(this.timer);
    clearTimeout(this.watch);
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  /** @param {State} state @param {string} reason */
  #end(state, reason) {
    if (!this.alive) return;
    this.#leave();
    this.listening.abort();
    this.#tell(state, reason);
  }

  /** @param {State} state @param {string} reason */
  #tell(state, reason) {
    if (state === this.state && reason === "") return;
    this.state = state;
    this.listener.onState(state, reason);
  }

  #watch() {
    clearTimeout(this.watch);
    if (this.unacknowledged.size) this.watch = setTimeout(() => this.#lost(), UNANSWERED);
  }

  /** A phone that wakes up or has a network again doesn't wait for the next attempt. */
  #listen() {
    const { signal } = this.listening;
    const hurry = () => this.state === "connecting" && !this.socket && this.#connect();
    globalThis.addEventListener("online", hurry, { signal });
    const turned = () => {
      if (document.hidden) this.hidden = Date.now();
      else if (this.state === "open" && Date.now() - this.hidden > ASLEEP) this.#connect();
      else hurry();
    };
    globalThis.addEventListener("visibilitychange", turned, { signal });
  }
}
