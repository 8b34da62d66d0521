import assert from "node:assert/strict";
import test from "node:test";

import { FASTEST, Pace, SPEEDS, USUAL } from "../../ui/live/speeds.js";

/** A pace at one unit every so many milliseconds, started at time 0. */
function at(every) {
  const pace = new Pace();
  pace.change({ unit: "epoch", every, label: "" });
  pace.start(0);
  return pace;
}

test("speeds go up from the first to the last, and each unit to the next larger", () => {
  const units = ["sample", "step", "epoch"];
  for (const [i, speed] of SPEEDS.slice(1).entries()) {
    const before = SPEEDS[i];
    const faster = speed.unit === before.unit && speed.every < before.every;
    assert.ok(faster || units.indexOf(speed.unit) === units.indexOf(before.unit) + 1, speed.label);
  }
  assert.ok(SPEEDS[USUAL]);
});

test("a label says the speed that its interval gives", () => {
  for (const { every, label } of SPEEDS) {
    const perSecond = /^([0-9]+) epochs?\/s$/.exec(label);
    if (perSecond) assert.equal(1000 / every, Number(perSecond[1]));
  }
});

test("the first unit is due at once, and then nothing until its time", () => {
  const pace = at(200);
  assert.deepEqual(pace.take(0), { unit: "epoch", count: 1 });
  assert.equal(pace.take(150), null);
  assert.deepEqual(pace.take(200), { unit: "epoch", count: 1 });
});

test("over a second as many units are asked for as the speed says, however the requests fall", () => {
  const pace = at(20);
  pace.take(0);
  let count = 0;
  for (let now = 0; now < 1000;) {
    now = Math.min(1000, now + 34 + ((now * 7) % 13));
    count += pace.take(now)?.count ?? 0;
  }
  assert.equal(count, 50);
});

test("after a pause of any length at most a second's worth is due", () => {
  const pace = at(20);
  pace.take(0);
  assert.equal(pace.take(60_000).count, 50);
});

test("as fast as possible has no count and waits for the screen alone", () => {
  const pace = at(0);
  assert.deepEqual(pace.take(5), { unit: "epoch", count: 0 });
  assert.equal(pace.wait(10, 0), FASTEST - 10);
  assert.equal(pace.wait(100, 0), 0);
});

test("the wait ends when the next unit is due, and never before the screen has had its time", () => {
  const slow = at(1000);
  slow.take(0);
  assert.equal(slow.wait(400, 0), 600);
  assert.deepEqual(slow.take(1000), { unit: "epoch", count: 1 });
  const quick = at(4);
  quick.take(0);
  assert.equal(quick.wait(10, 0), FASTEST - 10);
});

test("another speed begins with a unit at once", () => {
  const pace = at(1000);
  pace.take(0);
  pace.change({ unit: "step", every: 800, label: "" });
  assert.deepEqual(pace.take(1), { unit: "step", count: 1 });
});
