/** What is selected, focused and hovered, and what lights up for it. It knows ids and the model, no elements. */

import { EMPTY, isConnection } from "./model.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Unit} Unit */
/** @typedef {import("./model.js").Connection} Connection */

export class Selection {
  /**
   * @param {{onSelect: (id: string|null) => void, onMark: () => void, onLight: () => void}} listeners
   *   onSelect: the newest selected id, or null; onMark: other items are selected; onLight: other items are lit
   */
  constructor({ onSelect, onMark, onLight }) {
    this.onSelect = onSelect;
    this.onMark = onMark;
    this.onLight = onLight;
    this.model = EMPTY;
    /** @type {Set<string>} */
    this.ids = new Set();
    /** The item that has the focus, or gets it when the keyboard enters the drawing. @type {string|null} */
    this.current = null;
    /** @type {string|null} */
    this.hovered = null;
    /** Lit while nothing is hovered. @type {Set<string>|null} */
    this.fixed = null;
  }

  /** Takes a new drawing over: what is gone from it is neither selected nor hovered any more. @param {Model} model */
  draw(model) {
    this.model = model;
    for (const id of this.ids) if (!model.find(id)) this.ids.delete(id);
    if (!model.find(this.current)) this.current = model.units.keys().next().value ?? null;
    if (!model.find(this.hovered)) this.hovered = null;
  }

  /** @param {string} id */
  isOnly(id) {
    return this.ids.size === 1 && this.ids.has(id);
  }

  /** @param {string|null} id */
  select(id) {
    this.selectMany(id === null ? [] : [id]);
  }

  /** @param {string} id */
  toggle(id) {
    const ids = new Set(this.ids);
    if (!ids.delete(id)) ids.add(id);
    this.selectMany([...ids]);
  }

  /** @param {string[]} ids */
  selectMany(ids) {
    this.ids = new Set(ids);
    this.onMark();
    this.onSelect(ids[ids.length - 1] ?? null);
  }

  /** @param {string|null} id */
  hover(id) {
    if (this.hovered === id) return;
    this.hovered = id;
    this.onLight();
  }

  /** @param {Set<string>|null} ids */
  fix(ids) {
    this.fixed = ids;
    this.onLight();
  }

  /** Ids of all that is lit: what is hovered and what belongs to it; null where nothing is. @returns {Set<string>|null} */
  get lit() {
    const item = this.model.find(this.hovered);
    return item ? this.#around(item) : this.fixed;
  }

  /** The connection to which the light belongs alone; its label shows the whole product. @returns {string|null} */
  get connection() {
    const item = this.model.find(this.hovered);
    return item && isConnection(item) ? item.id : null;
  }

  /** An item with what feeds it and what it feeds. @param {Unit|Connection} item */
  #around(item) {
    if (isConnection(item)) return new Set([item.id, item.source.id, item.target.id]);
    const ids = new Set([item.id]);
    for (const { id, source } of this.model.into(item)) ids.add(id).add(source.id);
    for (const { id, target } of this.model.outOf(item)) ids.add(id).add(target.id);
    return ids;
  }

  /** Which item to go to when one is removed: a connection's source, or the unit next to it. @param {string} id */
  neighbour(id) {
    const item = this.model.find(id);
    if (!item) return null;
    if (isConnection(item)) return item.source.id;
    const { units } = this.model.layers[item.layer];
    return (units[item.index - 1] ?? units[item.index + 1])?.id ?? null;
  }
}
