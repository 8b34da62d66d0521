/** What the teacher lets the students' pages show: the board, nothing, or the board of a seat. */

import { html, setAttribute, setText } from "../canvas/svg.js";
import { tokens } from "../theme.js";
import { section, toggle } from "./areas.js";
import { plainButton } from "./dialog.js";
import { Plane } from "./plane.js";
import { ScoreBoard } from "./scores.js";
import { ago } from "./words.js";

/** @typedef {import("./words.js").TeacherState} TeacherState */

/** What the students' pages show. @param {HTMLElement} page @param {(message: {kind: string} & Record<string, any>) => void} send */
export function makeFollowing(page, send) {
  const follow = toggle("Follow me");
  const black = toggle("Black screen");
  const words = html("p", { class: "follow-words" });
  const everybody = plainButton("Send my board to all");
  everybody.title = "Offers everybody a copy of your board of this moment, to open in the app";
  everybody.addEventListener("click", () => send({ kind: "send", seat: null }));
  const back = plainButton("Show my board again");
  back.addEventListener("click", () => send({ kind: "show", seat: null }));
  const shown = html("div", { class: "line shown", hidden: "" }, [html("p"), back]);
  const plane = new Plane(tokens(page));
  const scores = new ScoreBoard();
  const board = html("div", { class: "own-board", hidden: "" }, [plane.root, scores.root]);
  const root = section("Follow me", [
    html("div", { class: "buttons" }, [follow, black, everybody]),
    words,
    shown,
    board,
  ]);
  let at = 0;
  /** @type {TeacherState|null} */
  let state = null;
  follow.addEventListener("click", () => send({ kind: "follow", on: !state?.following }));
  black.addEventListener("click", () => send({ kind: "black", on: !state?.black }));
  const tick = () => {
    const age = at ? `The last picture was sent ${ago(performance.now() - at)}.` : "No picture was sent yet.";
    const still = state?.black ? "The students' pages are black." : "The students' pages do not show your board.";
    setText(words, state?.following && !state.black ? age : still);
  };
  return {
    root,
    follow,
    black,
    plane,
    tick,
    /** @param {TeacherState} now */
    show(now) {
      state = now;
      setAttribute(follow, "aria-pressed", String(now.following));
      setAttribute(black, "aria-pressed", String(now.black));
      shown.hidden = now.shown === null;
      const name = now.seats.find(({ seat }) => seat === now.shown)?.nickname ?? "";
      setText(/** @type {Element} */ (shown.firstElementChild), `Everybody sees the board of ${name}.`);
      tick();
    },
    /** @param {import("./board.js").BoardHeader} header @param {import("./board.js").Arrays} arrays */
    frame(header, arrays) {
      at = performance.now();
      board.hidden = false;
      if (header.backdrop) plane.show(header.backdrop, arrays);
      plane.answers(arrays, 0);
      scores.show(header);
      tick();
    },
  };
}
