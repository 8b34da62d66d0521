import assert from "node:assert/strict";
import test from "node:test";

import { clock, secondsLeft } from "../../ui/present/countdown.js";
import { actionOf } from "../../ui/present/keys.js";
import { Stage } from "../../ui/present/stage.js";
import { enlarge } from "../../ui/present/type.js";

const FREE = { typing: false, arrows: false };
const SHOWS = { on: true, black: false, steps: 3 };
const act = (key, state = SHOWS, use = FREE, more = {}) => actionOf({ key, ...more }, use, state);

test("P begins and ends, and nothing else is ours before", () => {
  assert.equal(act("p", { ...SHOWS, on: false }), "present");
  assert.equal(act("P"), "end");
  for (const key of ["b", "t", "PageDown", "ArrowRight", "Escape"])
    assert.equal(act(key, { ...SHOWS, on: false }), null);
});

test("clickers and arrows step, and an element that arrows change keeps them", () => {
  assert.equal(act("PageDown"), "next");
  assert.equal(act("PageUp"), "previous");
  assert.equal(act("ArrowRight"), "next");
  assert.equal(act("ArrowLeft"), "previous");
  const slider = { typing: false, arrows: true };
  assert.equal(act("ArrowRight", SHOWS, slider), null);
  assert.equal(act("PageDown", SHOWS, slider), "next");
});

test("without checkpoints keys that step keep their meaning, and Shift+→ always does", () => {
  for (const key of ["PageDown", "ArrowRight"]) assert.equal(act(key, { ...SHOWS, steps: 0 }), null);
  assert.equal(act("ArrowRight", SHOWS, FREE, { shiftKey: true }), null);
});

test("whoever types, types", () => {
  for (const key of ["p", "b", ".", "t", "PageDown", "Escape"])
    assert.equal(act(key, SHOWS, { typing: true, arrows: true }), null);
  assert.equal(act("p", SHOWS, FREE, { ctrlKey: true }), null);
});

test("Escape lifts the black screen before it ends", () => {
  assert.equal(act("Escape", { ...SHOWS, black: true }), "black");
  assert.equal(act("Escape"), "end");
  assert.equal(act("."), "black");
});

test("a countdown counts whole seconds down to none", () => {
  assert.equal(secondsLeft(10_000, 0), 10);
  assert.equal(secondsLeft(10_000, 9_001), 1);
  assert.equal(secondsLeft(10_000, 12_000), 0);
  assert.deepEqual([clock(59), clock(60), clock(119)], ["59", "1:00", "1:59"]);
});

test("type in charts grows, and shrinks back to what it was", () => {
  const layout = {
    font: { size: 14 },
    margin: { l: 7, t: 14 },
    xaxis: { title: { font: { size: 21 } }, range: [0, 14] },
  };
  const before = structuredClone(layout);
  enlarge(layout, 9 / 7);
  assert.equal(layout.font.size, 18);
  assert.equal(layout.margin.t, 18);
  assert.equal(layout.xaxis.title.font.size, 27);
  assert.deepEqual(layout.xaxis.range, [0, 14]);
  enlarge(layout, 7 / 9);
  assert.deepEqual(layout, before);
});

const told = (count, place, visit = "v") => ({
  visit,
  count,
  place,
  title: "",
  text: "",
  checkpoints: [
    { title: "a", note: "" },
    { title: "b", note: "" },
  ],
});

test("older news of the same visit changes nothing, those of a new visit do", () => {
  const stage = new Stage();
  stage.take(told(2, 1));
  stage.take(told(1, 0));
  assert.equal(stage.told.place, 1);
  stage.take(told(0, -1, "w"));
  assert.equal(stage.told.place, -1);
});

test("a step leads to a neighbour and waits until what moves stands still", async () => {
  const stage = new Stage();
  stage.take(told(1, -1));
  assert.deepEqual([stage.target(-1), stage.target(1)], [-1, 0]);
  const order = [];
  stage.beforeSteps(async () => void order.push("still"));
  await stage.leave(1);
  order.push("gone");
  assert.deepEqual(order, ["still", "gone"]);
  assert.deepEqual([stage.target(-1), stage.target(1)], [0, -1]);
});
