/** How far the mission is: views say what frames bring, and whoever shows it listens. */

/** @typedef {{done: boolean, text: string}} Verdict */

/** @type {Set<(verdict: Verdict) => void>} */
const listeners = new Set();

/** @param {Verdict} verdict */
export function tell(verdict) {
  for (const listener of listeners) listener(verdict);
}

/** @param {(verdict: Verdict) => void} listener @returns {() => void} ends it */
export function follow(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
