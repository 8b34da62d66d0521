import assert from "node:assert/strict";
import test from "node:test";

import { fileName } from "../../ui/share/files.js";
import { pixelsOf } from "../../ui/share/png.js";

test("a file says what it holds", () => {
  assert.equal(fileName(["loss", "epoch", 120], "png"), "netsketch-loss-epoch-120.png");
  assert.equal(fileName(["drawing", "2-4-2-1"], "svg"), "netsketch-drawing-2-4-2-1.svg");
});

test("a name of the visitor's becomes no path and keeps its letters", () => {
  assert.equal(fileName(["../…/Größe <b> \u2060x"], "csv"), "netsketch-große-b-x.csv");
  assert.equal(fileName(["גיל"], "csv"), "netsketch-גיל.csv");
});

test("a name of nothing, or of very much, is still one", () => {
  assert.equal(fileName(["/"], "csv"), "netsketch.csv");
  assert.ok(fileName(["a".repeat(1000)], "csv").length < 100);
});

test("a PNG has twice the pixels, or as many as a browser can paint", () => {
  assert.deepEqual(pixelsOf(950, 470, 2), { width: 1900, height: 940 });
  assert.deepEqual(pixelsOf(500, 8192, 2), { width: 500, height: 8192 });
});
