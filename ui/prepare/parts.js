/**
 * Hides and locks parts of the page, also those inside our components. Fed by ui/streamlit/prepared.py; the server
 * refuses changes of such parts by itself.
 */

import { enter, found, restyle, roots } from "./roots.js";

/** @typedef {{css: string, locked: string[], reason: string}} PartsData locked: selectors; reason: why, in words */

const TOUCHING = ["pointerdown", "mousedown", "touchstart", "click", "dblclick", "keydown", "beforeinput", "drop"];
const FREE_KEYS = new Set(["Tab", "Escape"]);
const CONTROLS = "button, input, select, textarea, [role=slider], [role=combobox], [role=radio], [role=checkbox]";
const REST = 200; // milliseconds until what came anew is marked

export default class Parts {
  constructor() {
    /** @type {string[]} */
    this.locked = [];
    this.reason = "";
    this.timer = 0;
    /** @type {Set<Element>} */
    this.marked = new Set();
    enter(document);
    this.stop = new AbortController();
    const how = { capture: true, signal: this.stop.signal };
    for (const kind of TOUCHING) addEventListener(kind, (event) => this.#hold(event), how);
    this.watcher = new MutationObserver(() => this.#later());
  }

  /** @param {StreamlitComponent<PartsData>} component */
  update({ data: { css, locked, reason } }) {
    Object.assign(this, { locked, reason });
    restyle(`${css}\n${dimming(locked)}`);
    this.watcher.disconnect();
    this.#mark();
  }

  destroy() {
    this.stop.abort();
    this.watcher.disconnect();
    clearTimeout(this.timer);
    this.locked = [];
    this.#unmark();
    restyle("");
  }

  /** An event that would change a locked part goes no further. @param {Event} event */
  #hold(event) {
    if (!this.locked.length || (event instanceof KeyboardEvent && FREE_KEYS.has(event.key))) return;
    const wanted = this.locked.join(", ");
    if (!event.composedPath().some((node) => node instanceof Element && node.matches(wanted))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#mark(), REST);
  }

  /** Say of each locked control that it is. */
  #mark() {
    this.#unmark();
    for (const element of found(this.locked)) {
      const controls = element.matches(CONTROLS) ? [element] : [...element.querySelectorAll(CONTROLS)];
      for (const control of controls) {
        control.setAttribute("aria-disabled", "true");
        control.setAttribute("aria-description", this.reason);
        this.marked.add(control);
      }
    }
    if (!this.locked.length) return;
    for (const root of roots()) this.watcher.observe(root, { childList: true, subtree: true });
  }

  #unmark() {
    for (const control of this.marked) {
      control.removeAttribute("aria-disabled");
      control.removeAttribute("aria-description");
    }
    this.marked.clear();
  }
}

/** Locked controls look so; numbers stay as they are, to be read. @param {string[]} locked */
function dimming(locked) {
  if (!locked.length) return "";
  const wanted = locked.join(", ");
  return `:is(${wanted})[aria-disabled=true], :is(${wanted}) [aria-disabled=true] { opacity: 0.6; } :is(${wanted}), :is(${wanted}) * { cursor: not-allowed !important; }`;
}
