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
 * @property {number} epoch
 * @property {number|null} loss
 * @property {number|null} accuracy
 * @property {string} mission
 * @property {string} need why the teacher may want to look, or ""
 */

/** What a board shows in a line. @param {MiniBoard} board */
export function miniWords({ epoch, loss }) {
  return `epoch ${epoch}, loss ${scoreWords(loss)}`;
}

/** All of it as a name of its button. @param {MiniBoard} board */
export function miniLabel(board) {
  return [board.nickname, miniWords(board), board.mission, board.need].filter(Boolean).join(", ");
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

  /** @param {MiniBoard} board @param {{data: any, shape: number[]}|undefined} field */
  show(board, field) {
    setText(this.nickname, board.nickname);
    setText(this.words, miniWords(board));
    setText(this.mission, board.mission ?? "");
    setText(this.need, board.need ?? "");
    setAttribute(this.root, "aria-label", miniLabel(board));
    if (field) this.field.show(field.data, field.shape.length === 3 ? field.shape : [1, ...field.shape], 0);
    this.root.classList.toggle("needs", Boolean(board.need));
  }
}
