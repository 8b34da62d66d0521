import assert from "node:assert/strict";
import test from "node:test";

import { RADIUS, distanceSquared, layout, pointAt } from "../../ui/canvas/layout.js";
import { Model } from "../../ui/canvas/model.js";
import { payload } from "./drawings.js";

const SIZE = { width: 1000, height: 600 };
const measure = (text) => 7 * text.length;

function placed(sizes, how = {}, { width, height } = SIZE) {
  const model = new Model(payload(sizes, how));
  return { model, box: layout(model, width, height, measure) };
}

test("layers go from left to right, evenly and around the middle", () => {
  const { layers } = placed([2, 3, 3, 1]).model;
  const xs = layers.map(({ x }) => x);
  const gap = xs[1] - xs[0];
  assert.ok(gap > 2 * RADIUS);
  xs.forEach((x, i) => assert.ok(Math.abs(x - (i - 1.5) * gap) < 1e-9));
});

test("units of a layer stand below each other without touching, around the middle", () => {
  for (const { units } of placed([2, 7, 1]).model.layers) {
    for (let i = 1; i < units.length; i += 1) assert.ok(units[i].y - units[i - 1].y > 2 * RADIUS);
    assert.ok(Math.abs(units.reduce((sum, { y }) => sum + y, 0)) < 1e-9);
  }
});

test("the box holds every unit and every connection", () => {
  const { model, box } = placed([3, 5, 4, 2], { skips: ["0.0>2.0", "0.2>3.1", "1.4>3.0"] });
  for (const { x, y } of model.units.values()) {
    assert.ok(x - RADIUS > box.left && x + RADIUS < box.right && y - RADIUS > box.top && y + RADIUS < box.bottom);
  }
  for (const { points } of model.connections.values()) {
    for (let i = 0; i < points.length; i += 2) {
      assert.ok(points[i] > box.left && points[i] < box.right);
      assert.ok(points[i + 1] > box.top && points[i + 1] < box.bottom);
    }
  }
});

test("a connection to the next layer is straight, from edge to edge", () => {
  const { model } = placed([2, 3, 1]);
  const { source, target, points, path } = model.find("0.1>1.2");
  assert.deepEqual(points, [source.x + RADIUS, source.y, target.x - RADIUS, target.y]);
  assert.match(path, /^M[-0-9. ]+L[-0-9. ]+$/);
});

test("a skip connection passes above or below every neuron of the layers between", () => {
  const { model } = placed([2, 6, 1], { skips: ["0.0>2.0", "0.1>2.0"] });
  for (const id of ["0.0>2.0", "0.1>2.0"]) {
    const { points } = model.find(id);
    for (const { x, y } of model.layers[1].units) assert.ok(distanceSquared(points, x, y) > RADIUS ** 2, id);
  }
});

test("a narrow screen or a long name puts names above their neurons", () => {
  assert.ok(!placed([2, 2, 1]).box.namesAbove);
  assert.ok(placed([2, 2, 1], { names: ["glucose", "age"] }).box.namesAbove);
  assert.ok(placed([2, 2, 1], {}, { width: 390, height: 600 }).box.namesAbove);
});

test("a block takes one place, as high as it is drawn", () => {
  const { model, box } = placed([2, 500, 1], { blocks: [1] });
  const block = model.layers[1];
  assert.ok(block.height < SIZE.height && block.height / 2 < box.bottom && block.reach > RADIUS);
});

test("a point at a share of a line lies on it, and its ends are the line's", () => {
  const points = [0, 0, 10, 0, 10, 30];
  assert.deepEqual(pointAt(points, 0), { x: 0, y: 0 });
  assert.deepEqual(pointAt(points, 0.25), { x: 5, y: 0 });
  assert.deepEqual(pointAt(points, 1), { x: 10, y: 30 });
});

test("the distance to a line is that to its nearest point, also beyond its ends", () => {
  const points = [0, 0, 10, 0];
  assert.equal(distanceSquared(points, 5, 3), 9);
  assert.equal(distanceSquared(points, 13, 4), 25);
  assert.equal(distanceSquared([2, 2, 2, 2], 2, 5), 9);
});
