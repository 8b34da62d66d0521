/**
 * The client-paced loop between a view and Python: one request in flight, edits kept until acknowledged.
 *
 * A request is one state value {id, client, edits: [not yet acknowledged …], have}. Python answers with
 * data {reply: id, client, ack: n of the last edit it has seen, …}. A value that holds every unacknowledged edit
 * can be sent again without harm, so a lost message loses nothing.
 */

const WATCHDOG = 3000;

export class Loop {
  /**
   * @param {{send: (state: object) => void, onFrame: (data: object, loop: Loop) => void, watchdog?: number, most?: number}} how
   *   send puts the state value on its way to Python; onFrame shows what came back; most: requests in flight when
   *   the hand has done something, 2 where an answer may take long
   */
  constructor({ send, onFrame, watchdog = WATCHDOG, most = 1 }) {
    this.send = send;
    this.onFrame = onFrame;
    this.watchdog = watchdog;
    this.most = most;
    this.client = Math.random().toString(36).slice(2, 10);
    /** @type {object[]} edits without acknowledgement, in order */
    this.edits = [];
    this.count = 0;
    this.id = 0;
    /** The newest request that has been answered. */
    this.answered = 0;
    this.sentUpTo = 0;
    this.stopped = false;
    this.timer = 0;
    /** What Python need not send again, e.g. the version of the drawing. */
    this.have = null;
  }

  /** True while an answer is on its way. */
  get inFlight() {
    return this.answered < this.id;
  }

  /** True when everything the hand did has come back from Python. */
  get settled() {
    return this.edits.length === 0;
  }

  /**
   * Numbers an edit and sends it as soon as nothing is in flight. While one number is being dragged, an unsent
   * edit of the same gesture is replaced: only the latest value matters.
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

  /** Sends a request unless one is on its way. */
  ask() {
    if (!this.inFlight) this.#send();
  }

  #send() {
    if (this.stopped) return;
    this.id += 1;
    this.sentUpTo = this.edits.at(-1)?.n ?? this.sentUpTo;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.answered = this.id;
      this.ask();
    }, this.watchdog);
    this.send({ id: this.id, client: this.client, edits: this.edits, have: this.have });
  }

  /** Takes what Python sent, whether it answers our request or another part of the page caused it. */
  receive(data) {
    const ours = data.client === this.client;
    if (ours) this.edits = this.edits.filter((edit) => edit.n > data.ack);
    const newest = this.answered;
    if (ours) this.answered = Math.max(newest, Math.min(data.reply, this.id));
    const answered = this.answered > newest && !this.inFlight;
    if (answered) clearTimeout(this.timer);
    this.onFrame(data, this);
    if (answered && this.edits.length) this.ask();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
