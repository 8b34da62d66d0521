/** A board in small, one of a wall: the map of answers, who sits there, how far it is. */

import { html, setAttribute, setText } from "../canvas/svg.js";
import { Field } from "../live/field.js";
import { scoreWords } from "./scores.js";

/** @import { Tokens } from "../tokens.js" */

/**
 * What a frame of the wall says of a board.
 * @typedef {object} MiniBoard
 * @property {number} seat
 * @property {string} nickname
 * @property {number|null} epoch null without an own board
 * @property {number|null} loss
 * @property {number|null} accuracy
 * @property {boolean|null} mission whether it is done; null: there is none
 * @property {number} need 0 not started, 1 the loss is none or stands still, 2 the mission isn't done, 3 all is well
 * @property {number} classes whose numbers the field holds; 0: it holds shades
 */

/** What a board shows in a line. @param {MiniBoard} board */
export function miniWords({ epoch, loss }) {
  return epoch === null ? "no own board" : `epoch ${epoch}, loss ${scoreWords(loss)}`;
}

/** @param {MiniBoard} board */
export function missionWords({ mission }) {
  if (mission === null) return "";
  return mission ? "mission done" : "mission not done";
}

/** Why the teacher may want to look. @param {MiniBoard} board */
export function needWords({ epoch, need }) {
  if (need === 0) return epoch === null ? "" : "not started";
  return need === 1 ? "the loss does not fall" : "";
}

/** All of it in words. @param {MiniBoard} board */
export function boardLabel(board) {
  return [board.nickname, miniWords(board), missionWords(board), needWords(board)].filter(Boolean).join(", ");
}

/**
 * Numbers of classes as a share for each class, as a field takes them.
 * @param {Uint8Array} numbers @param {number} classes
 */
export function sharesOf(numbers, classes) {
  const shares = new Uint8Array(classes * numbers.length);
  numbers.forEach((number, at) => (shares[number * numbers.length + at] = 255));
  return shares;
}

export class Mini {
  /** @param {Tokens} tokens @param {() => void} onOpen */
  constructor(tokens, onOpen) {
    this.window = html("span", { class: "map" });
    this.field = new Field(this.window);
    this.field.colours(tokens);
    this.nickname = html("strong");
    this.words = html("span");
    this.mission = html("span", { class: "mission" });
    this.need = html("span", { class: "need" });
    this.root = html("button", { type: "button", class: "mini" }, [
      this.window,
      html("span", { class: "words" }, [this.nickname, this.words, this.mission, this.need]),
    ]);
    this.root.addEventListener("click", onOpen);
  }

  /** @param {MiniBoard} board @param {{data: Uint8Array, shape: number[]}|undefined} field */
  show(board, field) {
    setText(this.nickname, board.nickname);
    setText(this.words, miniWords(board));
    setText(this.mission, missionWords(board));
    setText(this.need, needWords(board));
    setAttribute(this.root, "aria-label", boardLabel(board));
    this.root.classList.toggle("needs", needWords(board) !== "");
    if (!field) return;
    const { classes } = board;
    this.field.show(classes ? sharesOf(field.data, classes) : field.data, [classes || 1, ...field.shape], 0);
  }
}
