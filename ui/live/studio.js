/**
 * The training studio: network, output and curves in one component, fed by one request and answer after another.
 * It decides nothing about the network: it asks, shows what comes back, and reports what the visitor wants.
 */

import { Conversation } from "../link/conversation.js";
import { NetworkView } from "../canvas/network.js";
import { Price } from "../canvas/price.js";
import { short } from "../canvas/format.js";
import { button, html, setText } from "../canvas/svg.js";
import { stage } from "../present/stage.js";
import { saveFile } from "../share/files.js";
import { isDark, tokens } from "../theme.js";
import { Article } from "./article.js";
import { Brush } from "./brush.js";
import { Controls } from "./controls.js";
import { listen } from "./keys.js";
import { LearningCurves } from "./learning-curves.js";
import { diverging } from "./palette.js";
import { Plane } from "./plane.js";
import { Received } from "./received.js";
import { Scores } from "./scores.js";
import { FASTEST, Pace } from "./speeds.js";

/** @import { Arrays } from "../link/conversation.js" */

/**
 * What a frame's header says; see live_frame in ui/core/live_frame.py.
 * @typedef {import("../link/conversation.js").Envelope & {
 *   pace?: number, epoch: number, first: number, last: number, part: string, ended: boolean, probe: number[]|null,
 *   scores: {loss: import("./scores.js").Pair, accuracy: import("./scores.js").Pair,
 *   more?: import("./scores.js").More[]}, notice: Notice|null,
 *   drawing?: import("../canvas/model.js").Payload, backdrop?: Backdrop, figures?: any,
 *   sent?: import("./received.js").Difference, sample?: {words: string, place: number[]}, marks?: [number, string][], article?: any,
 *   file?: {name: string, text: string}}} Header
 *
 * What is worth saying about the run, and what can be done about it.
 * @typedef {{text: string, bad: boolean, remedies: string[]}} Notice
 *
 * What stays while the network learns.
 * @typedef {import("./plane.js").Backdrop & {key: string, dark: boolean, task: string,
 *   scaled: {name: string, center: number, scale: number}|null,
 *   level: {name: string, shares: import("./scores.js").Pair}|null}} Backdrop
 */

export const styles = ["canvas/canvas.css", "live/studio.css", "share/save-button.css"];

const CHARTS = { share: 1 / 3, least: 90, most: 600 };
const MANY = 16000; // bytes of weights from which they don't come with every frame …
const LINE = 250; // … but as many a millisecond
const SIDES = { small: 16, usual: 32 }; // points along each side of a neuron's picture
const SMALL = 40; // pixels across a neuron that shows no more
const LONGEST_TWEEN = 300;
const FAR = 80; // milliseconds from a request to its answer from which two are on their way at once
const HALTING = 2000; // milliseconds for which a step to a checkpoint waits for what is under way
const THEME = 500; // milliseconds for which the ground counts as light or dark: asking makes the browser compute its styles

export default class Studio {
  /** @param {StreamlitComponent<Uint8Array>} component */
  constructor(component) {
    this.root = /** @type {ShadowRoot} */ (component.parentElement);
    this.pace = new Pace();
    this.playing = false;
    /** Whether the frame at rest, with all charts, has been asked for. */
    this.resting = true;
    this.times = { asked: 0, answered: 0, gap: 50, weights: 0, pace: FASTEST };
    this.charts = new Price(CHARTS.share, CHARTS.least, CHARTS.most);
    /** Epochs a second. @type {number|null} */
    this.rate = null;
    /** Where the rate is counted from. @type {{epoch: number, now: number}|null} */
    this.mark = null;
    this.look = { maps: true };
    this.mapped = false;
    /** What the view has, so that it need not be sent again. @type {{drawing?: number, backdrop?: string}} */
    this.have = {};
    this.ground = { at: -Infinity, dark: false };
    /** @type {Backdrop|null} */
    this.backdrop = null;
    /** @type {{header: Header, arrays: Arrays}|null} charts that are still to be drawn */
    this.due = null;
    this.received = new Received();
    /** @type {Arrays[string]|undefined} */
    this.maps = undefined;
    /** @type {Uint8ClampedArray} */
    this.palette = new Uint8ClampedArray(0);
    this.dark = false;
    this.noticed = "null";
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    this.conversation = new Conversation({
      show: (header, arrays) => this.#show(header, arrays),
      refuse: (text) => this.view.refuse(text),
      wishes: (edits) => this.#wishes(edits),
      held: () => this.playing,
      goOn: (playing) => playing && this.start(),
      most: 3,
    });
    const act = {
      play: () => (this.playing ? this.pause() : this.start()),
      advance: (/** @type {"epoch"|"step"} */ unit) => this.#once({ kind: "advance", unit }),
      reset: () => this.#once({ kind: "reset" }),
      reseed: () => this.#once({ kind: "reseed" }),
      speed: (/** @type {import("./speeds.js").Speed} */ speed) => this.pace.change(speed),
    };
    const part = (/** @type {string} */ name, /** @type {string} */ label) =>
      html("section", { class: name, "aria-label": label });
    const [network, output] = [part("network", "Network"), part("output", "Output")];
    const studio = html("div", { class: "studio" });
    this.root.append(studio);
    Object.assign(studio, { studio: this }); // for tests and measurements
    this.message = html("div", { class: "message", role: "alert" });
    this.message.hidden = true;
    this.controls = new Controls(studio, act);
    studio.append(this.message, html("div", { class: "stage" }, [network, output]));
    this.mapSwitch = toggle(
      "Neuron maps",
      "Each neuron's answer over the plane; off: its value for one point",
      true,
      (on) => this.#pictures(on),
    );
    this.probeChip = button("Take the probe away", "", { class: "chip" });
    this.probeChip.append(
      html("span", { class: "symbol", text: "close", "aria-hidden": "true" }),
      html("span", { text: "Probe" }),
    );
    this.probeChip.hidden = true;
    this.probeChip.addEventListener("click", () => this.#probe(null));
    this.sampleWords = html("span", { class: "sample" });
    const board = html("div", { class: "board" });
    network.append(switches(this.mapSwitch.label, this.probeChip, this.sampleWords), board);
    this.view = new NetworkView(board, {
      mode: "edit",
      label: "The network",
      onIntent: (edit) => this.conversation.push(edit),
    });
    this.plane = new Plane(output, {
      onProbe: (x, y) => this.#probe([x, y]),
      words: () => ["output", "epoch", this.curves.numbers?.here ?? 0],
    });
    this.hint = html("span", { class: "hint", text: "Click to probe a point" });
    this.brush = new Brush(this.plane, {
      draw: (stroke) => this.conversation.push({ kind: "points", ...stroke }),
      undo: () => this.conversation.push({ kind: "undo" }),
      save: () => this.conversation.push({ kind: "save_rows" }),
    });
    this.brushSwitch = toggle("Draw points", "Draw, spray, move and erase points of your own", false, (on) =>
      this.#draw(on),
    );
    output.append(
      switches(
        toggle("Test points", "Show the rows that are held out", true, (on) => this.plane.test(on)).label,
        toggle("Only the class", "Shows the class at each place instead of how sure the answer is", false, (on) =>
          this.plane.field.discretise(on),
        ).label,
        this.brushSwitch.label,
        this.hint,
      ),
      this.brush.bar,
    );
    this.scores = new Scores(output, () => this.conversation.ready && this.conversation.ask());
    this.curves = new LearningCurves(output, { onSeek: (epoch) => this.#seek(epoch) });
    this.accuracySwitch = toggle("Accuracy", "Show accuracy instead of loss", false, (on) =>
      this.curves.choose(on ? "accuracy" : "loss"),
    );
    const log = toggle("Log scale", "Logarithmic loss axis", false, (on) => this.curves.logarithmic(on));
    output.append(switches(this.accuracySwitch.label, log.label));
    this.article = new Article(network);
    this.stopListening = listen(act);
    this.stopFollowing = stage.beforeSteps(() => this.#halt());
    /** Parts that are on the screen: a phone shows one at a time, and pictures nobody sees need not be sent. */
    this.seen = { network: true, plane: true };
    const parts = new Map([
      [board, /** @type {const} */ ("network")],
      [this.plane.root, /** @type {const} */ ("plane")],
    ]);
    this.watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const part = parts.get(/** @type {HTMLDivElement} */ (target));
        if (part) this.seen[part] = isIntersecting;
      }
      if (!this.playing && this.conversation.ready) this.conversation.ask();
    });
    for (const part of parts.keys()) this.watcher.observe(part);
  }

  // ---- what Streamlit calls ----------------------------------------------------------------------------------

  /** @param {StreamlitComponent<Uint8Array>} component */
  update(component) {
    this.conversation.update(component);
    if (this.backdrop && this.#isDark() !== this.dark) this.conversation.ask(); // the theme has changed: other colours
  }

  destroy() {
    this.conversation.destroy();
    this.watcher.disconnect();
    clearTimeout(this.timer);
    this.stopListening();
    this.stopFollowing();
    this.view.destroy();
    this.plane.destroy();
    this.curves.destroy();
  }

  // ---- asking ------------------------------------------------------------------------------------------------

  start() {
    this.playing = true;
    this.pace.start(performance.now());
    this.rate = null;
    this.mark = null;
    this.controls.playing(true);
    this.#ask();
  }

  pause() {
    this.#stop();
    this.charts.at = -Infinity;
    this.conversation.ask();
  }

  /** Stands still once this is done: nothing is under way that would train on. */
  async #halt() {
    if (this.playing) this.pause();
    const latest = performance.now() + HALTING;
    while (this.conversation.inFlight && performance.now() < latest)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  #stop() {
    this.playing = false;
    clearTimeout(this.timer);
    this.controls.playing(false);
  }

  /** What a request asks for. @param {object[]} edits that it carries */
  #wishes(edits) {
    const now = performance.now();
    this.times.asked = now;
    const first = this.playing && edits.length > 0; // what the visitor did is to be seen first
    if (first) this.#stand();
    const chart = !this.playing || (first ? now - this.charts.at >= CHARTS.most : this.charts.due(now));
    if (chart) this.charts.at = now;
    const weights = !this.playing || first || now - this.times.weights >= this.#weightsPause;
    if (weights) this.times.weights = now;
    const play = this.playing ? this.pace.take(now) : null;
    this.resting = !this.playing;
    const want = {
      chart,
      weights,
      answers: this.plane.hovered,
      maps: this.look.maps && this.seen.network,
      field: this.seen.plane,
      side: this.playing && this.view.neuronPixels < SMALL ? SIDES.small : SIDES.usual,
      more: this.scores.isOpen,
      dark: this.#isDark(),
    };
    return { play, have: { ...this.have, sent: this.received.number }, want };
  }

  /** Milliseconds from one time that all weights are sent to the next. */
  get #weightsPause() {
    const bytes = 4 * this.view.values.theta.length;
    return bytes < MANY ? 0 : Math.max(bytes / LINE, this.view.manyPause);
  }

  /** Stop what moves until the next frame, which finds the browser free. */
  #stand() {
    this.view.tween.stop();
    this.plane.field.stop();
  }

  #isDark() {
    const now = performance.now();
    if (now - this.ground.at >= THEME) this.ground = { at: now, dark: isDark(this.root) };
    return this.ground.dark;
  }

  #ask() {
    clearTimeout(this.timer);
    const far = this.conversation.trip >= FAR;
    this.conversation.ask(far ? 2 : 1);
    if (far) this.#later();
  }

  /**
   * What to ask next; after a pause it is the frame at rest, with all charts. While it plays, a request leaves at the
   * earliest once its pace allows; where answers take long, half-way to the next one, so that frames come twice as often.
   */
  #later() {
    clearTimeout(this.timer);
    if (!this.playing && !this.resting) this.conversation.ask();
    if (!this.playing) return;
    const [now, { trip }, { asked, pace }] = [performance.now(), this.conversation, this.times];
    const half = trip >= FAR ? asked + trip / 2 - now : 0;
    const wait = Math.max(this.pace.wait(now, asked, pace), half);
    if (wait < 1 && !this.conversation.inFlight) this.#ask();
    else this.timer = setTimeout(() => this.#ask(), wait);
  }

  /** An edit that ends playing. @param {{kind: string} & Record<string, any>} edit */
  #once(edit) {
    if (this.playing) this.#stop();
    this.conversation.push(edit);
  }

  /** @param {number} epoch */
  #seek(epoch) {
    this.#once({ kind: "seek", epoch, gesture: "seek" });
  }

  /** @param {number[]|null} place */
  #probe(place) {
    this.#pictures(!place);
    this.conversation.push({ kind: "probe", place, gesture: "probe" });
  }

  // ---- showing -----------------------------------------------------------------------------------------------

  /** @param {Header} header @param {Arrays} sent what of it the frame brings */
  #show(header, sent) {
    const { conversation } = this;
    const arrays = header.sent ? { ...sent, ...this.received.take(header.sent, sent) } : sent;
    this.#measure(header, performance.now());
    this.#stills(header, arrays);
    if (this.playing && header.ended && conversation.isOurs(header)) this.pause();
    else if (!conversation.inFlight || conversation.trip >= FAR) this.#later(); // the server trains on while this frame is drawn
    const ms = this.#tween();
    this.#network(header, arrays, ms);
    if (this.backdrop) this.#output(header, arrays, ms, this.backdrop);
    this.curves.time(header.epoch, header.last, conversation.settled, header.first);
    this.controls.where(header.epoch, header.part, this.playing ? this.rate : null);
    this.#notice(header.notice);
    if (header.file) saveFile(header.file.name, header.file.text, "text/csv");
  }

  /** @param {Header} header @param {Arrays} arrays @param {number} ms @param {Backdrop} backdrop */
  #output(header, arrays, ms, backdrop) {
    this.plane.map(arrays.field, ms);
    if (arrays.wrong) {
      this.due = { header, arrays: { ...this.received.known, ...arrays } };
      if (this.playing) requestAnimationFrame(() => setTimeout(() => this.#charts()));
      else this.#charts();
    }
    this.plane.probe(header.sample ? header.sample.place : header.probe);
    this.scores.show(header.scores, backdrop);
    if (header.scores.more) this.scores.showMore(header.scores.more);
  }

  /** What Plotly draws; while it plays, after the rest of the frame has been painted, unless an edit goes first. */
  #charts() {
    if (!this.due || !this.root.isConnected) return;
    const { header, arrays } = this.due;
    this.due = null;
    if (this.playing && !this.conversation.settled) return;
    this.charts.pay(() => {
      this.curves.show(arrays.curves, arrays.old_curves, header.marks ?? [], header.epoch);
      this.plane.answers(arrays.outputs ?? null, arrays.wrong.data, arrays.line?.data);
      this.article.show(header.article);
    });
  }

  /** Time between frames, epochs a second. @param {Header} header @param {number} now */
  #measure(header, now) {
    const { times } = this;
    const gap = now - times.answered;
    times.answered = now;
    times.pace = Math.max(header.pace ?? 0, FASTEST);
    if (this.playing && gap < 2000) times.gap += 0.2 * (gap - times.gap);
    const point = { epoch: header.epoch, now };
    if (!this.mark || header.epoch < this.mark.epoch) this.mark = point;
    if (now - this.mark.now > 500) {
      this.rate = ((header.epoch - this.mark.epoch) * 1000) / (now - this.mark.now);
      this.mark = point;
    }
  }

  #tween() {
    return this.playing ? Math.min(1.1 * this.times.gap, LONGEST_TWEEN) : 0;
  }

  /** What changes only with drawing, data or theme. @param {Header} header @param {Arrays} arrays */
  #stills(header, arrays) {
    const { backdrop } = header;
    if (backdrop && backdrop.key !== this.have.backdrop) {
      this.backdrop = {
        ...backdrop,
        rows: arrays.rows.data,
        targets: arrays.targets.data,
        ticks: arrays.ticks && Array.from(arrays.ticks.data),
      };
      this.dark = backdrop.dark;
      this.palette = diverging(tokens(this.root));
      this.due = null; // drawn from other data
      this.mapped = false; // painted in other colours
      this.plane.draw(header.figures.plane, this.backdrop);
      this.brush.show(this.backdrop);
      this.brushSwitch.label.hidden = !this.backdrop.drawable;
      if (!this.backdrop.drawable && this.brush.on) this.#draw(false);
      this.curves.draw(header.figures);
      this.accuracySwitch.label.hidden = !header.figures.accuracy;
    }
    if (header.drawing && header.version !== this.have.drawing) {
      this.view.draw(header.drawing);
    }
    this.view.history(header.history);
    this.have = { drawing: header.version, backdrop: backdrop?.key ?? this.have.backdrop };
  }

  /** @param {Header} header @param {Arrays} arrays @param {number} ms */
  #network(header, arrays, ms) {
    const values = { theta: arrays.theta?.data ?? this.view.values.theta, z: arrays.z.data, a: arrays.a.data };
    this.view.update(values, { tween: ms, settled: this.conversation.settled, moving: this.playing });
    this.maps = arrays.maps ?? this.maps;
    const sampled = Boolean(header.sample);
    if (this.look.maps && !sampled) {
      if (arrays.maps || !this.mapped) this.#paintMaps();
    } else if (this.mapped) this.#unmap();
    this.probeChip.hidden = !header.probe;
    setText(this.sampleWords, header.sample?.words ?? this.#answerWords(header, arrays));
  }

  /** Where a network learns a scaled value: its answer for the probe in the unit of the data. @param {Header} header @param {Arrays} arrays */
  #answerWords({ probe }, { a }) {
    const scaled = this.backdrop?.scaled;
    if (!scaled || !probe) return "";
    const value = a.data[a.data.length - 1] * scaled.scale + scaled.center;
    return `Output ${short(a.data[a.data.length - 1])} means ${scaled.name} ${short(value)}`;
  }

  /** Whether the pointer draws points instead of probing. @param {boolean} on */
  #draw(on) {
    this.brushSwitch.box.checked = on;
    this.hint.hidden = on;
    this.brush.turn(on);
  }

  #paintMaps() {
    if (!this.maps) return;
    const { data, shape } = this.maps;
    const size = shape[1];
    const list = Array.from({ length: shape[0] }, (_, unit) =>
      data.subarray(unit * size * size, (unit + 1) * size * size),
    );
    this.mapped = true;
    this.view.maps(list, size, this.palette);
  }

  #unmap() {
    this.mapped = false;
    this.view.maps(null);
  }

  /** @param {boolean} on */
  #pictures(on) {
    this.look.maps = on;
    this.mapSwitch.box.checked = on;
    if (on) this.#paintMaps();
    else this.#unmap();
  }

  /** What stopped a run or ails it, with the remedies at hand. @param {Notice|null} notice */
  #notice(notice) {
    const words = JSON.stringify(notice);
    if (this.noticed === words) return;
    this.noticed = words;
    this.message.hidden = !notice;
    if (!notice) return;
    this.message.classList.toggle("bad", notice.bad);
    this.message.replaceChildren(html("span", { text: notice.text }));
    notice.remedies.forEach((label, index) => {
      const remedy = button(label, label, { class: "remedy" });
      remedy.addEventListener("click", () => this.#once({ kind: "remedy", index }));
      this.message.append(remedy);
    });
  }
}

/** A row of small switches. @param {HTMLElement[]} parts */
function switches(...parts) {
  return html("div", { class: "switches" }, parts);
}

/** A labelled switch. @param {string} word @param {string} help @param {boolean} on @param {(on: boolean) => void} act */
function toggle(word, help, on, act) {
  const box = html("input", { type: "checkbox" });
  box.checked = on;
  box.addEventListener("change", () => act(box.checked));
  return { box, label: html("label", { class: "toggle", title: help }, [box, html("span", { text: word })]) };
}
