import assert from "node:assert/strict";
import test, { mock } from "node:test";

import { Loop } from "../../ui/link/loop.js";

/** A loop, the requests it has sent, the frames it has shown, and Python's answer to its newest request. */
function started(how = {}) {
  const sent = [];
  const shown = [];
  const send = (request) => sent.push(structuredClone(request));
  const loop = new Loop({ send, onFrame: (frame) => shown.push(frame), ...how });
  const answer = (ack = sent.at(-1).edits.at(-1)?.n ?? 0, reply = sent.at(-1).id) =>
    loop.receive({ client: loop.client, reply, ack });
  return { loop, sent, shown, answer };
}

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
test.afterEach(() => mock.timers.reset());

test("an edit leaves at once, with its number", () => {
  const { loop, sent } = started();
  loop.push({ kind: "undo" });
  assert.deepEqual(sent, [{ id: 1, client: loop.client, edits: [{ kind: "undo", n: 1 }] }]);
});

test("while an answer is on its way, edits wait and then leave together", () => {
  const { loop, sent, answer } = started();
  loop.push({ kind: "undo" });
  loop.push({ kind: "redo" });
  loop.push({ kind: "select" });
  assert.equal(sent.length, 1);
  answer();
  assert.deepEqual(
    sent[1].edits.map(({ kind, n }) => [kind, n]),
    [
      ["redo", 2],
      ["select", 3],
    ],
  );
});

test("an edit is sent again until it is acknowledged", () => {
  const { loop, sent, answer } = started();
  loop.push({ kind: "undo" });
  answer(0);
  assert.equal(sent.length, 2);
  assert.deepEqual(sent[1].edits, [{ kind: "undo", n: 1 }]);
  assert.ok(!loop.settled);
  answer();
  assert.ok(loop.settled && !loop.inFlight);
  assert.equal(sent.length, 2);
});

test("of one drag only the newest value waits", () => {
  const { loop, sent, answer } = started();
  for (const value of [1, 2, 3, 4]) loop.push({ kind: "set_weight", gesture: "a", value });
  answer();
  assert.deepEqual(sent[1].edits, [{ kind: "set_weight", gesture: "a", value: 4, n: 2 }]);
});

test("a value that has left is not replaced, and neither are edits of another gesture or of none", () => {
  const { loop } = started();
  loop.push({ kind: "set_weight", gesture: "a", value: 1 });
  loop.push({ kind: "set_weight", gesture: "b", value: 2 });
  loop.push({ kind: "set_bias", gesture: "b", value: 3 });
  loop.push({ kind: "undo" });
  loop.push({ kind: "undo" });
  assert.equal(loop.edits.length, 5);
});

test("with two requests allowed an edit does not wait for the first answer", () => {
  const { loop, sent } = started({ most: 2 });
  loop.ask();
  loop.push({ kind: "undo" });
  loop.push({ kind: "undo" });
  assert.deepEqual(
    sent.map(({ edits }) => edits.length),
    [0, 1],
  );
});

test("without an answer the watchdog asks again", () => {
  const { loop, sent } = started({ watchdog: 3000 });
  loop.push({ kind: "undo" });
  mock.timers.tick(2999);
  assert.equal(sent.length, 1);
  mock.timers.tick(1);
  assert.equal(sent.length, 2);
  assert.deepEqual(sent[1].edits, sent[0].edits);
});

test("it counts the rounds without an answer, until one comes", () => {
  const heard = [];
  const { loop, answer } = started({ watchdog: 3000, onSilence: (rounds) => heard.push(rounds) });
  loop.push({ kind: "undo" });
  mock.timers.tick(3000);
  mock.timers.tick(3000);
  answer();
  loop.push({ kind: "redo" });
  mock.timers.tick(3000);
  assert.deepEqual(heard, [1, 2, 1]);
});

test("edits that wait are meant for the drawing of another session once that answers", () => {
  const { loop } = started();
  loop.push({ kind: "add_unit", base: 7 });
  loop.push({ kind: "undo" });
  loop.rebase(90);
  assert.deepEqual(
    loop.edits.map(({ base }) => base),
    [90, undefined],
  );
});

test("an answered request is not asked for again", () => {
  const { loop, sent, answer } = started({ watchdog: 3000 });
  loop.push({ kind: "undo" });
  answer();
  mock.timers.tick(10_000);
  assert.equal(sent.length, 1);
});

test("an answer to another view is shown but acknowledges nothing", () => {
  const { loop, shown } = started();
  loop.push({ kind: "undo" });
  loop.receive({ client: "somebody else", reply: 1, ack: 1 });
  assert.equal(shown.length, 1);
  assert.ok(loop.inFlight && !loop.settled);
});

test("a late answer to an older request does not count as the newest", () => {
  const { loop, answer } = started({ most: 2 });
  loop.push({ kind: "undo" });
  loop.push({ kind: "redo" });
  answer(1, 1);
  assert.ok(loop.inFlight);
  answer(2, 2);
  assert.ok(!loop.inFlight);
  answer(1, 1);
  assert.ok(!loop.inFlight && loop.settled);
});

test("a stopped loop sends nothing, not even by its watchdog", () => {
  const { loop, sent } = started();
  loop.push({ kind: "undo" });
  loop.stop();
  loop.push({ kind: "redo" });
  mock.timers.tick(10_000);
  assert.equal(sent.length, 1);
});
