import assert from "node:assert/strict";
import test from "node:test";

import { Received } from "../../ui/live/received.js";

const bytes = (...values) => ({ data: Uint8Array.from(values), shape: [1, values.length] });
const rows = (...values) => ({ data: Float32Array.from([...values, ...values]), shape: [2, values.length] });

test("the first frame is taken as it is", () => {
  const received = new Received();
  const fresh = received.take({ number: 1, on: 0, parts: { maps: "whole" } }, { maps: bytes(1, 2) });
  assert.deepEqual([...fresh.maps.data], [1, 2]);
  assert.equal(received.number, 1);
});

test("a difference is added, and bytes wrap around", () => {
  const received = new Received();
  received.take({ number: 1, on: 0, parts: { maps: "whole" } }, { maps: bytes(250, 3) });
  const fresh = received.take({ number: 2, on: 1, parts: { maps: "added" } }, { maps: bytes(8, 0) });
  assert.deepEqual([...fresh.maps.data], [2, 3]);
  assert.deepEqual([...received.states.get(1).maps.data], [250, 3]);
});

test("rows grow from a column on", () => {
  const received = new Received();
  received.take({ number: 1, on: 0, parts: { curves: "whole" } }, { curves: rows(1, 2, 9) });
  const { curves } = received.take({ number: 2, on: 1, parts: { curves: 2 } }, { curves: rows(3, 4) });
  assert.deepEqual(
    [curves.shape, [...curves.data]],
    [
      [2, 4],
      [1, 2, 3, 4, 1, 2, 3, 4],
    ],
  );
});

test("what a frame leaves out stays, and is not new", () => {
  const received = new Received();
  received.take({ number: 1, on: 0, parts: { maps: "whole" } }, { maps: bytes(1) });
  assert.deepEqual(received.take({ number: 2, on: 1, parts: {} }, {}), {});
  assert.deepEqual([...received.known.maps.data], [1]);
});

test("a frame that builds upon one that isn't here is left out, and the next one is asked for in full", () => {
  const received = new Received();
  received.take({ number: 1, on: 0, parts: { maps: "whole" } }, { maps: bytes(1) });
  assert.deepEqual(received.take({ number: 9, on: 7, parts: { maps: "added" } }, { maps: bytes(1) }), {});
  assert.equal(received.number, 0);
});

test("two answers on their way at once build upon the same frame", () => {
  const received = new Received();
  received.take({ number: 1, on: 0, parts: { maps: "whole" } }, { maps: bytes(10) });
  received.take({ number: 2, on: 1, parts: { maps: "added" } }, { maps: bytes(1) });
  const fresh = received.take({ number: 3, on: 1, parts: { maps: "added" } }, { maps: bytes(5) });
  assert.deepEqual([...fresh.maps.data], [15]);
});
