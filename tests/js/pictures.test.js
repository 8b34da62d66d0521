/** Pictures to take along: colours as any program knows them, texts that XML can hold, room for numbers. */

import assert from "node:assert/strict";
import test from "node:test";

import { benchFor } from "../../ui/share/bench.js";
import { onSlide, titleOf } from "../../ui/share/chart-files.js";
import { lengths, plainColour, xmlText } from "../../ui/share/portable.js";
import { payload } from "./drawings.js";

test("colours become what every program knows", () => {
  assert.deepEqual(plainColour("rgb(8, 119, 189)"), { colour: "#0877bd", alpha: 1 });
  assert.deepEqual(plainColour("rgba(0, 0, 0, 0.5)"), { colour: "#000000", alpha: 0.5 });
  assert.deepEqual(plainColour("color(srgb 0.5 1 0)"), { colour: "#80ff00", alpha: 1 });
  assert.deepEqual(plainColour("color(srgb 1 1e-7 0 / 0.25)"), { colour: "#ff0000", alpha: 0.25 });
  assert.deepEqual(plainColour("none"), { colour: "none", alpha: 1 });
});

test("lines of constant width get the picture's units", () => {
  assert.equal(lengths("1.75px", 0.5), "3.5");
  assert.equal(lengths("7px, 4px", 2), "3.5 2");
});

test("what XML has no place for is replaced, everything else is kept", () => {
  assert.equal(xmlText("a\u0000b\u001f\ud800"), "a\ufffdb\ufffd\ufffd");
  assert.equal(xmlText("<&\"'> 🧠 גיל\t"), "<&\"'> 🧠 גיל\t");
});

test("the bench has room for the numbers of a tall drawing, and none of one that nobody could read", () => {
  const low = benchFor(payload([2, 4, 2, 1]), true);
  const tall = benchFor(payload([8, 16, 8, 1]), true);
  assert.ok(tall.height > 16 * 75 && tall.width > tall.height);
  assert.deepEqual(benchFor(payload([8, 16, 8, 1]), false), low);
  assert.deepEqual(benchFor(payload([8, 100, 1]), true), low);
});

test("a chart on a slide has a ground, room on all sides and its own title, and stays as it is on the page", () => {
  const figure = {
    data: [],
    layout: { title: { text: "ROC" }, margin: { l: 56, r: 2 }, xaxis: { automargin: false } },
  };
  const before = structuredClone(figure);
  const { layout } = onSlide(figure, "#ffffff");
  assert.deepEqual([layout.paper_bgcolor, layout.margin.l, layout.margin.r], ["#ffffff", 56, 16]);
  assert.ok(layout.xaxis.automargin && layout.font.family.includes("sans-serif"));
  assert.deepEqual(figure, before);
});

test("a chart is called by its title, else by its height, else as its page says", () => {
  assert.equal(titleOf({ title: { text: "ROC" } }, "chart"), "ROC");
  assert.equal(titleOf({ yaxis: { title: { text: "loss" } } }, "chart"), "loss");
  assert.equal(titleOf({}, "chart"), "chart");
});
