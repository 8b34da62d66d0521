/**
 * Whether this tab presents, and which demonstration: the one place that knows, for all views of a page. What it holds
 * outlives a reload. Python (ui/streamlit/presenter.py) holds the checkpoints themselves.
 *
 * @typedef {object} Told what Python says of the demonstration
 * @property {string} visit name of the session
 * @property {number} count of its changes: the newest is the largest
 * @property {number} [begins] how often Python has asked to present
 * @property {string} title
 * @property {{title: string, note: string}[]} checkpoints
 * @property {number} place the checkpoint one stands at, -1 before the first
 * @property {string} text the whole, to be kept; "" where there is nothing to keep, or too much
 */

import { keepDemonstration, keepPresenting, keptPresenting } from "../link/storage.js";

const CLASS = "presenting";
export const GROW = 9 / 7; // type of 14 pixels becomes one of 18

export class Stage {
  constructor() {
    const kept = keptPresenting() ?? {};
    this.on = Boolean(kept.on);
    /** Whether a ring follows the pointer. */
    this.ring = kept.ring !== false;
    /** @type {Told} */
    this.told = { visit: "", count: -1, title: "", checkpoints: [], place: -1, text: "" };
    /** @type {Set<() => void>} */
    this.followers = new Set();
    /** What has to stand still before a step. @type {Set<() => Promise<void>>} */
    this.moving = new Set();
    this.#show();
  }

  /** How many times larger type is than usual. */
  get grow() {
    return this.on ? GROW : 1;
  }

  /** Calls back at every change. @param {() => void} act @returns {() => void} ends it */
  follow(act) {
    this.followers.add(act);
    return () => void this.followers.delete(act);
  }

  /** Calls back before a step, which waits until it is done. @param {() => Promise<void>} act @returns {() => void} ends it */
  beforeSteps(act) {
    this.moving.add(act);
    return () => void this.moving.delete(act);
  }

  /** What Python says; older news of the same visit changes nothing. @param {Told} told */
  take(told) {
    if (told.visit === this.told.visit && told.count < this.told.count) return;
    const begins = (told.begins ?? 0) > (this.told.begins ?? 0);
    const moved = told.visit === this.told.visit && told.place !== this.told.place;
    this.told = told;
    if (moved) for (const act of this.moving) act(); // gone to by the Share panel
    if (begins) this.present(true);
    if (told.count > 0) keepDemonstration(told.text ? { text: told.text, place: told.place } : null);
    this.#changed();
  }

  /** Begin or end. @param {boolean} on */
  present(on) {
    this.on = on;
    this.#show();
    this.#changed();
  }

  /** @param {boolean} ring */
  point(ring) {
    this.ring = ring;
    this.#changed();
  }

  /** Where a step leads, -1 where it leads nowhere. @param {1|-1} by */
  target(by) {
    const to = this.told.place + by;
    return to >= 0 && to < this.told.checkpoints.length ? to : -1;
  }

  /** Go to a checkpoint: everything stands still first. @param {number} to */
  async leave(to) {
    this.told = { ...this.told, place: to };
    this.#changed();
    await Promise.all([...this.moving].map((act) => act()));
  }

  #changed() {
    keepPresenting({ on: this.on, ring: this.ring });
    for (const act of this.followers) act();
  }

  #show() {
    globalThis.document?.documentElement.classList.toggle(CLASS, this.on);
  }
}

export const stage = new Stage();
