import assert from "node:assert/strict";
import test, { mock } from "node:test";

/** A tab's storage as a browser has it. */
class Storage {
  getItem(name) {
    return this[name] ?? null;
  }
  setItem(name, value) {
    if (value.length > 5_000_000) throw new DOMException("full", "QuotaExceededError");
    this[name] = String(value);
  }
  removeItem(name) {
    delete this[name];
  }
}

globalThis.sessionStorage = new Storage();
globalThis.document = { querySelector: () => ({ getAttribute: () => state.connection }) };
globalThis.location = { href: "http://host/draw", reload: () => (state.reloads += 1) };
globalThis.history = { state: null, replaceState: (_, __, address) => (location.href = String(address)) };
const state = { connection: "CONNECTED", reloads: 0 };
const storage = await import("../../ui/link/storage.js");
const { Conversation } = await import("../../ui/link/conversation.js");

/** A frame as ui/link/frame.py packs it, without arrays. */
function packed(header) {
  const text = new TextEncoder().encode(JSON.stringify({ ...header, arrays: [] }));
  const padded = new Uint8Array(4 + text.length + ((4 - (text.length % 4)) % 4)).fill(32);
  new DataView(padded.buffer).setUint32(0, padded.length - 4, true);
  padded.set(text, 4);
  return padded;
}

const RECORD = { visit: "first", origin: "", address: "abc", fresh: false, key: "k1", moving: "{}", still: "{}" };

/** A view, the requests it has sent, what it has shown, and Python's frames. */
function started(how = {}) {
  const [sent, shown, refused] = [[], [], []];
  const component = { setStateValue: (name, request) => sent.push(structuredClone(request)) };
  const talk = new Conversation({
    show: (header) => shown.push(header),
    refuse: (text) => refused.push(text),
    ...how,
  });
  let number = 0;
  const frame = (more = {}) => {
    number += 1;
    const usual = { secret: "s", direct: false, frame: number, stale: false, visit: "first", page: "draw" };
    const mine = { keptAs: "session", client: talk.loop.client, reply: sent.at(-1)?.id ?? 0, refused: [], version: 7 };
    const ack = sent.at(-1)?.edits.at(-1)?.n ?? 0;
    talk.update({ ...component, data: packed({ ...usual, ...mine, ack, ...more }) });
  };
  return { talk, sent, shown, refused, frame };
}

test.beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  for (const name of Object.keys(sessionStorage)) sessionStorage.removeItem(name);
  Object.assign(state, { connection: "CONNECTED", reloads: 0 });
  Object.assign(storage.restoring, { needed: false, waiting: [] });
});
test.afterEach(() => mock.timers.reset());

test("each refusal is said once, however often it comes", () => {
  const { talk, refused, frame } = started();
  frame({ record: null });
  talk.push({ kind: "explode" });
  frame({ refused: [{ n: 1, text: "No." }] });
  frame({ refused: [{ n: 1, text: "No." }] });
  frame({ refused: [{ n: 1, text: "No." }], client: "somebody else" });
  assert.deepEqual(refused, ["No."]);
});

test("once nothing is done any more, the tab keeps how things stand", () => {
  const { talk, sent, frame } = started();
  frame({ record: null });
  talk.push({ kind: "undo" });
  talk.push({ kind: "redo" });
  frame();
  frame();
  const before = sent.length;
  mock.timers.tick(200);
  assert.equal(sent.length, before + 1);
  assert.deepEqual([sent.at(-1).want.record, sent.at(-1).have.record], [true, undefined]);
  frame({ record: RECORD });
  assert.deepEqual(storage.kept("session"), RECORD);
  mock.timers.tick(10_000);
  assert.equal(sent.length, before + 1);
});

test("the address bar follows what is kept of the session, and of nothing else", () => {
  location.href = "http://host/train?lesson=2&s=opened#there";
  storage.keep("session", { ...RECORD, address: "abc" });
  assert.equal(location.href, "http://host/train?lesson=2#s=abc");
  storage.keep("1-neuron/board", { ...RECORD, address: "of a lesson" });
  assert.equal(location.href, "http://host/train?lesson=2#s=abc");
  storage.keep("session", { ...RECORD, address: "" });
  assert.equal(location.href, "http://host/train?lesson=2");
});

test("what stands still is kept though it is sent once only", () => {
  const { talk, sent, frame } = started();
  frame({ record: RECORD });
  talk.push({ kind: "undo" });
  frame();
  mock.timers.tick(200);
  assert.deepEqual(sent.at(-1).have, { record: "k1", moving: undefined });
  frame({ record: { ...RECORD, moving: "[1]", still: undefined } });
  assert.deepEqual(storage.kept("session"), { ...RECORD, moving: "[1]" });
});

test("the moving part goes on from the one that is kept, and from no other", () => {
  storage.keep("session", { ...RECORD, number: 4, moving: "[1,2]" });
  assert.deepEqual(storage.keptParts("session", "first"), { record: "k1", moving: 4 });
  const next = { ...RECORD, still: undefined, number: 5, after: 4, shared: 4, moving: ",3]" };
  storage.keep("session", { ...next, after: 3 });
  assert.equal(storage.kept("session").moving, "[1,2]");
  storage.keep("session", next);
  assert.deepEqual([storage.kept("session").moving, storage.kept("session").number], ["[1,2,3]", 5]);
});

test("the still part goes on from the one that is kept, and from no other", () => {
  storage.keep("session", { ...RECORD, still: "[1,2]" });
  const next = { ...RECORD, key: "k2", still: ",3]", still_after: "k1", still_shared: 4, moving: "{2}" };
  storage.keep("session", { ...next, still_after: "k0" });
  assert.deepEqual([storage.kept("session").still, storage.kept("session").moving], ["[1,2]", "{}"]);
  storage.keep("session", next);
  assert.deepEqual([storage.kept("session").still, storage.kept("session").moving], ["[1,2,3]", "{2}"]);
});

test("halves that don't belong together are no record", () => {
  storage.keep("session", RECORD);
  storage.keep("session", { ...RECORD, key: "k2", still: undefined });
  assert.equal(storage.kept("session"), null);
});

test("a session that has just begun does not take the place of one that waits to be restored", () => {
  storage.keep("session", { ...RECORD, origin: "link" });
  storage.keep("session", { ...RECORD, origin: "link", visit: "second", fresh: true });
  assert.equal(storage.kept("session").visit, "first");
  storage.keep("session", { ...RECORD, origin: "another link", visit: "third", fresh: true });
  assert.equal(storage.kept("session").visit, "third");
});

test("a record that is too large leaves nothing behind, and no error", () => {
  storage.keep("session", RECORD);
  storage.keep("session", { ...RECORD, key: "k2", still: "x".repeat(6_000_000) });
  assert.equal(storage.kept("session"), null);
});

test("edits wait until what was kept is restored and shown, then leave for that drawing", () => {
  storage.restoring.needed = true;
  const { talk, sent, frame } = started();
  frame({ record: null });
  talk.push({ kind: "add_unit", base: 7 });
  assert.deepEqual(sent.at(-1).edits, []);
  storage.restoring.done();
  frame({ ack: 0, visit: "first", version: 90 });
  const last = sent.at(-1);
  frame({ ack: 0, version: 90, reply: last.id });
  assert.equal(sent.at(-1).edits.length, 1);
});

test("edits of a session that is gone are meant for the drawing of the one that answers", () => {
  const { talk, sent, frame } = started();
  frame({ record: null });
  talk.push({ kind: "add_unit", base: 7 });
  frame({ visit: "second", version: 90, ack: 0 });
  assert.deepEqual(sent.at(-1).edits, [{ kind: "add_unit", base: 90, n: 1 }]);
  assert.equal(sent.at(-1).visit, "second");
});

test("where nobody answers the page loads itself again once, and takes along what was under way", () => {
  const { talk, frame } = started({ held: () => "playing" });
  frame({ record: null });
  talk.push({ kind: "add_unit", base: 7 });
  state.connection = "CONNECTING";
  for (let round = 0; round < 5; round += 1) mock.timers.tick(3000);
  assert.equal(state.reloads, 0);
  state.connection = "CONNECTED";
  for (let round = 0; round < 2; round += 1) mock.timers.tick(3000);
  assert.equal(state.reloads, 1);
  for (let round = 0; round < 5; round += 1) mock.timers.tick(3000);
  assert.equal(state.reloads, 1);
  const held = [];
  const after = started({ goOn: (what) => held.push(what) });
  after.frame({ record: null, visit: "second", version: 90, reply: 0, ack: 0 });
  assert.deepEqual(after.sent.at(-1).edits, [{ kind: "add_unit", base: 90, n: 1 }]);
  assert.deepEqual(held, ["playing"]);
});
