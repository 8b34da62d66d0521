/**
 * The button "Present" and, while the tab presents, all that it shows: the line of controls, black screen, pointer,
 * countdown. Mounted on every page by ui/streamlit/presenter.py.
 */

import { html, setText } from "../canvas/svg.js";
import { Countdown } from "./countdown.js";
import { actionOf, isPaging, useOf } from "./keys.js";
import { Line, face } from "./line.js";
import { Feed, notesAt } from "./notes.js";
import { Pointer } from "./pointer.js";
import { stage } from "./stage.js";

/** @typedef {import("./stage.js").Told} Told */

export const styles = ["present/presenter.css"];

const BLOCKED = "This browser has blocked the window of notes: allow pop-ups for this page";

export default class Presenter {
  /** @param {StreamlitComponent<Told>} component */
  constructor(component) {
    this.component = component;
    this.isBlack = false;
    this.said = html("div", { class: "said", role: "status" });
    this.countdown = new Countdown((words) => setText(this.said, words));
    this.pointer = new Pointer();
    this.feed = new Feed();
    this.begin = face("Present", "co_present", "Large type and one line of controls (P)", () => stage.present(true));
    this.begin.classList.add("begin");
    this.line = new Line((wish) => this.acts[wish]());
    this.black = html("div", { class: "black" });
    this.black.addEventListener("click", () => this.#blacken(false));
    /** @type {Record<import("./line.js").Wish, () => void>} */
    this.acts = {
      present: () => stage.present(true),
      end: () => this.#end(),
      next: () => this.#step(1),
      previous: () => this.#step(-1),
      black: () => this.#blacken(!this.isBlack),
      countdown: () => this.#count(),
      pointer: () => stage.point(!stage.ring),
      add: () => this.#add(),
      notes: () => this.feed.open() || this.line.say(BLOCKED),
    };
    const parts = [this.begin, this.line.root, this.black, this.countdown.root, this.pointer.root, this.said];
    component.parentElement.append(html("div", { class: "presenter" }, parts));
    this.unfollow = stage.follow(() => this.#show());
    this.stop = new AbortController();
    const { signal } = this.stop;
    // A clicker's keys step whatever has the focus; others belong first to what has it.
    addEventListener("keydown", (event) => isPaging(event.key) && this.#key(event), { signal, capture: true });
    addEventListener("keydown", (event) => !isPaging(event.key) && this.#key(event), { signal });
    this.#show();
  }

  /** @param {StreamlitComponent<Told>} component */
  update(component) {
    this.component = component;
    stage.take(component.data);
  }

  destroy() {
    this.unfollow();
    this.stop.abort();
    this.countdown.stop();
    this.pointer.destroy();
    this.feed.destroy();
  }

  #show() {
    const { on, told, ring } = stage;
    this.begin.hidden = on;
    this.line.show(stage);
    this.black.hidden = !(on && this.isBlack);
    this.pointer.show(on && ring);
    this.feed.show(notesAt(told));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.defaultPrevented) return;
    const state = { on: stage.on, black: this.isBlack, steps: stage.told.checkpoints.length };
    const action = actionOf(event, useOf(event.composedPath()), state);
    if (!action) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) this.acts[action]();
  }

  /** @param {1|-1} by */
  async #step(by) {
    this.#blacken(false);
    const to = stage.target(by);
    if (to < 0) return;
    setText(this.said, `${to + 1}. ${stage.told.checkpoints[to].title}`);
    await stage.leave(to);
    if (stage.told.place === to) this.component.setTriggerValue("step", to); // else one has stepped on meanwhile
  }

  async #add() {
    await stage.leave(stage.told.place);
    this.component.setTriggerValue("add", true);
  }

  #end() {
    this.countdown.stop();
    this.isBlack = false;
    this.line.closeHelp();
    stage.present(false);
  }

  /** @param {boolean} on */
  #blacken(on) {
    if (on === this.isBlack) return;
    this.isBlack = on;
    setText(this.said, on ? "The screen is black; B brings it back" : "The screen is back");
    this.#show();
  }

  #count() {
    if (this.countdown.isRunning) this.countdown.stop();
    else this.countdown.start(this.line.seconds);
  }
}
