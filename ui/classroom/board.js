/** The teacher's board as a seat sees it: the network with its values, the plane, the losses. */

import { NetworkView } from "../canvas/network.js";
import { html, setText } from "../canvas/svg.js";
import { tokens } from "../theme.js";
import { Plane } from "./plane.js";
import { ScoreBoard } from "./scores.js";

const TWEEN = 90; // milliseconds from one frame to the next, about as often as the server sends them

/**
 * What a frame's header says.
 * @typedef {object} BoardHeader
 * @property {number} version of the drawing
 * @property {number} epoch
 * @property {number|null} part batches of the next epoch
 * @property {import("./scores.js").Scores|null} scores
 * @property {number[]|null} probe
 * @property {string} problem why nothing can be computed, or ""
 * @property {import("../canvas/model.js").Payload} [drawing]
 * @property {import("./plane.js").Backdrop} [backdrop]
 *
 * @typedef {Record<string, {data: any, shape: number[]}>} Arrays
 */

export class Board {
  /** @param {HTMLElement} parent on the page, so that its colours are known */
  constructor(parent) {
    const stage = html("div", { class: "network" });
    this.problem = html("p", { class: "problem", hidden: "" });
    this.plane = new Plane(tokens(/** @type {any} */ (parent)));
    this.scores = new ScoreBoard();
    const side = html("div", { class: "side" }, [this.plane.root, this.scores.root]);
    this.root = html("div", { class: "board" }, [this.problem, stage, side]);
    Object.assign(this.root, { board: this }); // for tests
    parent.append(this.root);
    this.network = new NetworkView(stage, { label: "The network on the board" });
    /** The drawing that is shown; none yet. @type {number|null} */
    this.version = null;
    /** When the last frame came. */
    this.at = 0;
  }

  /** Whether there is anything to see. */
  get drawn() {
    return this.version !== null;
  }

  /** @param {BoardHeader} header @param {Arrays} arrays */
  show(header, arrays) {
    this.at = performance.now();
    const fresh = header.drawing !== undefined;
    if (header.drawing) {
      this.network.draw(header.drawing);
      this.version = header.version;
    }
    const known = this.network.values;
    const { theta, z, a } = arrays;
    if (z && a) {
      const values = { theta: theta?.data ?? known.theta, z: z.data, a: a.data };
      this.network.update(values, { tween: fresh ? 0 : TWEEN, moving: true });
    }
    if (header.backdrop) this.plane.show(header.backdrop, arrays);
    this.plane.answers(arrays, fresh ? 0 : TWEEN);
    this.plane.cross(header.probe);
    this.scores.show(header);
    this.scores.draw(arrays.curve);
    this.problem.hidden = !header.problem;
    setText(this.problem, header.problem ?? "");
  }

  /** @param {import("../tokens.js").Tokens} colours of a page that turned dark or light */
  colours(colours) {
    this.plane.colours(colours);
  }

  destroy() {
    this.network.destroy();
    this.plane.stop();
  }
}
