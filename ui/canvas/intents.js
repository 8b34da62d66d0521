/** Reports what the user wants to change, and announces what came of it. The canvas itself changes nothing: Python does. */

export class Intents {
  /**
   * @param {object} how
   * @param {(edit: import("../link/loop.js").NewEdit) => void} how.onIntent takes {base, kind, …}; its number n is given by who carries it
   * @param {() => number} how.version of the drawing the intent is about
   * @param {(text: () => string) => void} how.say reads a text aloud
   * @param {() => string} how.outcome what the outputs are now
   */
  constructor({ onIntent, version, say, outcome }) {
    this.onIntent = onIntent;
    this.version = version;
    this.say = say;
    this.outcome = outcome;
    this.gestures = 0;
    /** What will be announced with the values that come back. @type {string|null} */
    this.expected = null;
  }

  /**
   * @param {string} kind
   * @param {object} fields
   * @param {number} [gesture] edits of one gesture are undone together
   */
  send(kind, fields = {}, gesture = undefined) {
    this.expected = kind === "undo" ? "Undone" : kind === "redo" ? "Redone" : "Changed";
    const edit = { base: this.version(), kind, ...fields };
    this.onIntent(gesture === undefined ? edit : { ...edit, gesture });
  }

  /**
   * @param {import("./fields.js").Field} field
   * @param {number} value
   * @param {number} gesture
   */
  sendNumber(field, value, gesture) {
    this.send(field.kind, field.fields(value), gesture);
    this.expected = `${field.long} is now ${value}`;
  }

  nextGesture() {
    this.gestures += 1;
    return this.gestures;
  }

  /** New values are there. @param {boolean} settled whether they answer every intent */
  answered(settled) {
    if (!this.expected) return;
    const change = this.expected;
    this.say(() => `${change}; ${this.outcome()}`);
    if (settled) this.expected = null;
  }
}
