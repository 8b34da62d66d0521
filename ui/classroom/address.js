/** Where the parts of a class are. base: the address of the app, without a slash at its end. */

/** The address of a class's socket. @param {string} base @param {string} code */
export function socketAddress(base, code) {
  return `${base.replace(/^http/, "ws")}/direct/class/${encodeURIComponent(code)}`;
}

/**
 * A board in the usual app, after the #, which no server and no log sees (ui/link/early.js).
 * @param {string} base
 * @param {{link: string, token?: string}} taken link: "" where the board is too large for one; its token names it then
 */
export function boardAddress(base, { link, token = "" }) {
  const named = Object.entries({ s: link, seat: token }).filter(([, value]) => value);
  return `${base}/#${new URLSearchParams(named)}`;
}

/** The page of a class, or where its code is typed. @param {string} base @param {string} [code] */
export function classAddress(base, code = "") {
  return `${base}/class${code && "/"}${encodeURIComponent(code)}`;
}

/** A code as people type it, without spaces and hyphens and in capitals. @param {string} typed */
export function codeOf(typed) {
  return typed.replace(/[\s-]/g, "").toUpperCase();
}
