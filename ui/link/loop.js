/**
 * The client-paced loop between a view and Python: one request in flight, edits kept until acknowledged.
 *
 * A request is {id, client, edits: [not yet acknowledged …]}. Python answers with {reply: id, client, ack: n of the last
 * edit it has seen, …}. A request that holds every unacknowledged edit can be sent again without harm, so a lost message
 * loses nothing.
 *
 * @typedef {{kind: string} & Record<string, any>} NewEdit
 * @typedef {NewEdit & {n: number}} Edit
 * @typedef {{id: number, client: string, edits: Edit[]}} Request
 * @typedef {{client: string, reply: number, ack: number} & Record<string, any>} Answer
 */

const WATCHDOG = 3000;
const TRIPS = 8;

export class Loop {
  /**
   * @param {{send: (request: Request) => void, onFrame: (frame: any) => void, onSilence?: (rounds: number) => void,
   *   watchdog?: number, most?: number}} how
   *   send puts a request on its way to Python; onFrame shows what came back; onSilence hears how many requests in a
   *   row have had no answer within the watchdog's milliseconds; most: requests in flight when there are edits, 2 where
   *   an answer may take long
   */
  constructor({ send, onFrame, onSilence = () => {}, watchdog = WATCHDOG, most = 1 }) {
    this.send = send;
    this.onFrame = onFrame;
    this.onSilence = onSilence;
    this.watchdog = watchdog;
    this.most = most;
    this.client = Math.random().toString(36).slice(2, 10);
    /** @type {Edit[]} without acknowledgement, in order */
    this.edits = [];
    this.count = 0;
    this.id = 0;
    /** The newest request that has been answered. */
    this.answered = 0;
    this.sentUpTo = 0;
    this.stopped = false;
    this.silence = 0;
    /** Milliseconds from the last few requests to their answers. @type {number[]} */
    this.trips = [];
    /** When requests left that have no answer yet. @type {Map<number, number>} */
    this.left = new Map();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
  }

  /** True while an answer is on its way. */
  get inFlight() {
    return this.answered < this.id;
  }

  /** Milliseconds from a request to its answer: the shortest lately, as a large answer says nothing about the way. */
  get trip() {
    return this.trips.length ? Math.min(...this.trips) : 0;
  }

  /** True when everything that was done has come back from Python. */
  get settled() {
    return this.edits.length === 0;
  }

  /**
   * Numbers an edit and sends it as soon as nothing is in flight. While one number is being dragged, an unsent
   * edit of the same gesture is replaced: only the latest value matters.
   * @param {NewEdit} edit
   * @returns {number} the edit's number
   */
  push(edit) {
    const last = this.edits.at(-1);
    const same =
      last &&
      last.n > this.sentUpTo &&
      edit.gesture !== undefined &&
      last.gesture === edit.gesture &&
      last.kind === edit.kind;
    if (same) this.edits.pop();
    const n = same ? last.n : (this.count += 1);
    this.edits.push({ ...edit, n });
    if (this.id - this.answered < this.most) this.#send();
    return n;
  }

  /** Sends a request unless as many as `most` are on their way. @param {number} [most] */
  ask(most = 1) {
    if (this.id - this.answered < most) this.#send();
  }

  #send() {
    if (this.stopped) return;
    this.id += 1;
    this.left.set(this.id, performance.now());
    this.sentUpTo = this.edits.at(-1)?.n ?? this.sentUpTo;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.answered = this.id;
      this.silence += 1;
      this.onSilence(this.silence);
      this.ask();
    }, this.watchdog);
    this.send({ id: this.id, client: this.client, edits: this.edits });
  }

  /** The newest request that has been answered has made its way. */
  #arrived() {
    const taken = performance.now() - (this.left.get(this.answered) ?? performance.now());
    this.trips = [...this.trips, taken].slice(-TRIPS);
    for (const id of this.left.keys()) if (id <= this.answered) this.left.delete(id);
  }

  /** Another session answers from now on: edits that wait are meant for its drawing. @param {number} version */
  rebase(version) {
    this.edits = this.edits.map((edit) => ("base" in edit ? { ...edit, base: version } : edit));
  }

  /** Takes what Python sent, whether it answers our request or another part of the page caused it. @param {Answer} frame */
  receive(frame) {
    const ours = frame.client === this.client;
    if (ours) this.edits = this.edits.filter((edit) => edit.n > frame.ack);
    const newest = this.answered;
    if (ours) this.answered = Math.max(newest, Math.min(frame.reply, this.id));
    if (this.answered > newest) this.#arrived();
    const answered = this.answered > newest && !this.inFlight;
    if (answered) {
      this.silence = 0;
      clearTimeout(this.timer);
    }
    this.onFrame(frame);
    if (answered && this.edits.length) this.ask();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
