/** Names are data: of any length, in any script, they break neither a sentence nor the picture. */

import assert from "node:assert/strict";
import test from "node:test";

import { clipped } from "../../ui/canvas/layout.js";
import { isolated } from "../../ui/canvas/words.js";

/** Seven pixels a letter. */
const measure = (text) => 7 * [...text].length;

test("a name that fits is written in full", () => {
  assert.equal(clipped("glucose", 49, measure), "glucose");
});

test("a name that is too long ends in an ellipsis and fits", () => {
  const text = clipped("body mass index".repeat(100), 70, measure);
  assert.equal(text, "body mass…");
  assert.ok(measure(text) <= 70);
});

test("a letter of two code units is never cut in half", () => {
  assert.equal(clipped("🧠🧠🧠🧠", 21, measure), "🧠🧠…");
});

test("a name written from right to left is isolated, a plain one is not touched", () => {
  assert.equal(isolated("accounts"), "accounts");
  assert.equal(isolated("גיל"), "\u2068גיל\u2069");
});

test("a name cannot turn the sentence around it", () => {
  assert.equal(isolated("\u202eabc\u2066"), "abc");
});
