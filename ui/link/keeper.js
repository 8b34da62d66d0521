/**
 * Gives a new session on the server what this tab has kept, and keeps what pages without a conversation of their own
 * have to be kept. Takes files that are dropped on the page. Mounted on every page by ui/streamlit/keeper.py; shows
 * nothing by itself.
 */

import { followAgain } from "./address.js";
import { Drop } from "./drop.js";
import {
  keep,
  keepClass,
  keepLessons,
  kept,
  keptClass,
  keptDemonstration,
  keptLessons,
  names,
  restoring,
} from "./storage.js";
import { bringBack } from "./tables.js";

/** @typedef {import("./storage.js").SessionRecord} SessionRecord */
/** @typedef {import("./storage.js").Membership} Membership */

/**
 * What ui/streamlit/keeper.py tells.
 * @typedef {object} Kept
 * @property {string} visit name of the session
 * @property {string} origin the link it was opened from, or ""
 * @property {boolean} fresh whether nothing was done in it
 * @property {Record<string, string>} visits names of the drawings of lessons, by the name that they are kept as
 * @property {Record<string, SessionRecord>} records to keep, by name
 * @property {object|null} lessons how far they are, null where nothing was done
 * @property {boolean} demonstrates whether it has a demonstration
 * @property {Membership|null} class that the session belongs to, null where it belongs to none
 * @property {boolean} dismissed whether it belongs to none any more
 * @property {string} heard name of the last parcel that arrived
 * @property {string} desk secret by which large tables go to the server, "" where there is no way
 */

const TRIES = 3;
const PATIENCE = 4000; // milliseconds until a parcel is sent again

export default class Keeper {
  /** @param {StreamlitComponent<Kept>} component */
  constructor(component) {
    this.component = component;
    this.drop = new Drop(
      (file) => this.component.setTriggerValue("dropped", file),
      (text) => this.component.setTriggerValue("dropped", { refused: text }),
    );
    /**
     * What is on its way to the session.
     * @type {{id: string, records: Record<string, any>, lessons: any, demonstration: any, class: Membership|null}|null}
     */
    this.parcel = null;
    this.visit = "";
    this.tries = 0;
    this.timer = 0;
  }

  /** @param {StreamlitComponent<Kept>} component */
  update(component) {
    const data = component.data;
    this.component = component;
    if (data.visit !== this.visit) {
      this.visit = data.visit;
      this.parcel = parcelFor(data);
      this.tries = 0;
      if (this.parcel) this.#bring(component);
    } else if (this.parcel && data.heard === this.parcel.id) {
      this.parcel = null;
      clearTimeout(this.timer);
    }
    if (this.parcel) return;
    for (const [name, record] of Object.entries(data.records)) keep(name, record);
    followAgain(data.visit);
    if (data.lessons) keepLessons(data.lessons);
    if (data.class || data.dismissed) keepClass(data.class);
    restoring.done();
  }

  /** The tables first: a record is of no use without them. @param {StreamlitComponent<Kept>} component */
  async #bring(component) {
    const { parcel } = this;
    const tables = parcel?.records.session?.tables ?? [];
    if (tables.length && component.data.desk) {
      restoring.patience();
      await bringBack(tables, component.data.desk);
    }
    if (this.parcel === parcel) this.#send(component);
  }

  /** @param {StreamlitComponent<Kept>} component */
  #send(component) {
    clearTimeout(this.timer);
    if (!this.parcel) return;
    if (this.tries === TRIES) {
      this.parcel = null;
      restoring.done();
      return;
    }
    this.tries += 1;
    component.setTriggerValue("parcel", this.parcel);
    this.timer = setTimeout(() => this.#send(component), PATIENCE);
  }

  destroy() {
    this.drop.destroy();
    clearTimeout(this.timer);
  }
}

/** What a session doesn't have and this tab does; null where there is nothing. @param {Kept} data */
function parcelFor(data) {
  const records = Object.fromEntries(names().flatMap((name) => (isMissing(name, data) ? [[name, kept(name)]] : [])));
  const lessons = data.lessons ? null : keptLessons();
  const demonstration = data.demonstrates ? null : keptDemonstration();
  const membership = data.class || data.dismissed ? null : keptClass();
  if ([lessons, demonstration, membership].every((one) => one === null) && Object.keys(records).length === 0)
    return null;
  return { id: Math.random().toString(36).slice(2), records, lessons, demonstration, class: membership };
}

/** @param {string} name @param {Kept} data */
function isMissing(name, { visit, origin, fresh, visits }) {
  const record = kept(name);
  if (!record) return false;
  if (name !== "session") return record.visit !== visits[name];
  // A link that was opened by hand is another matter than the session of this tab.
  return fresh && record.visit !== visit && (origin === "" || record.origin === origin);
}
