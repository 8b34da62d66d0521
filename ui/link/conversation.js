/**
 * A view's conversation with Python (ui/core/conversation.py): edits go up until they are acknowledged, frames come
 * down. It paces nothing by itself; what it keeps of the session outlives a reload (storage.js).
 */

import { Channel } from "./channel.js";
import { Loop } from "./loop.js";
import { tell } from "../prepare/mission.js";
import { keep, keepPending, keptParts, mayReload, restoring, takePending } from "./storage.js";

/**
 * What every frame says, beside what there is to show.
 * @typedef {object} Envelope
 * @property {string} visit name of the session
 * @property {string} page
 * @property {string} keptAs under which name the session is kept
 * @property {string} client
 * @property {number} reply
 * @property {number} ack
 * @property {{n: number, text: string}[]} refused
 * @property {number} version of the drawing
 * @property {{undo: boolean, redo: boolean}} history
 * @property {import("../prepare/mission.js").Verdict} [mission] how far a prepared mission is
 * @property {import("./storage.js").SessionRecord|null} [record]
 *
 * @typedef {Record<string, {data: any, shape: number[]}>} Arrays
 *
 * What a view asks for beside its edits; see ui/core/request.py.
 * @typedef {{play?: {unit: string, count: number}|null, have?: object, want?: object}} Wishes
 *
 * @typedef {object} How
 * @property {(header: any, arrays: Arrays) => void} show
 * @property {(text: string) => void} refuse says why an edit was not done
 * @property {(edits: object[]) => Wishes} [wishes] asked for each request
 * @property {() => any} [held] what else goes on after the page has reloaded itself
 * @property {(held: any) => void} [goOn]
 * @property {number} [most] requests in flight
 */

const REST = 150; // milliseconds of rest until the tab keeps what was done
const OFTEN = 2000; // milliseconds between two records while edits or training go on
const ROUNDS = 2; // rounds without an answer after which the page reloads itself

export class Conversation {
  /** @param {How} how */
  constructor({ show, refuse, wishes = () => ({}), held = () => null, goOn = () => {}, most = 1 }) {
    this.how = { show, refuse, wishes, held, goOn };
    this.channel = new Channel((header, arrays) => this.#receive(header, arrays));
    this.loop = new Loop({
      send: (request) => this.#send(request),
      onFrame: (frame) => this.#show(/** @type {any} */ (frame)),
      onSilence: (rounds) => this.#silent(rounds),
      most,
    });
    /** Whether edits may leave: what an earlier life of the tab has left is restored and shown. */
    this.ready = false;
    this.restored = !restoring.needed;
    this.asked = 0;
    this.visit = "";
    this.page = "";
    this.keptAs = "";
    this.version = 0;
    this.refused = 0;
    this.recorded = 0;
    this.silence = 0;
    this.timer = 0;
    this.resting = false;
    if (!this.restored) restoring.then(() => this.#restored());
  }

  /** True when everything that was done has come back from Python. */
  get settled() {
    return this.loop.settled;
  }

  get inFlight() {
    return this.loop.inFlight;
  }

  /** What Streamlit brings. @param {StreamlitComponent<Uint8Array>} component */
  update(component) {
    this.channel.update(component);
  }

  /** Sends an edit; see Loop.push. @param {import("./loop.js").NewEdit} edit */
  push(edit) {
    return this.loop.push(edit);
  }

  /** Sends a request unless as many as `most` are on their way. @param {number} [most] */
  ask(most = 1) {
    this.loop.ask(most);
  }

  /** Milliseconds from a request to its answer. */
  get trip() {
    return this.loop.trip;
  }

  /** Whether a frame answers a request of this view. @param {Envelope} header */
  isOurs(header) {
    return header.client === this.loop.client;
  }

  destroy() {
    this.loop.stop();
    this.channel.destroy();
    clearTimeout(this.timer);
  }

  // ---- asking ------------------------------------------------------------------------------------------------

  /** @param {{id: number, client: string, edits: object[]}} request */
  #send(request) {
    const edits = this.ready ? request.edits : [];
    const { play = null, have = {}, want = {} } = this.how.wishes(edits);
    const now = performance.now();
    const often = this.channel.direct ? OFTEN : REST; // without a socket a request of its own costs a run of the script
    const record = this.ready && (this.resting || now - this.recorded >= often);
    if (record) this.recorded = now;
    this.resting = false;
    this.channel.send({
      ...request,
      visit: this.visit,
      edits,
      play: this.ready ? play : null,
      have: record ? { ...have, ...keptParts(this.keptAs, this.visit) } : have,
      want: { ...want, record },
    });
  }

  /** Once nothing has been done for a while, the tab keeps how things stand. */
  #rest() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.inFlight || !this.settled) return; // the next frame is on its way
      this.resting = true;
      this.ask();
    }, REST);
  }

  // ---- showing -----------------------------------------------------------------------------------------------

  /** @param {Envelope} header @param {Arrays} arrays */
  #receive(header, arrays) {
    const first = this.visit === "";
    if (!first && header.visit !== this.visit) this.loop.rebase(header.version); // for another session now
    ({ visit: this.visit, page: this.page, keptAs: this.keptAs, version: this.version } = header);
    this.loop.receive({ ...header, arrays });
    if (first) this.#meet(header.reply);
  }

  /** @param {Envelope & {arrays: Arrays}} frame */
  #show({ arrays, ...header }) {
    if (header.record) keep(header.keptAs, header.record);
    if (header.mission) tell(header.mission);
    if (header.record === undefined) this.#rest();
    this.how.show(header, arrays);
    if (this.isOurs(header)) this.#ours(header);
  }

  /** @param {Envelope} header of an answer to a request of this view */
  #ours({ refused, reply }) {
    for (const { n, text } of refused) {
      if (n <= this.refused) continue;
      this.refused = n;
      this.how.refuse(text);
    }
    this.#meet(reply);
  }

  // ---- after a reload or a restart of the server -------------------------------------------------------------

  /** What was kept is back in the session; the answer to the next request shows it. */
  #restored() {
    this.restored = true;
    this.asked = this.loop.id + 1;
    if (this.visit) this.ask();
  }

  /** Begins once a frame shows what was restored. @param {number} reply the request that it answers */
  #meet(reply) {
    if (this.ready || !this.restored) return;
    if (reply < this.asked) this.ask();
    else this.#begin();
  }

  #begin() {
    this.ready = true;
    const pending = takePending(this.#name);
    if (!pending) return;
    for (const { n, ...edit } of pending.edits) this.push("base" in edit ? { ...edit, base: this.version } : edit);
    this.how.goOn(pending.held);
  }

  /**
   * Nobody answers although Streamlit has its connection: the server was started anew and knows nothing of this page.
   * Loading it again helps; what is kept goes on, and so do the edits that nobody has acknowledged.
   * @param {number} rounds
   */
  #silent(rounds) {
    const app = document.querySelector("[data-test-connection-state]");
    if (app?.getAttribute("data-test-connection-state") !== "CONNECTED") this.silence = rounds;
    else if (rounds - this.silence >= ROUNDS && mayReload()) {
      keepPending(this.#name, { edits: this.loop.edits, held: this.how.held() });
      location.reload();
    }
  }

  get #name() {
    return `${this.page} ${this.keptAs}`;
  }
}
