/** What the pages of a class say, from the states that the server sends. */

/**
 * A question as every state holds it.
 * @typedef {object} Question
 * @property {number} number
 * @property {number} round 1, or 2 once it is asked again
 * @property {"number"|"choice"|"free"} kind
 * @property {string} text
 * @property {string[]} choices
 * @property {string} unit
 * @property {boolean} open
 * @property {number|null} closes seconds that are left; null: until the teacher closes it
 * @property {number} answered
 * @property {Revealed|null} revealed
 *
 * @typedef {{label: string, count: number, right: boolean}} Bin
 * @typedef {{bins: Bin[], before: Bin[]|null, true: string|null}} Revealed
 *
 * @typedef {object} SeatState
 * @property {string} title
 * @property {number} seats
 * @property {boolean} following
 * @property {boolean} black
 * @property {boolean} live whether the teacher's session is there
 * @property {number|null} shown the seat whose board everybody sees; null: the teacher's
 * @property {Question|null} question
 * @property {number|null} mine
 *
 * @typedef {{seat: number, nickname: string, here: boolean, own: boolean, answered: boolean}} SeatOfClass
 *
 * @typedef {object} TeacherState
 * @property {string} title
 * @property {string} code
 * @property {string} [qr] an image of the address to join at
 * @property {SeatOfClass[]} seats
 * @property {boolean} following
 * @property {boolean} black
 * @property {boolean} live
 * @property {number|null} shown
 * @property {Question|null} question
 * @property {import("./composer.js").BoardValue[]} values
 * @property {import("./asking.js").Asked[]} questions
 * @property {import("./prepared.js").PreparedQuestion[]} prepared
 */

/** "1 answer", "3 answers". @param {number} count @param {string} noun @param {string} [plural] */
export function counted(count, noun, plural = `${noun}s`) {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** @param {number} seconds */
export function countdown(seconds) {
  const left = Math.max(0, Math.ceil(seconds));
  return left ? `${counted(left, "second")} left` : "Time is up";
}

/** @param {number} answered @param {number} seats */
export function answeredWords(answered, seats) {
  return `${answered} of ${seats} answered`;
}

/** What is asked for, in two words. @param {{kind: string, choices?: string[]}} question */
export function questionKind({ kind, choices = [] }) {
  return kind === "number" ? "a number" : counted(choices.length, "choice");
}

/**
 * A question that may be asked about a number of the board.
 * @param {string} label of the number, such as "Loss, training rows"
 */
export function proposedText(label) {
  return `What do you expect for “${label}”?`;
}

/** The steps of a question as the teacher sees them. @param {Question} question */
export function stageWords({ open, revealed, round }) {
  const again = round > 1 ? ", second round" : "";
  if (revealed) return `The result is shown${again}`;
  return open ? `Open for answers${again}` : `Closed${again}; the result is not shown yet`;
}

/** What a seat is doing. @param {{here: boolean, own: boolean, answered: boolean}} seat @param {boolean} asked whether a question is on the pages */
export function seatWords({ here, own, answered }, asked) {
  if (!here) return "away";
  const parts = ["here"];
  if (asked) parts.push(answered ? "answered" : "not answered yet");
  if (own) parts.push("has an own board");
  return parts.join(", ");
}

/** How long ago something was. @param {number} milliseconds */
export function ago(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 2) return "just now";
  return seconds < 120 ? `${seconds} seconds ago` : `${Math.floor(seconds / 60)} minutes ago`;
}

/** What a seat sees in place of the board, and what to do then; "" while the board is shown. @param {SeatState} state @param {boolean} hasBoard */
export function boardWords({ following, live, shown }, hasBoard) {
  if (!following && shown === null) return "The teacher's board is not shown now. It appears here by itself.";
  if (hasBoard) return "";
  return live ? "The teacher's board is on its way." : "The board appears here when the teacher is back.";
}

/** @param {SeatState} state */
export function liveWords({ live }) {
  return live ? "" : "The teacher is not here at the moment. Stay on this page: it goes on by itself.";
}

/**
 * What became of one's own answer.
 * @param {Question} question
 * @param {{has: boolean, sending: boolean, connected: boolean}} mine has: whether there is an answer
 */
export function answerWords({ open, revealed }, { has, sending, connected }) {
  if (revealed) return has ? "" : "You did not answer this time.";
  if (sending) return connected ? "Sending …" : "It is sent as soon as the connection is back.";
  if (open) return has ? "Sent. You can change it until it is closed." : "";
  return has ? "Closed. The result comes when the teacher shows it." : "Closed. You did not answer this time.";
}

/** What to do with a question, above its field. @param {Question} question */
export function roundWords({ round, open, revealed }) {
  if (round < 2 || !open || revealed) return "";
  return "Talk with your neighbour, then answer again.";
}

/** @param {number} number @param {number} round */
export function questionTitle(number, round) {
  return `Question ${number}${round > 1 ? ", asked again" : ""}`;
}

/** What a screen reader hears of a result. @param {Revealed} revealed */
export function resultWords({ bins, true: truth }) {
  const parts = bins.map(({ label, count }) => `${label}: ${count}`);
  return `The result: ${parts.join("; ")}.${truth === null ? "" : ` The true value is ${truth}.`}`;
}

/**
 * A kind page at the end.
 * @param {import("./socket.js").State} state
 * @param {string} reason of the server, or ""
 * @returns {{title: string, text: string}}
 */
export function endWords(state, reason) {
  const { title, text } = ENDS[state] ?? ENDS.ended;
  return { title, text: reason || text };
}

/** @type {Record<string, {title: string, text: string}>} */
const ENDS = {
  ended: {
    title: "The class is over",
    text: "Thank you for taking part. You can go on by yourself: everything in the app is free to try.",
  },
  removed: {
    title: "Your seat was given up",
    text: "The teacher has removed this seat or ended the class. You can join again with the code, or try the app by yourself.",
  },
  unknown: {
    title: "This class is not there",
    text: "Check the code: it has six letters and digits, and a class ends with its lesson.",
  },
  full: {
    title: "It is too busy",
    text: "The class is full, or too many codes were tried. Wait a minute, then try again.",
  },
};
