/**
 * Carries requests of a view to Python and frames back: on a socket of our own where there is one (ui/link/channel.py),
 * else by the component's state value, which costs a run of the script and a new rendering of the page.
 */

import { unpack } from "./frame.js";

/**
 * What every frame's header says of its way here.
 * @typedef {object} Head
 * @property {string} secret opens the socket
 * @property {boolean} direct whether there is one
 * @property {number} frame its number on the server; older ones than the newest are left out
 * @property {boolean} stale whether widgets around the view show something that is no longer so
 */

const ADDRESS = new URL("../../../../direct", import.meta.url);
ADDRESS.protocol = ADDRESS.protocol === "https:" ? "wss:" : "ws:";
const PROTOCOL = "netsketch";

const SILENCE = 2500; // milliseconds without an answer after which a socket counts as broken
const AGAIN = 20000; // milliseconds until a socket that failed is tried again
const OPENING = 1000; // milliseconds for which a request waits for a socket that is being opened
const CALM = 250; // milliseconds without an edit until the widgets around catch up

export class Channel {
  /** @param {(header: any, arrays: any, bytes: number) => void} onFrame */
  constructor(onFrame) {
    this.onFrame = onFrame;
    /** @type {StreamlitComponent<Uint8Array>|null} */
    this.component = null;
    /** @type {WebSocket|null} */
    this.socket = null;
    this.secret = "";
    this.newest = 0;
    this.tried = -Infinity;
    this.waiting = 0;
    /** The newest request. @type {any} */
    this.request = null;
    /** Whether it waits for the socket to open. */
    this.held = false;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    this.closed = false;
  }

  /** True while requests go by the socket. */
  get direct() {
    return this.socket !== null && this.socket.readyState === this.socket.OPEN;
  }

  /** What Streamlit brings. @param {StreamlitComponent<Uint8Array>} component */
  update(component) {
    this.component = component;
    if (component.data) this.#take(component.data);
  }

  /** @param {{edits: object[]} & Record<string, any>} request a JSON value */
  send(request) {
    const now = performance.now();
    this.request = request;
    if (this.waiting && now - this.waiting > SILENCE) this.#drop();
    if (!this.socket || !this.direct) {
      const opening = this.socket !== null && this.socket.readyState === this.socket.CONNECTING;
      this.held = opening && now - this.tried < OPENING;
      if (!this.held) this.component?.setStateValue("request", request);
      return;
    }
    this.held = false;
    this.waiting ||= now;
    this.socket.send(JSON.stringify(request));
    if (this.timer && request.edits.length) this.#catchUp();
  }

  destroy() {
    this.closed = true;
    this.#rest();
    this.socket?.close();
  }

  /** @param {Uint8Array} bytes of a frame */
  #take(bytes) {
    const { header, arrays } = unpack(bytes);
    if (header.secret !== this.secret) {
      this.secret = header.secret;
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
    if (this.socket || this.closed || !this.secret || now - this.tried < AGAIN) return;
    this.tried = now;
    const socket = new WebSocket(ADDRESS, [PROTOCOL, this.secret]); // nobody without the secret is even read
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      this.waiting = 0;
      this.#take(new Uint8Array(data));
    };
    socket.onopen = () => socket === this.socket && this.#release();
    socket.onclose = () => socket === this.socket && this.#drop();
    this.socket = socket;
    setTimeout(() => this.#release(), OPENING);
  }

  #drop() {
    const { socket } = this;
    this.socket = null;
    this.waiting = 0;
    socket?.close();
    this.#release();
  }

  /** Sends what has waited for the socket, on it or without it: a request holds all edits before it. */
  #release() {
    if (this.held && !this.closed) this.send(this.request);
  }

  #rest() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Has the page's script run once nothing is done any more. */
  #catchUp() {
    this.#rest();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.component?.setStateValue("request", { ...this.request });
    }, CALM);
  }
}
