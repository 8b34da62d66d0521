/**
 * Tables that are too large for a tab's record: kept packed in the browser's database, by their keys, and given back to
 * a server that lacks them, as after a restart (ui/link/tables.py, ui/streamlit/table_route.py). Whatever fails here
 * fails quietly: then the page asks for the file.
 *
 * @typedef {{key: string, tab: string, at: number, bytes: ArrayBuffer}} Kept
 */

const ADDRESS = new URL("../../../../direct/table/", import.meta.url);
const DATABASE = "netsketch";
const STORE = "tables";
const TAB = "netsketch.tab";
const MOST_BYTES = 60_000_000; // of all tables that are kept, the newest first; as MOST_PACKED in nncore/data/packed.py
const MOST_TABLES = 4;
const OLDEST = 14 * 24 * 3600_000; // milliseconds for which a table is kept that no tab has asked for

/** What was last asked to be kept, so that it is looked at once. */
let held = "";

/** Keeps the tables of these keys, and lets those go that this tab has kept for nothing.
 * @param {string[]} keys @param {string} secret of the session's desk */
export async function hold(keys, secret) {
  const wanted = keys.join(" ");
  if (wanted === held || !secret) return;
  held = wanted;
  try {
    const database = await open();
    const kept = await all(database);
    const mine = kept.filter((one) => one.tab === tab() && !keys.includes(one.key));
    for (const { key } of mine) await done(store(database, "readwrite").delete(key));
    for (const key of keys) {
      const known = kept.find((one) => one.key === key);
      const bytes = known?.bytes ?? (await fetched(key, secret));
      if (bytes) await done(store(database, "readwrite").put({ key, tab: tab(), at: Date.now(), bytes }));
    }
    await thin(database, keys);
    database.close();
  } catch {
    held = ""; // no database, or it is full: tried again with the next record
  }
}

/**
 * Gives a server the tables of these keys that it lacks, one after another.
 * @param {string[]} keys @param {string} secret
 */
export async function bringBack(keys, secret) {
  try {
    for (const key of keys) {
      if ((await ask(key, secret, { method: "HEAD" })).ok) continue;
      const database = await open();
      const found = await done(store(database, "readonly").get(key));
      database.close();
      if (found) await ask(key, secret, { method: "PUT", body: found.bytes });
    }
  } catch {
    // the server says which file to bring
  }
}

/** @param {string} key @param {string} secret @param {RequestInit} how */
function ask(key, secret, how) {
  return fetch(new URL(encodeURIComponent(key), ADDRESS), { ...how, headers: { "X-Netsketch": secret } });
}

/** @param {string} key @param {string} secret @returns {Promise<ArrayBuffer|null>} */
async function fetched(key, secret) {
  const answer = await ask(key, secret, {});
  if (!answer.ok) return null;
  const bytes = await answer.arrayBuffer();
  return bytes.byteLength <= MOST_BYTES ? bytes : null;
}

/** The oldest tables go where all together take too much; those of `keys` last. @param {IDBDatabase} database
 * @param {string[]} keys */
async function thin(database, keys) {
  const kept = await all(database);
  kept.sort((one, other) => Number(keys.includes(other.key)) - Number(keys.includes(one.key)) || other.at - one.at);
  let bytes = 0;
  for (const [place, one] of kept.entries()) {
    bytes += one.bytes.byteLength;
    const needed = place === 0 && keys.includes(one.key);
    const stays = bytes <= MOST_BYTES && place < MOST_TABLES && Date.now() - one.at < OLDEST;
    if (!needed && !stays) await done(store(database, "readwrite").delete(one.key));
  }
}

/** A name of this tab, the same after a reload. */
function tab() {
  const name = sessionStorage.getItem(TAB) ?? Math.random().toString(36).slice(2);
  sessionStorage.setItem(TAB, name);
  return name;
}

// ---- the database --------------------------------------------------------------------------------------------

/** @returns {Promise<IDBDatabase>} */
function open() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
  return done(request);
}

/** @param {IDBDatabase} database @param {IDBTransactionMode} mode */
function store(database, mode) {
  return database.transaction(STORE, mode).objectStore(STORE);
}

/** @param {IDBDatabase} database @returns {Promise<Kept[]>} */
function all(database) {
  return done(store(database, "readonly").getAll());
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
