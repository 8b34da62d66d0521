/** What this tab had, for the time after a reload. */

const NAME = "netsketch.visit";

/** @param {string} visit the server session's name @param {string} link everything that brings it back */
export function keep(visit, link) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ visit, link }));
  } catch {
    // storage is full or forbidden: a reload then starts from the beginning
  }
}

/** The link that another server session of this tab left, or null. @param {string} visit the present one's name */
export function kept(visit) {
  try {
    const found = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
    return found && found.visit !== visit ? found.link : null;
  } catch {
    return null;
  }
}
