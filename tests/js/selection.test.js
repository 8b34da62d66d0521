/** What lights up, what stays selected, where the focus goes. */

import assert from "node:assert/strict";
import test from "node:test";

import { Model } from "../../ui/canvas/model.js";
import { Selection } from "../../ui/canvas/selection.js";

/** Two inputs, one neuron, one output. */
function drawing(connections = ["0.0>1.0", "0.1>1.0", "1.0>2.0"]) {
  const layers = [2, 1, 1].map((size, layer) => ({
    activation: "tanh",
    label: `Layer ${layer}`,
    units: Array.from({ length: size }, (_, index) => ({ id: `${layer}.${index}`, flat: layer + index })),
  }));
  return new Model({ version: 1, layers, connections: connections.map((id, slot) => ({ id, slot })) });
}

function selected(model = drawing()) {
  const heard = [];
  const selection = new Selection({ onSelect: (id) => heard.push(id), onMark: () => {}, onLight: () => {} });
  selection.draw(model);
  return { selection, heard };
}

test("a hovered neuron lights what feeds it and what it feeds", () => {
  const { selection } = selected();
  selection.hover("1.0");
  assert.deepEqual([...selection.lit].sort(), ["0.0", "0.0>1.0", "0.1", "0.1>1.0", "1.0", "1.0>2.0", "2.0"]);
  assert.equal(selection.connection, null);
});

test("a hovered connection lights its ends, and is the one that shows its product", () => {
  const { selection } = selected();
  selection.hover("1.0>2.0");
  assert.deepEqual([...selection.lit].sort(), ["1.0", "1.0>2.0", "2.0"]);
  assert.equal(selection.connection, "1.0>2.0");
});

test("a fixed light waits while something is hovered", () => {
  const { selection } = selected();
  selection.fix(new Set(["0.0"]));
  selection.hover("2.0");
  assert.ok(!selection.lit.has("0.0"));
  selection.hover(null);
  assert.deepEqual([...selection.lit], ["0.0"]);
});

test("the newest selected item is reported, and null when nothing is selected", () => {
  const { selection, heard } = selected();
  selection.select("1.0");
  selection.toggle("2.0");
  selection.toggle("2.0");
  selection.select(null);
  assert.deepEqual(heard, ["1.0", "2.0", "1.0", null]);
});

test("what a new drawing lacks is neither selected, nor hovered, nor the tab stop", () => {
  const { selection } = selected();
  selection.selectMany(["1.0>2.0", "1.0"]);
  selection.hover("1.0>2.0");
  selection.current = "1.0>2.0";
  selection.draw(drawing(["0.0>1.0"]));
  assert.deepEqual([...selection.ids], ["1.0"]);
  assert.equal(selection.hovered, null);
  assert.equal(selection.current, "0.0");
});

test("after a removal the focus goes to the unit next to it, or to the source of a connection", () => {
  const { selection } = selected();
  assert.equal(selection.neighbour("0.1"), "0.0");
  assert.equal(selection.neighbour("0.0"), "0.1");
  assert.equal(selection.neighbour("2.0"), null);
  assert.equal(selection.neighbour("1.0>2.0"), "1.0");
});
