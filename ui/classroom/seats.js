/** Who is in the class, and what each is doing. */

import { html, setText } from "../canvas/svg.js";
import { section } from "./areas.js";
import { plainButton } from "./dialog.js";
import { seatWords } from "./words.js";

/** @typedef {import("./words.js").SeatOfClass} SeatOfClass */

/** Who is in the class. @param {(seat: SeatOfClass) => void} onRemove */
export function makeSeats(onRemove) {
  const list = html("ul", { class: "seats", role: "list" });
  const empty = html("p", {
    class: "quiet",
    text: "Nobody has joined yet. Show the code, or its QR code, to the class.",
  });
  const root = section("Who is here", [empty, list]);
  /** @type {Map<number, {root: HTMLElement, words: HTMLElement, name: HTMLElement}>} */
  const rows = new Map();
  /** @param {SeatOfClass} seat */
  const made = (seat) => {
    const name = html("strong", { text: seat.nickname });
    const words = html("span", { class: "quiet" });
    const remove = plainButton("Remove");
    remove.setAttribute("aria-label", `Remove ${seat.nickname}`);
    remove.addEventListener("click", () => onRemove(seat));
    const row = { root: html("li", {}, [html("span", { class: "who" }, [name, words]), remove]), words, name };
    rows.set(seat.seat, row);
    list.append(row.root);
    return row;
  };
  return {
    root,
    /** @param {SeatOfClass[]} seats @param {boolean} asked */
    show(seats, asked) {
      empty.hidden = seats.length > 0;
      for (const seat of seats) {
        const row = rows.get(seat.seat) ?? made(seat);
        setText(row.words, seatWords(seat, asked));
        row.root.classList.toggle("away", !seat.here);
        row.root.classList.toggle("done", asked && seat.answered);
      }
      const there = new Set(seats.map(({ seat }) => seat));
      for (const [seat, row] of rows) {
        if (there.has(seat)) continue;
        row.root.remove();
        rows.delete(seat);
      }
    },
  };
}
