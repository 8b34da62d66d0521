import assert from "node:assert/strict";
import test, { mock } from "node:test";

/** A socket that opens and fails when a test says so. */
class FakeSocket {
  /** @type {FakeSocket[]} */
  static all = [];
  constructor() {
    this.readyState = 0;
    this.CONNECTING = 0;
    this.OPEN = 1;
    this.sent = [];
    FakeSocket.all.push(this);
  }
  open() {
    this.readyState = 1;
    this.onopen();
  }
  fail() {
    this.readyState = 3;
    this.onclose();
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {}
}
globalThis.WebSocket = /** @type {any} */ (FakeSocket);
const { Channel } = await import("../../ui/link/channel.js");

/** A frame as Python packs it. @param {object} header */
function frame(header) {
  const text = new TextEncoder().encode(JSON.stringify({ arrays: [], ...header }));
  const padded = new Uint8Array(4 + text.length + ((4 - (text.length % 4)) % 4)).fill(32);
  new DataView(padded.buffer).setUint32(0, padded.length - 4, true);
  padded.set(text, 4);
  return padded;
}

/** A channel whose page offers a socket, and what Streamlit has been asked instead. */
function started() {
  FakeSocket.all = [];
  const shown = [];
  const asked = [];
  const channel = new Channel((header) => shown.push(header));
  const component = {
    data: frame({ secret: "s", direct: true, frame: 1 }),
    setStateValue: (_, value) => asked.push(value),
  };
  channel.update(/** @type {any} */ (component));
  return { channel, shown, asked, socket: FakeSocket.all[0] };
}

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
test.afterEach(() => mock.timers.reset());

test("a request waits for the socket that is being opened, the newest one alone", () => {
  const { channel, asked, socket } = started();
  channel.send({ id: 1, edits: [{ n: 1 }] });
  channel.send({ id: 2, edits: [{ n: 1 }, { n: 2 }] });
  assert.deepEqual([asked.length, socket.sent.length], [0, 0]);
  socket.open();
  assert.deepEqual(
    socket.sent.map(({ id }) => id),
    [2],
  );
  channel.send({ id: 3, edits: [] });
  assert.equal(socket.sent.length, 2);
});

test("where the socket is refused, Streamlit is asked at once", () => {
  const { channel, asked, socket } = started();
  channel.send({ id: 1, edits: [] });
  socket.fail();
  assert.deepEqual(
    asked.map(({ id }) => id),
    [1],
  );
  channel.send({ id: 2, edits: [] });
  assert.equal(asked.length, 2);
});

test("where the socket takes too long, Streamlit is asked", () => {
  const { channel, asked, socket } = started();
  const now = mock.method(performance, "now", () => 0);
  channel.send({ id: 1, edits: [] });
  now.mock.mockImplementation(() => 1e6);
  mock.timers.tick(1000);
  assert.equal(asked.length, 1);
  socket.open();
  assert.equal(socket.sent.length, 0);
  now.mock.restore();
});

test("a channel that has ended asks nobody any more", () => {
  const { channel, asked, socket } = started();
  channel.send({ id: 1, edits: [] });
  channel.destroy();
  socket.fail();
  mock.timers.tick(1000);
  assert.equal(asked.length, 0);
});
