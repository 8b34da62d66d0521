import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { fitted, full, parse, product, short, steady, write } from "../../ui/canvas/format.js";

/** What tests/nncore/explain/test_numbers.py asks of Python too. */
const CASES = JSON.parse(readFileSync(new URL("../numbers.json", import.meta.url), "utf8"));

test("numbers are written as the table says", () => {
  for (const [value, digits, text] of CASES.written) assert.equal(write(Number(value), digits), text);
});

test("numbers drawn at random are written as the table says", () => {
  for (const [value, digits, text] of CASES["drawn at random"]) assert.equal(write(value, digits), text);
});

test("typed numbers are read in every usual form", () => {
  for (const [text, value] of CASES.read) assert.equal(parse(text), value, text);
});

test("what is no number is refused", () => {
  for (const text of CASES.refused) assert.ok(Number.isNaN(parse(text)), text);
});

test("every written number is read back: to its digits, and in full to the last bit", () => {
  const view = new DataView(new ArrayBuffer(8));
  let state = 1;
  for (let count = 0; count < 20000; count += 1) {
    for (const half of [0, 4]) view.setUint32(half, (state = (Math.imul(state, 1664525) + 1013904223) >>> 0));
    const value = view.getFloat64(0);
    if (!Number.isFinite(value)) continue;
    const again = parse(write(value, 5));
    assert.ok(Math.abs(again - value) <= 0.5e-4 * Math.abs(value) * (1 + 1e-9), String(value));
    assert.equal(parse(write(value, 17)), value);
  }
});

test("what a float32 holds is written as the decimal it stands for", () => {
  assert.equal(short(Math.fround(0.1)), "0.1");
  assert.equal(short(Math.fround(0.1235)), "0.124");
  assert.equal(full(Math.fround(-0.1234567)), "−0.1234567");
  assert.equal(full(Math.fround(1 / 3)), "0.3333333");
  assert.equal(full(Math.fround(1.5e-6)), "1.5 × 10⁻⁶");
});

test("a number that isn't known yet is a question mark", () => {
  assert.equal(short(NaN), "?");
  assert.equal(fitted(NaN, 1), "?");
});

test("in little room a number has fewer digits", () => {
  assert.equal(fitted(-0.8123, 6), "−0.812");
  assert.equal(fitted(-0.8123, 5), "−0.81");
  assert.equal(fitted(-0.8123, 4), "−0.8");
  assert.equal(fitted(1234.5, 3), "1235");
  assert.equal(fitted(3.4e-5, 8), "3 × 10⁻⁵");
  assert.equal(fitted(3.4e-5, 5), "3×10⁻⁵");
});

test("numbers that change on the spot keep their zeros", () => {
  assert.deepEqual(
    [0.5, 12, 99.96, 1e-5, 0, 12345.6].map((value) => steady(value)),
    ["0.500", "12.0", "100", "1.00 × 10⁻⁵", "0", "12346"],
  );
});

test("a product says whether the shown numbers are exact", () => {
  assert.equal(product(2, Math.fround(0.8)), "2 × 0.8 = 1.6");
  assert.equal(product(2, Math.fround(1 / 3)), "2 × 0.333 ≈ 0.667");
  assert.equal(product(NaN, 2), "? × 2 ≈ ?");
});
