/**
 * What this tab keeps for the time after a reload or a restart of the server: records of sessions (ui/core/saving.py),
 * how far the lessons are, the demonstration, the class that it belongs to, and what was about to be sent when the
 * page reloads itself.
 *
 * @typedef {object} SessionRecord
 * @property {string} visit name of the session on the server
 * @property {string} origin the link it was opened from, or ""
 * @property {boolean} fresh whether nothing was done in it
 * @property {string} key of the still part
 * @property {string} address the link to what is shown; "" where it is too long for the address bar
 * @property {string} moving what changes while it trains
 * @property {number} [number] of the moving part
 * @property {number} [after] number of the one that this one goes on from, after its first `shared` characters
 * @property {number} [shared]
 * @property {string} [still_after] key of the still part that this one goes on from
 * @property {number} [still_shared]
 * @property {string} [still] what doesn't; left out where it is the one that is kept
 * @property {string[]} [tables] keys of the tables that are too large for it (tables.js)
 * @property {string} [desk] secret by which they are fetched
 *
 * @typedef {{code: string, role: "teacher"|"seat", token: string}} Membership token: secret that proves it
 */

import { follow } from "./address.js";
import { hold } from "./tables.js";

const RECORD = "netsketch.record."; // of a session by its name; its still part lies beside it, as "<name>.still"
const SESSION = "session";
const LESSONS = "netsketch.lessons";
const DEMONSTRATION = "netsketch.demonstration";
const PRESENTING = "netsketch.presenting";
const NOTES = "netsketch.notes"; // name of the channel to this tab's window of notes
const CLASS = "netsketch.class";
const PENDING = "netsketch.pending.";
const RELOADED = "netsketch.reloaded"; // when the page reloaded itself
const AGAIN = 60000; // milliseconds until it may do so again

/** @param {string} name @returns {any} */
function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null");
  } catch {
    return null; // forbidden, or not ours
  }
}

/** @param {string} name @param {any} value @returns {boolean} whether there was room for it */
function write(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false; // forbidden, or full
  }
}

/** @param {string} name */
function remove(name) {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // forbidden
  }
}

/** @param {string} name of a kept record @param {SessionRecord} record */
export function keep(name, record) {
  const { still: rest, still_after, still_shared = 0, after, shared = 0, desk = "", ...moving } = record;
  let still = rest;
  const before = read(RECORD + name);
  // One that was just begun by a reload must not take the place of what is about to be restored.
  if (record.fresh && before && before.visit !== record.visit && before.origin === record.origin) return;
  if (after !== undefined) {
    if (before?.visit !== record.visit || before.number !== after) return; // the next one comes whole
    moving.moving = before.moving.slice(0, shared) + record.moving;
  }
  if (still_after !== undefined) {
    const old = read(`${RECORD}${name}.still`);
    if (before?.visit !== record.visit || old?.key !== still_after) return;
    still = old.still.slice(0, still_shared) + rest;
  }
  if (still !== undefined) {
    remove(RECORD + name); // two halves that don't belong together are worse than none
    if (!write(`${RECORD}${name}.still`, { key: record.key, still })) return;
  }
  if (!write(RECORD + name, moving)) remove(RECORD + name);
  else if (name === SESSION) hold(record.tables ?? [], desk);
  if (name === SESSION) follow(record.address, record.visit);
}

/**
 * What of a record need not be sent again: the key of its still part, the number of its moving one.
 * @param {string} name @param {string} visit
 * @returns {{record?: string, moving?: number}}
 */
export function keptParts(name, visit) {
  const record = read(RECORD + name);
  return record?.visit === visit ? { record: record.key, moving: record.number } : {};
}

/** The whole record of a name, or null. @param {string} name @returns {SessionRecord|null} */
export function kept(name) {
  const record = read(RECORD + name);
  const still = record && read(`${RECORD}${name}.still`);
  return still?.key === record?.key && record ? { ...record, still: still.still } : null;
}

/** Names of all records. @returns {string[]} */
export function names() {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(RECORD) && !key.endsWith(".still"));
    return keys.map((key) => key.slice(RECORD.length));
  } catch {
    return [];
  }
}

/** @param {any} lessons how far they are */
export function keepLessons(lessons) {
  write(LESSONS, lessons);
}

/** How far the lessons were, or null. */
export function keptLessons() {
  return read(LESSONS);
}

/** @param {{text: string, place: number}|null} demonstration null where there is none any more */
export function keepDemonstration(demonstration) {
  if (!demonstration) remove(DEMONSTRATION);
  else if (!write(DEMONSTRATION, demonstration)) remove(DEMONSTRATION);
}

/** The demonstration and the place in it, or null. */
export function keptDemonstration() {
  return read(DEMONSTRATION);
}

/** @param {{on: boolean, ring: boolean}} presenting */
export function keepPresenting(presenting) {
  write(PRESENTING, presenting);
}

/** Whether this tab presents, or null. @returns {{on?: boolean, ring?: boolean}|null} */
export function keptPresenting() {
  return read(PRESENTING);
}

/** The name of the channel to this tab's window of notes, the same after a reload. @returns {string} */
export function notesChannel() {
  const name = read(NOTES) ?? `netsketch-notes-${Math.random().toString(36).slice(2)}`;
  write(NOTES, name);
  return name;
}

/** @param {Membership|null} membership the class that this tab belongs to, null to forget it */
export function keepClass(membership) {
  if (membership) write(CLASS, membership);
  else remove(CLASS);
}

/** The class that this tab belongs to, or null. @returns {Membership|null} */
export function keptClass() {
  return read(CLASS);
}

/** What a view was about to send. @param {string} name of the view @param {any} pending */
export function keepPending(name, pending) {
  write(PENDING + name, pending);
}

/** The same after the reload, once; else null. @param {string} name */
export function takePending(name) {
  const pending = read(PENDING + name);
  remove(PENDING + name);
  return pending;
}

/** Whether the page may reload itself: not again so soon. */
export function mayReload() {
  const before = read(RELOADED) ?? 0;
  return Date.now() - before > AGAIN && write(RELOADED, Date.now());
}

// ---- until what was kept is back -----------------------------------------------------------------------------

const LONGEST = 8000; // milliseconds until views go on though nobody has restored anything …
const SLOWEST = 130000; // … while a large table is on its way

/** What an earlier life of this tab has left: views wait until it is restored. */
export const restoring = {
  /** Whether there is anything that isn't restored yet. */
  needed: names().length > 0 || keptLessons() !== null || keptDemonstration() !== null,
  /** @type {(() => void)[]} */
  waiting: [],
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  timer: undefined,

  /** Calls back once all is restored. @param {() => void} act */
  then(act) {
    if (this.needed) this.waiting.push(act);
    else act();
  },

  /** What is missing is on its way and may take a while. */
  patience() {
    clearTimeout(this.timer);
    if (this.needed) this.timer = setTimeout(() => this.done(), SLOWEST);
  },

  /** All is restored, or need not be. */
  done() {
    this.needed = false;
    for (const act of this.waiting.splice(0)) act();
  },
};

if (restoring.needed) restoring.timer = setTimeout(() => restoring.done(), LONGEST);
