/** How to join a class, large enough for a projector. */

import { html, setAttribute, setText } from "../canvas/svg.js";
import { plainButton } from "./dialog.js";
import { counted } from "./words.js";

/** How to join: address, code, QR. @param {string} address @param {string} code @param {() => void} onLarge */
export function makeEntrance(address, code, onLarge) {
  const title = html("h1", { text: "Class" });
  const place = html("p", { class: "address", text: address.replace(/^https?:\/\//, "") });
  const letters = html("p", { class: "code", text: code });
  letters.setAttribute("aria-label", `Code ${[...code].join(" ")}`);
  letters.setAttribute("role", "img");
  const count = html("p", { class: "count" });
  const qr = html("img", { class: "qr", alt: "QR code of the address to join at", hidden: "" });
  const large = plainButton("Show large");
  large.addEventListener("click", onLarge);
  const words = html("div", { class: "words" }, [title, html("div", { class: "line start" }, [count, large])]);
  const root = html("header", { class: "door" }, [words, html("div", { class: "join" }, [place, letters]), qr]);
  return {
    root,
    /** @param {string} name of the class @param {string} image @param {number} here */
    show(name, image, here) {
      setText(title, name);
      setText(count, `${counted(here, "student")} here`);
      qr.hidden = !image;
      if (image) setAttribute(qr, "src", image);
    },
    large: () => ({
      code: html(
        "div",
        { class: "join" },
        [place, letters].map((part) => /** @type {HTMLElement} */ (part.cloneNode(true))),
      ),
      qr: /** @type {HTMLElement} */ (qr.cloneNode(true)),
    }),
  };
}
