/**
 * What a browser keeps of a class: a student's seat, so that a reload or a new tab finds it again, and the teacher's
 * secret in the tab of the control page alone.
 *
 * @typedef {{secret: string, nickname: string}} Seat
 */

const SEAT = "netsketch.class.";
const TEACHER = "netsketch.teacher.";

/** The seat that was taken in a class, or null. @param {string} code @returns {Seat|null} */
export function keptSeat(code) {
  try {
    return JSON.parse(localStorage.getItem(SEAT + code) ?? "null");
  } catch {
    return null; // forbidden, or not ours
  }
}

/** @param {string} code @param {Seat} seat */
export function keepSeat(code, seat) {
  try {
    localStorage.setItem(SEAT + code, JSON.stringify(seat));
  } catch {
    // forbidden: after a reload one joins again
  }
}

/** @param {string} code */
export function forgetSeat(code) {
  try {
    localStorage.removeItem(SEAT + code);
  } catch {
    // forbidden
  }
}

/**
 * The teacher's secret, which comes after the # of the address. It leaves the address bar, which a projector shows.
 * @param {string} code
 * @returns {string} "" where there is none
 */
export function teacherSecret(code) {
  const brought = new URLSearchParams(location.hash.slice(1)).get("k");
  try {
    if (brought) sessionStorage.setItem(TEACHER + code, brought);
    else return sessionStorage.getItem(TEACHER + code) ?? "";
  } catch {
    return brought ?? ""; // forbidden: it stays in the address, so that a reload works
  }
  history.replaceState(history.state, "", location.pathname + location.search);
  return brought;
}
