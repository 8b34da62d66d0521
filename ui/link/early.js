/**
 * Runs before anything else on a page. The address bar shows a link after the # (address.js), which no server sees; one
 * that is opened elsewhere moves to ?s=, where the session is opened from it (ui/streamlit/visitor.py). After a reload
 * the tab has more than the link says (storage.js), so that its own stays where it is. `seat` beside it says whose board
 * this is in a class; it is a secret, which a request for the page would leave in a log.
 */

function arrive() {
  const brought = new URLSearchParams(location.hash.slice(1));
  const [link, seat] = [brought.get("s"), brought.get("seat")];
  if (!seat && (!link || link === own())) return false;
  const address = new URL(location.href);
  address.hash = "";
  if (link) address.searchParams.set("s", link);
  if (seat) address.searchParams.set("seat", seat);
  history.replaceState(history.state, "", address);
  return true;
}

/** The link that this tab shows in its address. */
function own() {
  try {
    return JSON.parse(sessionStorage.getItem("netsketch.address") ?? "{}").link;
  } catch {
    return ""; // forbidden
  }
}

arrive();
addEventListener("hashchange", () => {
  // On the way back and forward an entry has the address of what was shown then; the work goes on as it is.
  if (!history.state?.netsketch && arrive()) location.reload();
});
