import assert from "node:assert/strict";
import test from "node:test";

import { Model, firstValues } from "../../ui/canvas/model.js";
import { payload } from "./drawings.js";

test("units and connections are found by their id", () => {
  const model = new Model(payload([2, 3, 1]));
  assert.deepEqual([model.units.size, model.connections.size], [6, 9]);
  const connection = model.find("0.1>1.2");
  assert.equal(connection.source, model.find("0.1"));
  assert.equal(connection.target, model.find("1.2"));
  assert.equal(model.find("7.7"), undefined);
});

test("the first layer holds inputs, the last outputs, those between hidden neurons", () => {
  const model = new Model(payload([2, 3, 3, 1]));
  const roles = model.layers.map(({ units }) => new Set(units.map(({ role }) => role)));
  assert.deepEqual(roles, [new Set(["input"]), new Set(["hidden"]), new Set(["hidden"]), new Set(["output"])]);
});

test("a slot is the place of a weight or a bias; inputs and unknown ids have none", () => {
  const model = new Model(payload([2, 1]));
  assert.deepEqual(
    ["0.0>1.0", "0.1>1.0", "1.0", "0.0", "9.9"].map((id) => model.slot(id)),
    [0, 1, 2, -1, -1],
  );
});

test("a cut connection is kept but not drawn", () => {
  const model = new Model(payload([2, 2, 1], { cut: ["0.0>1.1"] }));
  assert.ok(model.find("0.0>1.1").cut);
  assert.equal(model.connections.size, 6);
  assert.ok(model.drawn.every(({ cut }) => !cut) && model.drawn.length === 5);
});

test("connections to units that aren't drawn one by one are left out", () => {
  const drawn = payload([2, 2, 1]);
  drawn.connections.push({ id: "0.0>1.9", slot: 99, weight: 1 });
  assert.equal(new Model(drawn).connections.size, 6);
});

test("a block knows its size without holding its units", () => {
  const model = new Model(payload([2, 500, 1], { blocks: [1] }));
  assert.deepEqual([model.layers[1].size, model.layers[1].units.length, model.layers[1].block], [500, 0, true]);
});

test("the first values of a drawing stand in the places that the payload names", () => {
  const drawn = payload([2, 2, 1]);
  const { theta, z, a } = firstValues(drawn);
  assert.deepEqual([theta.length, z.length, a.length], [9, 5, 5]);
  for (const { slot, weight } of drawn.connections) assert.equal(theta[slot], weight);
  for (const unit of drawn.layers.flatMap(({ units }) => units)) {
    assert.deepEqual([z[unit.flat], a[unit.flat]], [unit.z, unit.a]);
    if (unit.slot !== undefined) assert.equal(theta[unit.slot], unit.bias);
  }
});
