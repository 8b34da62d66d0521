/** The wall of boards: one in small for each seat that has an own one, those that may need help first. */

import { html, setText } from "../canvas/svg.js";
import { openDialog, plainButton } from "./dialog.js";
import { Mini, boardLabel } from "./mini.js";
import { percentWords } from "./scores.js";
import { counted } from "./words.js";

/** @typedef {import("./mini.js").MiniBoard} MiniBoard */
/** @typedef {Record<string, {data: any, shape: number[]}>} Arrays */

export class Wall {
  /**
   * @param {HTMLElement} page for dialogs
   * @param {import("../tokens.js").Tokens} tokens
   * @param {(message: {kind: string, seat: number}) => void} send
   */
  constructor(page, tokens, send) {
    this.page = page;
    this.tokens = tokens;
    this.send = send;
    this.words = html("p", { class: "quiet" });
    this.tiles = html("div", { class: "tiles" });
    this.root = html("div", { class: "wall" }, [this.words, this.tiles]);
    /** @type {Map<number, {mini: Mini, board: MiniBoard, field: Arrays[string]|undefined}>} */
    this.minis = new Map();
    /** The one that is open in large. @type {{seat: number, mini: Mini, words: HTMLElement}|null} */
    this.large = null;
  }

  /** @param {MiniBoard[]} boards in the order of need @param {Arrays} arrays */
  show(boards, arrays) {
    const owned = boards
      .map((board, at) => ({ board, field: arrays[`field_${at}`] }))
      .filter(({ board }) => board.epoch !== null);
    for (const { board, field } of owned) this.#put(board, field);
    const seats = owned.map(({ board }) => board.seat);
    for (const seat of this.minis.keys()) if (!seats.includes(seat)) this.minis.delete(seat);
    setText(this.words, ownWords(owned.length, boards.length));
    this.#arrange(seats);
  }

  /** @param {import("../tokens.js").Tokens} tokens */
  colours(tokens) {
    this.tokens = tokens;
    for (const { mini } of this.minis.values()) mini.field.colours(tokens);
  }

  /** @param {MiniBoard} board @param {Arrays[string]|undefined} field */
  #put(board, field) {
    const { seat } = board;
    const mini = this.minis.get(seat)?.mini ?? new Mini(this.tokens, () => this.#open(seat));
    mini.show(board, field);
    this.minis.set(seat, { mini, board, field });
    if (this.large?.seat !== seat) return;
    this.large.mini.show(board, field);
    setText(this.large.words, detailWords(board));
  }

  /** Tiles stay where they are while somebody is among them. @param {number[]} seats */
  #arrange(seats) {
    const wanted = seats.map((seat) => /** @type {{mini: Mini}} */ (this.minis.get(seat)).mini.root);
    const there = [...this.tiles.children];
    const busy = this.tiles.matches(":focus-within, :hover");
    const order = busy ? [...there, ...wanted.filter((tile) => !there.includes(tile))] : wanted;
    const left = order.filter((tile) => wanted.includes(/** @type {HTMLButtonElement} */ (tile)));
    if (left.length === there.length && left.every((tile, at) => tile === there[at])) return;
    if (!busy) this.tiles.replaceChildren(...left);
    else {
      for (const tile of there) if (!left.includes(tile)) tile.remove();
      for (const tile of left) if (!tile.isConnected) this.tiles.append(tile);
    }
  }

  /** @param {number} seat */
  #open(seat) {
    const shown = this.minis.get(seat);
    if (!shown) return;
    const mini = new Mini(this.tokens, () => {});
    mini.show(shown.board, shown.field);
    const words = html("p", { text: detailWords(shown.board) });
    const all = plainButton("Show to all", "strong");
    all.addEventListener("click", () => this.send({ kind: "show", seat }));
    const mine = plainButton("Send my board to this seat");
    mine.addEventListener("click", () => this.send({ kind: "send", seat }));
    const dialog = openDialog(this.page, shown.board.nickname, [mini.window, words], [all, mine, plainButton("Close")]);
    dialog.classList.add("large-board");
    this.large = { seat, mini, words };
    dialog.addEventListener("close", () => (this.large = null));
  }
}

/** @param {number} owned @param {number} seats */
export function ownWords(owned, seats) {
  if (!owned) return "Nobody has an own board yet. Students get one with “Take it over”.";
  return `${owned} of ${counted(seats, "student")} ${owned === 1 ? "has" : "have"} an own board.`;
}

/** @param {MiniBoard} board */
function detailWords(board) {
  const share = board.accuracy === null ? "" : `, accuracy ${percentWords(board.accuracy)}`;
  return boardLabel(board) + share;
}
