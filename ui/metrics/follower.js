/**
 * Traces of a chart that follow the threshold. Plotly needs 15 ms to draw a chart anew, on a weak laptop four times as
 * long; so while the hand moves, only what Plotly has drawn is shifted, and Plotly learns of it once the hand rests.
 */

/** @typedef {{trace: number, x: (number|null)[][], y: (number|null)[][]}} Move */

const REST = 150;

export class Follower {
  /** @param {any} Plotly @param {any} chart @param {Move[]} moves @param {number} at */
  constructor(Plotly, chart, moves, at) {
    this.Plotly = Plotly;
    this.chart = chart;
    this.moves = moves;
    /** The threshold that Plotly knows. */
    this.settled = at;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.rest = undefined;
  }

  /** @param {number} to */
  move(to) {
    this.moves.forEach(({ trace, x, y }) => this.#shift(trace, [x, y], to));
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settle(to), REST);
  }

  /** @param {number} trace @param {(number|null)[][][]} places @param {number} to */
  #shift(trace, places, to) {
    const { xaxis, yaxis } = this.chart._fullLayout;
    const [dx, dy] = [xaxis, yaxis].map((axis, n) => {
      const [before, now] = [places[n][this.settled][0], places[n][to][0]];
      return before === null || now === null ? NaN : axis.l2p(now) - axis.l2p(before);
    });
    if (Number.isFinite(dx + dy)) this.#group(trace)?.setAttribute("transform", `translate(${dx},${dy})`);
  }

  /** What Plotly has drawn of a trace: one group for each trace of points and lines. @param {number} trace */
  #group(trace) {
    const before = this.chart.data.slice(0, trace).filter((/** @type {any} */ one) => one.type === "scatter");
    return this.chart.querySelectorAll(".scatterlayer > .trace")[before.length];
  }

  /** @param {number} to */
  async settle(to) {
    const places = { x: this.moves.map(({ x }) => x[to]), y: this.moves.map(({ y }) => y[to]) };
    const traces = this.moves.map(({ trace }) => trace);
    this.settled = to;
    for (const trace of traces) this.#group(trace)?.removeAttribute("transform");
    await this.Plotly.restyle(this.chart, places, traces);
  }

  destroy() {
    clearTimeout(this.rest);
  }
}
