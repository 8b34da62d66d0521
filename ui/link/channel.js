/**
 * Carries requests of a view to Python and frames back: on a direct line where there is one (ui/link/channel.py), else by
 * the component's state value, which costs a run of the script and a new rendering of the page.
 *
 * Each frame's header holds {secret: that of its line, direct: whether it can be used, frame: its number on the
 * server, stale: whether widgets around the view show something that is no longer so}. Frames that are older than
 * the newest one are left out.
 */

import { unpack } from "./frame.js";

const ADDRESS = new URL("../../../../line", import.meta.url);
ADDRESS.protocol = ADDRESS.protocol === "https:" ? "wss:" : "ws:";

const READY = "ready";
const SILENCE = 2500; // milliseconds without an answer after which a line counts as broken
const AGAIN = 20000; // milliseconds until a line that failed is tried again
const CALM = 250; // milliseconds of rest until the widgets around catch up

export class Channel {
  /** @param {(header: any, arrays: any, bytes: number) => void} onFrame */
  constructor(onFrame) {
    this.onFrame = onFrame;
    this.component = null;
    this.socket = null;
    this.line = null;
    this.newest = 0;
    this.tried = -Infinity;
    this.waiting = 0;
    this.request = null;
    this.timer = 0;
    this.closed = false;
  }

  /** True while requests go by the direct line. */
  get direct() {
    return Boolean(this.socket?.ready);
  }

  /** What Streamlit brings. */
  update(component) {
    this.component = component;
    if (component.data) this.#take(component.data);
  }

  /** @param {object} request a JSON value */
  send(request) {
    const now = performance.now();
    this.request = request;
    if (this.waiting && now - this.waiting > SILENCE) this.#drop();
    if (!this.direct) {
      this.component.setStateValue("request", request);
      return;
    }
    this.waiting ||= now;
    this.socket.send(JSON.stringify(request));
    if (this.timer && request.edits?.length) this.#catchUp();
  }

  destroy() {
    this.closed = true;
    this.#rest();
    this.socket?.close();
  }

  #take(bytes) {
    const { header, arrays } = unpack(bytes);
    if (header.secret !== this.line) {
      this.line = header.secret;
      this.newest = 0;
      this.tried = -Infinity;
      this.#drop();
    }
    if (header.direct) this.#connect();
    if (header.frame <= this.newest) return;
    this.newest = header.frame;
    if (!header.stale) this.#rest();
    else if (!this.timer) this.#catchUp();
    this.onFrame(header, arrays, bytes.length);
  }

  #connect() {
    const now = performance.now();
    if (this.socket || this.closed || !this.line || now - this.tried < AGAIN) return;
    this.tried = now;
    const socket = new WebSocket(ADDRESS);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(this.line);
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      this.waiting = 0;
      if (data === READY) socket.ready = true;
      else this.#take(new Uint8Array(data));
    };
    socket.onclose = () => socket === this.socket && this.#drop();
    this.socket = socket;
  }

  #drop() {
    const { socket } = this;
    this.socket = null;
    this.waiting = 0;
    socket?.close();
  }

  #rest() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  /** Has the page's script run once nothing is done any more. */
  #catchUp() {
    this.#rest();
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.component.setStateValue("request", { ...this.request });
    }, CALM);
  }
}
