/**
 * The presenter's notes in a second window: the note of the checkpoint, the next title and the clock. The tab that
 * presents feeds it by a channel of its own, so that it goes on after a reload of that tab; no server has a part in it.
 */

import { html, setText } from "../canvas/svg.js";
import { adopt } from "../styles.js";
import { notesChannel } from "../link/storage.js";

/** @typedef {{here: string, note: string, next: string}} Notes */

const SIZE = "popup,width=520,height=640";
const BUNDLE = new URL("../netsketch.js", import.meta.url).href;
const NONE = "Nothing is noted here. Share, Demonstration has a field for it.";

/** What the window shows. @param {{checkpoints: {title: string, note: string}[], place: number}} told @returns {Notes} */
export function notesAt({ checkpoints, place }) {
  const titled = (/** @type {number} */ at) => (checkpoints[at] ? `${at + 1}. ${checkpoints[at].title}` : "");
  return {
    here: titled(place) || "Before the first checkpoint",
    note: place >= 0 && checkpoints[place] ? checkpoints[place].note || NONE : "",
    next: titled(place + 1) || "the end",
  };
}

/** The presenting tab's end. */
export class Feed {
  constructor() {
    this.name = notesChannel();
    this.channel = new BroadcastChannel(this.name);
    /** @type {Notes|null} */
    this.last = null;
    this.channel.addEventListener("message", ({ data }) => data === "what" && this.#send());
  }

  /** @param {Notes} notes */
  show(notes) {
    this.last = notes;
    this.#send();
  }

  /** Opens the window, or brings it to the front; false where the browser forbids it. */
  open() {
    const opened = window.open("", this.name, SIZE);
    if (!opened) return false;
    opened.focus();
    if (opened.document.querySelector("main")) return true;
    const script = opened.document.createElement("script");
    script.type = "module";
    const [bundle, name] = [BUNDLE, this.name].map((text) => JSON.stringify(text));
    script.textContent = `import(${bundle}).then(({ views }) => views["present/notes.js"].write(document, ${name}));`;
    opened.document.head.append(script);
    return true;
  }

  #send() {
    if (this.last) this.channel.postMessage(this.last);
  }

  destroy() {
    this.channel.close();
  }
}

/** The window's end: writes its document and follows the channel. @param {Document} page @param {string} name */
export function write(page, name) {
  page.title = "Notes";
  page.documentElement.lang = "en";
  adopt(page, "present/notes.css");
  const [here, note, next, time] = [html("h1"), html("p", { class: "note" }), html("p"), html("time")];
  page.body.replaceChildren(html("main", {}, [time, here, note, next]));
  const tick = () => setText(time, new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  tick();
  setInterval(tick, 1000);
  const channel = new BroadcastChannel(name);
  channel.addEventListener("message", ({ data }) => {
    if (typeof data?.here !== "string") return;
    setText(here, data.here);
    setText(note, data.note);
    setText(next, `Next: ${data.next}`);
  });
  channel.postMessage("what");
}

/** So that the bundle has this module among its views: it shows itself in a window of its own only. */
export default class NotesView {
  update() {}
}
