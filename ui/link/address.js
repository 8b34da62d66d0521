/**
 * The address bar follows the work, so that copying it shares what is shown: a link after the #, which no server and no
 * log sees. early.js opens such an address.
 */

const KEPT = "netsketch.address";

/**
 * Shows the link to a session in the address bar.
 * @param {string} link "" where there is none, or it is too long for an address
 * @param {string} visit name of the session
 */
export function follow(link, visit) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ link, visit }));
  } catch {
    return; // forbidden: a reload couldn't tell its own address from another's
  }
  write(link);
}

/** The same once more, as a change of the page's address may have removed it. @param {string} visit */
export function followAgain(visit) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    if (kept.visit === visit) write(kept.link);
  } catch {
    // forbidden
  }
}

/** @param {string} link */
function write(link) {
  const address = new URL(location.href);
  for (const name of ["s", "d", "seat"]) address.searchParams.delete(name);
  address.hash = link ? `s=${link}` : "";
  if (address.href !== location.href) history.replaceState({ ...history.state, netsketch: true }, "", address);
}
