import assert from "node:assert/strict";
import test from "node:test";

import { MOST_LINES, csvOf } from "../../ui/share/csv.js";

const layout = { xaxis: { title: { text: "epoch" } }, yaxis: { title: { text: "loss" } } };
const lines = (figure) => csvOf(figure).text.trimEnd().split("\n");

test("curves over the same epochs share their column", () => {
  const data = [
    { name: "training", x: [0, 1], y: [0.5, 0.25] },
    { name: "test", x: [0, 1], y: [0.75, NaN] },
  ];
  assert.deepEqual(lines({ data, layout }), ["epoch,training: loss,test: loss", "0,0.5,0.75", "1,0.25,"]);
});

test("curves over other places have a set of columns each", () => {
  const data = [
    { name: "a", x: [0, 1], y: [1, 2] },
    { name: "b", x: [5], y: [3], text: ["<b>here</b>"] },
  ];
  const [names, ...rows] = lines({ data, layout });
  assert.equal(names, "a: epoch,a: loss,b: epoch,b: loss,b: text");
  assert.deepEqual(rows, ["0,1,5,3,here", "1,2,,,"]);
});

test("a trace that isn't shown, or is empty, is left out", () => {
  const data = [
    { name: "seen", x: [1], y: [2] },
    { name: "hidden", x: [1], y: [2], visible: false },
    { name: "empty", x: [], y: [] },
  ];
  assert.deepEqual(lines({ data, layout }), ["seen: epoch,seen: loss", "1,2"]);
});

test("a map becomes a line for each of its places, under the name of what it shows", () => {
  const data = [{ type: "heatmap", name: "answer", x: [10, 20], y: ["low", "high"], z: [[1, 2], [3, 4]] }]; // prettier-ignore
  const [names, ...rows] = lines({ data, layout });
  assert.equal(names, "answer: epoch,answer: loss,answer");
  assert.deepEqual(rows, ["10,low,1", "20,low,2", "10,high,3", "20,high,4"]);
});

test("a map without places is counted from 0", () => {
  const data = [{ type: "contour", z: [[7, 8]] }];
  assert.deepEqual(lines({ data, layout: {} }), ["x,y,value", "0,0,7", "1,0,8"]);
});

test("the axes of a surface are those of its scene", () => {
  const scene = { xaxis: { title: { text: "x1" } }, yaxis: { title: { text: "x2" } }, zaxis: { title: { text: "y" } } };
  const data = [{ type: "surface", x: [1], y: [2], z: [[3]] }];
  assert.deepEqual(lines({ data, layout: { ...layout, scene } }), ["x1,x2,y", "1,2,3"]);
});

test("what comes packed is unpacked, tables as well", () => {
  const packed = (values, dtype, shape) => ({ dtype, shape, bdata: Buffer.from(values.buffer).toString("base64") });
  const x = packed(Float64Array.of(0.1, -2), "f8");
  const z = packed(Float32Array.of(0.1, 2, 3, 4), "f4", "2, 2");
  const data = [{ type: "heatmap", x, y: packed(Int8Array.of(-1, 1), "i1"), z }];
  assert.deepEqual(lines({ data, layout: {} }).slice(1), ["0.1,-1,0.1", "-2,-1,2", "0.1,1,3", "-2,1,4"]);
});

test("a float32 is written as the decimal that it stands for, a float64 in full", () => {
  const data = [{ name: "a", x: [16777217, 2 ** 40], y: [Math.fround(0.1), 1 / 3] }];
  assert.deepEqual(lines({ data, layout }).slice(1), ["16777217,0.1", "1099511627776,0.3333333333333333"]);
});

test("names that want to be cells are quoted, and joiners are gone", () => {
  const data = [{ name: 'a,"b"\n<\u2060b', x: [1], y: [2] }];
  assert.equal(csvOf({ data, layout: {} }).text, '"a,""b""\n<b: x","a,""b""\n<b: y"\n1,2\n');
});

test("a very long table ends, and says how much is left", () => {
  const x = Float32Array.from({ length: MOST_LINES + 7 }, (_, at) => at);
  const { text, lines: count, left } = csvOf({ data: [{ name: "a", x, y: x }], layout });
  assert.deepEqual([text.trimEnd().split("\n").length, count, left], [MOST_LINES + 1, MOST_LINES, 7]);
});
