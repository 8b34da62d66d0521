import assert from "node:assert/strict";
import test from "node:test";

import { boardAddress, classAddress, codeOf, socketAddress } from "../../ui/classroom/address.js";
import { binOf, marksOf, roundsOf, shareOf } from "../../ui/classroom/histogram.js";
import { boardLabel, sharesOf } from "../../ui/classroom/mini.js";
import { curvePoints, largestLoss, percentWords, scoreWords } from "../../ui/classroom/scores.js";
import {
  ago,
  answerWords,
  boardWords,
  countdown,
  endWords,
  liveWords,
  questionKind,
  resultWords,
  roundWords,
  seatWords,
  stageWords,
} from "../../ui/classroom/words.js";

/** @param {string[]} labels */
const binsOf = (...labels) => labels.map((label) => ({ label, count: 0, right: false }));
const NUMBER = { kind: "number", unit: "" };

test("an answer lies in the bin whose ends hold it, the lower end included", () => {
  const bins = binsOf("below −0.5", "−0.5 to 0", "0 to 0.5", "0.5 or more");
  const places = [-3, -0.5, -0.2, 0, 0.49, 0.5, 8].map((answer) => binOf(bins, answer, NUMBER));
  assert.deepEqual(places, [0, 1, 1, 2, 2, 3, 3]);
});

test("an answer with a bin of its own is found by its number, unit or not", () => {
  assert.equal(binOf(binsOf("0.333333", "1.2 × 10⁻⁵", "2"), 1 / 3, NUMBER), 0);
  assert.equal(binOf(binsOf("0.333333", "1.2 × 10⁻⁵", "2"), 1.2e-5, NUMBER), 1);
  assert.equal(binOf(binsOf("80 %", "90 to 100 %", "100 % or more"), 95, { kind: "number", unit: "%" }), 1);
  assert.equal(binOf(binsOf("1", "2"), 3, NUMBER), -1);
});

test("a choice is its own bin, and no answer lies in none", () => {
  assert.equal(binOf(binsOf("yes", "1 to 2"), 1, { kind: "choice", unit: "" }), 1);
  assert.equal(binOf(binsOf("yes", "no"), null, { kind: "choice", unit: "" }), -1);
});

test("bars of an empty question have no length", () => {
  assert.equal(shareOf({ label: "", count: 0, right: false }, 0), 0);
  assert.equal(shareOf({ label: "", count: 3, right: false }, 4), 0.75);
});

test("one's own and the true answer are said in words", () => {
  assert.equal(marksOf([""], true, "the true value"), "your answer, the true value");
  assert.equal(marksOf(["before"], false, "right"), "your answer before");
  assert.equal(marksOf(["before", "after"], true, "right"), "your answer, right");
  assert.equal(marksOf([], false, "right"), "");
});

test("a question that was asked again has both rounds, the first one first", () => {
  const [first, second] = [binsOf("a"), binsOf("b")];
  const rounds = roundsOf({ bins: second, before: first, true: null }, { now: 1, before: 0 });
  assert.deepEqual(
    rounds.map(({ when, bins, answer }) => [when, bins[0].label, answer]),
    [
      ["before", "a", 0],
      ["after", "b", 1],
    ],
  );
  assert.equal(roundsOf({ bins: second, before: null, true: null }, { now: 1, before: null }).length, 1);
});

test("a countdown counts in seconds and ends", () => {
  assert.deepEqual([29.2, 1, 0, -3].map(countdown), ["30 seconds left", "1 second left", "Time is up", "Time is up"]);
  assert.deepEqual([500, 5000, 180000].map(ago), ["just now", "5 seconds ago", "3 minutes ago"]);
});

const QUESTION = {
  number: 1,
  round: 1,
  kind: /** @type {const} */ ("number"),
  text: "?",
  choices: [],
  unit: "",
  open: true,
  closes: null,
  answered: 0,
  revealed: null,
};
const REVEALED = { bins: [{ label: "1", count: 2, right: true }], before: null, true: "1.5" };

test("what became of an answer is said at every step", () => {
  const mine = { has: true, sending: false, connected: true };
  assert.equal(answerWords(QUESTION, mine), "Sent. You can change it until it is closed.");
  assert.equal(answerWords(QUESTION, { ...mine, sending: true }), "Sending …");
  assert.match(
    answerWords(QUESTION, { ...mine, sending: true, connected: false }),
    /as soon as the connection is back/,
  );
  assert.equal(answerWords(QUESTION, { ...mine, has: false }), "");
  assert.match(answerWords({ ...QUESTION, open: false }, mine), /^Closed. The result comes/);
  assert.match(answerWords({ ...QUESTION, open: false }, { ...mine, has: false }), /did not answer/);
  assert.equal(answerWords({ ...QUESTION, open: false, revealed: REVEALED }, mine), "");
});

test("in the second round one talks with the neighbour first", () => {
  assert.equal(roundWords(QUESTION), "");
  assert.equal(roundWords({ ...QUESTION, round: 2 }), "Talk with your neighbour, then answer again.");
  assert.equal(roundWords({ ...QUESTION, round: 2, open: false }), "");
});

test("a result is read with its true value", () => {
  assert.equal(resultWords(REVEALED), "The result: 1: 2. The true value is 1.5.");
  assert.equal(resultWords({ ...REVEALED, true: null }), "The result: 1: 2.");
});

test("a seat is told why there is no board, and nothing while there is one", () => {
  /** @type {import("../../ui/classroom/words.js").SeatState} */
  const state = {
    title: "",
    seats: 1,
    following: true,
    black: false,
    live: true,
    shown: null,
    question: null,
    mine: null,
  };
  assert.equal(boardWords(state, true), "");
  assert.match(boardWords(state, false), /on its way/);
  assert.match(boardWords({ ...state, following: false }, true), /not shown now/);
  assert.equal(boardWords({ ...state, following: false, shown: 3 }, true), "");
  assert.match(liveWords({ ...state, live: false }), /not here at the moment/);
  assert.equal(liveWords(state), "");
});

test("the teacher reads how far a question and each seat is", () => {
  assert.equal(stageWords(QUESTION), "Open for answers");
  assert.equal(stageWords({ ...QUESTION, open: false, round: 2 }), "Closed, second round; the result is not shown yet");
  assert.equal(seatWords({ here: true, own: true, answered: false }, true), "here, not answered yet, has an own board");
  assert.equal(seatWords({ here: false, own: true, answered: true }, true), "away");
});

test("every end has a kind page, with the server's own reason where it gives one", () => {
  assert.equal(endWords("ended", "").title, "The class is over");
  assert.match(endWords("removed", "").text, /join again/);
  assert.equal(endWords("full", "The class has 100 seats.").text, "The class has 100 seats.");
});

test("a small board says what the teacher should know", () => {
  const board = { seat: 1, nickname: "Ada", epoch: 12, loss: 0.5, accuracy: null, mission: false, need: 1, classes: 0 };
  assert.equal(boardLabel(board), "Ada, epoch 12, loss 0.500, mission not done, the loss does not fall");
  assert.equal(boardLabel({ ...board, epoch: null, need: 0, mission: null }), "Ada, no own board");
});

test("numbers of classes become a share for each class", () => {
  assert.deepEqual([...sharesOf(Uint8Array.of(0, 2, 1, 2), 3)], [255, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 255]);
});

test("a curve spans its picture and leaves out what is no number", () => {
  const rows = [0, 2, 4, 5, 1, NaN, 10, 0, 2];
  assert.equal(largestLoss(rows), 4);
  assert.equal(curvePoints(rows, 1, 4), "0.0,45.0 150.0,66.0 300.0,87.0");
  assert.equal(curvePoints(rows, 2, 4), "0.0,3.0 300.0,45.0");
  assert.equal(curvePoints([0, 1, 1], 1, 1), "0.0,3.0");
});

test("scores that aren't there are a dash", () => {
  assert.deepEqual([null, 0.5, NaN].map(scoreWords), ["–", "0.500", "NaN"]);
  assert.deepEqual([undefined, 0.876].map(percentWords), ["–", "88 %"]);
});

test("addresses follow the folder of the app and its protocol", () => {
  assert.equal(socketAddress("https://host/sub", "ABC234"), "wss://host/sub/direct/class/ABC234");
  assert.equal(boardAddress("http://host", { link: "a_b-c", token: "t" }), "http://host/#s=a_b-c&seat=t");
  assert.equal(boardAddress("http://host", { link: "", token: "t" }), "http://host/#seat=t");
  assert.equal(classAddress("http://host"), "http://host/class");
  assert.equal(classAddress("http://host", "A/B"), "http://host/class/A%2FB");
  assert.equal(codeOf(" abc 2-34 "), "ABC234");
});

test("a prepared question says what is asked for", () => {
  assert.equal(questionKind({ kind: "number" }), "a number");
  assert.equal(questionKind({ kind: "choice", choices: ["a", "b", "c"] }), "3 choices");
  assert.equal(questionKind({ kind: "free", choices: ["a", "b"] }), "2 choices");
});
