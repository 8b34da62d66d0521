/**
 * The training studio: network, output and curves in one component, fed by one request and answer after another.
 * It decides nothing about the network: it asks, shows what comes back, and reports what the hand wants.
 */

import { Loop } from "../link/loop.js";
import { NetworkView } from "../canvas/network.js";
import { button, html, setText } from "../canvas/svg.js";
import { Channel } from "../link/channel.js";
import { isDark, tokens } from "../theme.js";
import { Article } from "./article.js";
import { Controls } from "./controls.js";
import { listen } from "./keys.js";
import { LearningCurves } from "./learning-curves.js";
import { diverging } from "./palette.js";
import { Plane } from "./plane.js";
import { Scores } from "./scores.js";
import { Pace } from "./speeds.js";
import { keep, kept } from "./storage.js";

export const styles = ["../canvas/canvas.css", "./studio.css"];

const CHARTS = { least: 90, most: 600, share: 1 / 3 }; // milliseconds between two redraws of the Plotly charts, and their share of the time
const LINKS = 2000; // milliseconds between two links kept for a reload while it trains
const LONGEST_TWEEN = 300;
const THEME = 500; // milliseconds for which the ground counts as light or dark: asking makes the browser compute its styles
const MOST_SMOOTH = 120; // connections that move in each picture of the screen
const SLOW = 24; // milliseconds between two pictures of the screen: too slow to move a large drawing in each of them

export default class Studio {
  constructor(component) {
    this.root = component.parentElement;
    this.channel = new Channel((...frame) => this.receive(...frame));
    this.pace = new Pace();
    this.playing = false;
    this.times = { asked: 0, answered: 0, chart: 0, link: 0, gap: 50, cost: 15 };
    this.rate = null;
    /** Whether the drawing moves in every picture of the screen; a large one steps from frame to frame. */
    this.smooth = true;
    this.look = { maps: true };
    this.loop = new Loop({ send: (state) => this.#send(state), onFrame: (header) => this.#show(header), most: 2 });
    this.#build();
    this.stopListening = listen(this.act);
  }

  #build() {
    this.act = {
      play: () => (this.playing ? this.pause() : this.start()),
      advance: (unit) => this.#once({ kind: "advance", unit }),
      reset: () => this.#once({ kind: "reset" }),
      reseed: () => this.#once({ kind: "reseed" }),
      speed: (speed) => this.pace.change(speed),
      share: () => this.#share(),
    };
    const part = (name, label) => html("section", { class: name, "aria-label": label });
    const [network, output] = [part("network", "Network"), part("output", "Output")];
    this.message = html("div", { class: "message", role: "alert" });
    this.message.hidden = true;
    this.said = html("div", { class: "said", role: "status" });
    const studio = html("div", { class: "studio" });
    this.root.append(studio);
    studio.studio = this;
    this.controls = new Controls(studio, this.act);
    studio.append(this.message, html("div", { class: "stage" }, [network, output]), this.said);
    this.#toggles(network);
    const board = html("div", { class: "board" });
    network.append(board);
    this.view = new NetworkView(board, { mode: "edit", label: "The network", onIntent: (edit) => this.#intend(edit) });
    this.plane = new Plane(output, { onProbe: (x, y) => this.#probe([x, y]) });
    output.append(this.planeToggles);
    this.scores = new Scores(output);
    this.course = new LearningCurves(output, { onSeek: (epoch) => this.#seek(epoch) });
    output.append(this.courseToggles);
    this.article = new Article(network);
  }

  /** Small switches where they matter. */
  #toggles(network) {
    const probe = button("Take the probe away", "", { class: "chip" });
    probe.append(
      html("span", { class: "symbol", text: "close", "aria-hidden": "true" }),
      html("span", { text: "Probe" }),
    );
    probe.hidden = true;
    probe.addEventListener("click", () => this.#probe(null));
    this.probeChip = probe;
    this.sampleWords = html("span", { class: "sample" });
    this.mapSwitch = toggle(
      "Pictures",
      "Each neuron's answer over the plane; off: its value for one point",
      true,
      (on) => this.#pictures(on),
    );
    network.append(html("div", { class: "switches" }, [this.mapSwitch.label, probe, this.sampleWords]));
    this.planeToggles = html("div", { class: "switches" }, [
      toggle("Test points", "Show the rows that are held out", true, (on) => this.plane.test(on)).label,
      toggle("Discretise", "Show sides instead of shades", false, (on) => this.plane.field.discretise(on)).label,
      html("span", { class: "hint", text: "Click to probe a point" }),
    ]);
    this.accuracySwitch = toggle("Accuracy", "Show accuracy instead of loss", false, (on) =>
      this.course.choose(on ? "accuracy" : "loss"),
    );
    this.courseToggles = html("div", { class: "switches" }, [
      this.accuracySwitch.label,
      toggle("Log scale", "Logarithmic loss axis", false, (on) => this.course.logarithmic(on)).label,
    ]);
  }

  // ---- what Streamlit calls ----------------------------------------------------------------------------------

  update(component) {
    this.channel.update(component);
    if (this.scene && this.#isDark() !== this.dark) this.loop.ask(); // the theme has changed: other colours
  }

  receive(header, arrays) {
    this.arrays = arrays;
    this.loop.receive(header);
  }

  destroy() {
    this.loop.stop();
    this.channel.destroy();
    clearTimeout(this.timer);
    this.stopListening();
    this.view.destroy();
    this.plane.destroy();
    this.course.destroy();
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
    this.playing = false;
    clearTimeout(this.timer);
    this.controls.playing(false);
    this.times.chart = 0;
    this.loop.ask();
  }

  #send(state) {
    const now = performance.now();
    this.times.asked = now;
    const pause = Math.min(Math.max(this.times.cost / CHARTS.share, CHARTS.least), CHARTS.most);
    const first = this.playing && state.edits.length > 0; // what the hand did is to be seen first
    if (first) this.#stand();
    const chart = !this.playing || now - this.times.chart >= (first ? CHARTS.most : pause);
    if (chart) this.times.chart = now;
    const link = !this.playing || now - this.times.link >= LINKS;
    if (link) this.times.link = now;
    const play = this.playing ? this.pace.take(now) : null;
    this.resting = !this.playing;
    const want = { chart, link, dark: this.#isDark() };
    this.channel.send({ ...state, have: this.have ?? {}, play, want });
  }

  /** Stop what moves until the next frame, which finds the browser free. */
  #stand() {
    this.view.tween.stop();
    this.plane.field.stop();
  }

  #isDark() {
    const now = performance.now();
    if (now - (this.ground?.at ?? -THEME) >= THEME) this.ground = { at: now, dark: isDark(this.root) };
    return this.ground.dark;
  }

  #ask() {
    clearTimeout(this.timer);
    this.loop.ask();
  }

  /** What to ask once nothing is under way; after a pause it is the frame at rest, with all charts. */
  #later() {
    clearTimeout(this.timer);
    if (!this.playing && !this.resting) this.loop.ask();
    if (!this.playing) return;
    const wait = this.pace.wait(performance.now(), this.times.asked);
    if (wait < 1) this.#ask();
    else this.timer = setTimeout(() => this.#ask(), wait);
  }

  /** An action that ends playing. */
  #once(edit) {
    if (this.playing) {
      this.playing = false;
      clearTimeout(this.timer);
      this.controls.playing(false);
    }
    this.loop.push(edit);
  }

  #intend(edit) {
    this.loop.push(edit);
  }

  #seek(epoch) {
    this.seeks = (this.seeks ?? 0) + 1;
    this.#once({ kind: "seek", epoch, gesture: "seek" });
  }

  #probe(place) {
    if (place) this.#pictures(false);
    else this.#pictures(true);
    this.loop.push({ kind: "probe", place, gesture: "probe" });
  }

  // ---- showing -----------------------------------------------------------------------------------------------

  #show(header) {
    const now = performance.now();
    const { arrays, loop } = this;
    this.#measure(header, now);
    this.#hints(header);
    this.#still(header, arrays);
    if (this.playing && header.ended && header.client === loop.client) this.pause();
    else if (!loop.inFlight) this.#later(); // the server trains on while this frame is drawn
    const ms = this.#tween();
    this.#network(header, arrays, ms);
    if (this.scene) this.#output(header, arrays, ms);
    this.course.time(header.epoch, header.last, loop.settled, header.first);
    this.controls.where(header.epoch, header.part, this.playing ? this.rate : null);
    this.#tell(header);
  }

  #output(header, arrays, ms) {
    this.plane.map(arrays.field, ms);
    if (arrays.course) {
      this.due = { header, arrays };
      if (this.playing) requestAnimationFrame(() => setTimeout(() => this.#charts()));
      else this.#charts();
    }
    this.plane.probe(header.sample ? header.sample.place : header.probe);
    this.scores.show(header.scores, this.scene);
  }

  /** What Plotly draws; while it plays, after the rest of the frame has been painted, unless the hand goes first. */
  #charts() {
    if (!this.due || !this.root.isConnected) return;
    const { header, arrays } = this.due;
    this.due = null;
    if (this.playing && !this.loop.settled) return;
    const start = performance.now();
    this.course.show(arrays.course, arrays.old, header.marks, header.epoch);
    this.plane.answers(arrays.outputs, arrays.wrong.data, arrays.line?.data);
    this.article.show(header.article);
    this.times.cost += 0.3 * (performance.now() - start - this.times.cost);
  }

  /** Time between frames, epochs a second. */
  #measure(header, now) {
    const { times } = this;
    const gap = now - times.answered;
    times.answered = now;
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

  /** A new server session after a reload gets back what this tab had. */
  #hints(header) {
    if (!this.visited && header.fresh) {
      const link = kept(header.visit);
      if (link) this.restoring = this.loop.push({ kind: "restore", link });
    }
    this.visited = true;
    if (this.restoring && header.client === this.loop.client && header.ack >= this.restoring) this.restoring = 0;
    if (!header.link) return;
    if (!this.restoring) keep(header.visit, header.link);
    if (this.sharing) this.#copy(header.link);
  }

  /** What changes only with drawing, data or theme. */
  #still(header, arrays) {
    if (header.scene && header.scene.key !== this.have?.scene) {
      this.scene = {
        ...header.scene,
        targets: arrays.targets.data,
        ticks: arrays.ticks && Array.from(arrays.ticks.data),
      };
      this.dark = header.scene.dark;
      this.palette = diverging(tokens(this.root));
      this.due = null; // drawn from other data
      this.plane.draw(header.figures.plane, this.scene);
      this.course.draw(header.figures);
      this.accuracySwitch.label.hidden = !header.figures.accuracy;
    }
    if (header.drawing && header.version !== this.have?.drawing) {
      this.view.draw(header.drawing);
      this.smooth = header.drawing.connections.length <= MOST_SMOOTH;
      this.plane.field.gap = 16;
    }
    this.view.history(header.history);
    this.have = { drawing: header.version, scene: header.scene?.key ?? this.have?.scene };
  }

  #network(header, arrays, ms) {
    const values = { theta: arrays.theta.data, z: arrays.z.data, a: arrays.a.data };
    if (this.plane.field.gap > SLOW) this.smooth = false;
    this.view.update(values, { tween: this.smooth ? ms : 0, settled: this.loop.settled, moving: this.playing });
    this.maps = arrays.maps ?? this.maps;
    const sampled = Boolean(header.sample);
    if (this.look.maps && !sampled) this.#paintMaps();
    else if (this.mapped) this.#unmap();
    this.probeChip.hidden = !header.probe;
    setText(this.sampleWords, header.sample?.words ?? "");
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

  #pictures(on) {
    this.look.maps = on;
    this.mapSwitch.box.checked = on;
    if (on) this.#paintMaps();
    else this.#unmap();
  }

  /** What stopped a run or was refused, with the remedies at hand. */
  #tell({ told, refused, client }) {
    if (refused && client === this.loop.client && refused.n > (this.refused ?? 0)) {
      this.refused = refused.n;
      this.view.refuse(refused.text);
    }
    const words = JSON.stringify(told);
    if (this.told === words) return;
    this.told = words;
    this.message.hidden = !told;
    if (!told) return;
    this.message.classList.toggle("bad", told.bad);
    this.message.replaceChildren(html("span", { text: told.text }));
    told.remedies.forEach((label, index) => {
      const cure = button(label, label, { class: "remedy" });
      cure.addEventListener("click", () => this.#once({ kind: "remedy", index }));
      this.message.append(cure);
    });
  }

  #share() {
    this.sharing = true;
    this.times.link = 0;
    this.loop.ask();
  }

  async #copy(link) {
    this.sharing = false;
    const address = new URL(`./?s=${link}`, document.baseURI).href;
    try {
      await navigator.clipboard.writeText(address);
      setText(this.said, "The link is in the clipboard.");
    } catch {
      setText(this.said, `Copy this link: ${address}`);
    }
    setTimeout(() => setText(this.said, ""), 6000);
  }
}

/** A labelled switch. */
function toggle(word, help, on, act) {
  const box = html("input", { type: "checkbox" });
  box.checked = on;
  box.addEventListener("change", () => act(box.checked));
  return { box, label: html("label", { class: "toggle", title: help }, [box, html("span", { text: word })]) };
}
