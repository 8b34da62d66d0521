import assert from "node:assert/strict";
import test, { mock } from "node:test";

/** A socket that opens, hears and fails when a test says so. */
class FakeSocket {
  /** @type {FakeSocket[]} */
  static all = [];
  constructor(address, protocols) {
    this.address = address;
    this.token = protocols[1];
    this.sent = [];
    this.closed = false;
    FakeSocket.all.push(this);
  }
  open() {
    this.onopen();
  }
  say(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }
  fail(code = 1006, reason = "") {
    this.onclose({ code, reason });
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
}

/** @type {Record<string, () => void>} */
const heard = {};
globalThis.WebSocket = /** @type {any} */ (FakeSocket);
globalThis.document = /** @type {any} */ ({ hidden: false });
globalThis.addEventListener = /** @type {any} */ ((name, listener) => (heard[name] = listener));
const { ClassSocket } = await import("../../ui/classroom/socket.js");

/** A connection, what it has told, and the newest of its sockets. */
function started(token = "s.secret") {
  FakeSocket.all = [];
  const states = [];
  const messages = [];
  const frames = [];
  const socket = new ClassSocket("ws://here/direct/class/ABC234", token, {
    onMessage: (message) => messages.push(message),
    onFrame: (header) => frames.push(header),
    onState: (state, reason) => states.push(reason ? `${state}: ${reason}` : state),
  });
  return { socket, states, messages, frames, last: () => FakeSocket.all.at(-1) };
}

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"] }));
test.afterEach(() => mock.timers.reset());

test("the secret goes into the handshake and stays out of the address", () => {
  const { last } = started("t.teachers-secret");
  assert.equal(last().token, "t.teachers-secret");
  assert.doesNotMatch(last().address, /secret/);
});

test("a broken connection is tried again after pauses that grow to five seconds, for ever", () => {
  const { last, states } = started();
  last().open();
  const pauses = [];
  for (let attempt = 0; attempt < 9; attempt += 1) {
    const before = FakeSocket.all.length;
    last().fail();
    let waited = 0;
    for (; FakeSocket.all.length === before && waited < 20000; waited += 50) mock.timers.tick(50);
    pauses.push(waited);
  }
  assert.ok(pauses[0] <= 550 && pauses[0] >= 350, `${pauses}`);
  assert.ok(pauses.every((pause) => pause <= 5050));
  assert.ok(Math.min(...pauses.slice(4)) > 3900);
  assert.deepEqual(states, ["open", "connecting"]);
});

test("after a restart of the server that takes ten seconds one is back within fifteen", () => {
  const { last, socket } = started();
  last().open();
  last().say({ kind: "state" });
  last().fail();
  for (let now = 0; now < 15000 && socket.state !== "open"; now += 50) {
    const before = last();
    mock.timers.tick(50);
    if (last() !== before) now > 10000 ? last().open() : last().fail();
  }
  assert.equal(socket.state, "open");
});

test("an attempt that nobody answers is given up and made again", () => {
  const { last } = started();
  const first = last();
  mock.timers.tick(6000);
  mock.timers.tick(500);
  assert.ok(first.closed);
  assert.notEqual(last(), first);
});

test("an answer that is not acknowledged is sent again with its id after the next connection", () => {
  const { socket, last } = started();
  last().open();
  socket.answer({ question: 1, round: 1, value: 0.5 });
  const [answer] = last().sent;
  assert.deepEqual({ ...answer, id: "" }, { kind: "answer", id: "", question: 1, round: 1, value: 0.5 });
  last().fail();
  mock.timers.tick(500);
  last().open();
  assert.deepEqual(last().sent, [answer]);
  last().say({ kind: "ack", id: answer.id });
  last().fail();
  mock.timers.tick(500);
  last().open();
  assert.deepEqual(last().sent, []);
});

test("an answer given without a connection goes out with the next one", () => {
  const { socket, last } = started();
  socket.answer({ question: 1, round: 1, value: 2 });
  assert.deepEqual(last().sent, []);
  assert.equal(socket.unacknowledgedFor(1, 1)?.value, 2);
  last().open();
  assert.equal(last().sent[0].value, 2);
});

test("of two answers to one round only the newest is sent again", () => {
  const { socket, last } = started();
  socket.answer({ question: 1, round: 1, value: 1 });
  socket.answer({ question: 1, round: 2, value: 2 });
  socket.answer({ question: 1, round: 1, value: 3 });
  last().open();
  assert.deepEqual(
    last().sent.map(({ value }) => value),
    [2, 3],
  );
});

test("a refused answer is not sent again", () => {
  const { socket, last, messages } = started();
  last().open();
  socket.answer({ question: 1, round: 1, value: 1 });
  last().say({ kind: "refused", id: last().sent[0].id, text: "this question is closed" });
  assert.equal(socket.unacknowledgedFor(1, 1), undefined);
  assert.equal(messages.length, 1);
});

test("a connection on which an answer is not acknowledged counts as broken", () => {
  const { socket, last } = started();
  last().open();
  socket.answer({ question: 1, round: 1, value: 1 });
  mock.timers.tick(6000);
  assert.equal(socket.state, "connecting");
  mock.timers.tick(500);
  last().open();
  assert.equal(last().sent[0].value, 1);
});

for (const [code, state] of /** @type {const} */ ([
  [4404, "unknown"],
  [4408, "silent"],
  [4410, "removed"],
  [4429, "full"],
])) {
  test(`the code ${code} ends it as ${state}, with the reason`, () => {
    const { last, states } = started();
    last().open();
    last().fail(code, "because");
    mock.timers.tick(60000);
    assert.deepEqual(states, ["open", `${state}: because`]);
    assert.equal(FakeSocket.all.length, 1);
  });
}

test("a class that says it has ended is over, not removed", () => {
  const { last, states } = started();
  last().open();
  last().say({ kind: "ended" });
  assert.deepEqual(states, ["open", "ended"]);
});

test("with a new token the next connection is that of the seat", () => {
  const { socket, last } = started("join");
  last().open();
  socket.token = "s.mine";
  last().fail();
  mock.timers.tick(500);
  assert.equal(last().token, "s.mine");
});

test("a phone that wakes up after a minute connects anew, one after a moment does not", () => {
  const { last } = started();
  last().open();
  const wake = (milliseconds) => {
    globalThis.document = /** @type {any} */ ({ hidden: true });
    heard.visibilitychange();
    mock.timers.tick(milliseconds);
    globalThis.document = /** @type {any} */ ({ hidden: false });
    heard.visibilitychange();
  };
  wake(2000);
  assert.equal(FakeSocket.all.length, 1);
  wake(60000);
  assert.equal(FakeSocket.all.length, 2);
});

test("a frame is unpacked", () => {
  const { last, frames } = started();
  const text = new TextEncoder().encode(JSON.stringify({ arrays: [], kind: "board" }).padEnd(40));
  const bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  last().open();
  last().onmessage({ data: bytes.buffer });
  assert.equal(frames[0].kind, "board");
});
