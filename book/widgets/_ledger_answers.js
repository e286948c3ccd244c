// What a reader has typed into ledgers, and what is said of it.

import { say } from "./_dom.js";
import { hint } from "./_ledger_hints.js";
import { readNumber, readShape } from "./_ledger_read.js";
import { judgeNumber, judgeShape } from "./_ledger_slips.js";
import { answer, working } from "./_ledger_words.js";
import * as progress from "./_progress.js";

const TEXT = {
  notShape: "Write it as 6×28×28, or as one number where the output is flat.",
  notNumber: "Type a whole number, or a product of whole numbers.",
  right: "Right: {work}.",
  shown: "{work}.",
};

export const CELLS = ["shape", "params", "macs"];

export const isLocked = ({ state }) => state === "right" || state === "shown";

/** What is wrong with `text` in a cell, or nothing. */
function verdict(row, cell, text, shapeText) {
  const { layer, input } = row;
  const shape = cell === "shape";
  const guess = shape ? readShape(text) : readNumber(text);
  if (guess === null || Number.isNaN(guess))
    return shape ? TEXT.notShape : TEXT.notNumber;
  const slips = shape
    ? judgeShape(layer, input, guess)
    : judgeNumber(cell, layer, input, guess, readShape(shapeText));
  return slips.map((slip) => hint(cell, slip, row, guess)).join(" ");
}

/**
 * The answers of all networks. A row is known by its `key`; under its `mark`,
 * if it has one, the browser remembers which cells were right. The answers of
 * a row are {shape, params, macs}, each {state, text, sentence}, and `last`,
 * the cell spoken of last. A state is "open", "wrong", "right" or "shown".
 */
export class Answers {
  constructor() {
    this.rows = new Map();
  }

  /** Take out what was typed in a row, from the record too. */
  forget({ key, mark }) {
    this.rows.delete(key);
    if (!mark) return;
    for (const cell of CELLS) progress.set("ledger", `${mark}/${cell}`);
  }

  of(row) {
    if (!this.rows.has(row.key)) {
      const cells = CELLS.map((cell) => [cell, remembered(row, cell)]);
      this.rows.set(row.key, { ...Object.fromEntries(cells), last: null });
    }
    return this.rows.get(row.key);
  }

  /** Judge what was typed; a cell that is locked stays as it is. */
  check(row, cell, text) {
    const mine = this.of(row);
    if (isLocked(mine[cell])) return;
    mine.last = cell;
    const empty = !text.trim();
    const sentence = empty ? "" : verdict(row, cell, text, mine.shape.text);
    if (empty || sentence)
      mine[cell] = { state: empty ? "open" : "wrong", text, sentence };
    else this.lock(row, cell, "right");
  }

  reveal(row, cell) {
    const mine = this.of(row);
    if (isLocked(mine[cell])) return;
    mine.last = cell;
    this.lock(row, cell, "shown");
  }

  lock(row, cell, state) {
    this.of(row)[cell] = locked(row, cell, state);
    // What was shown is not the reader's own.
    if (row.mark && state === "right")
      progress.set("ledger", `${row.mark}/${cell}`, true);
  }
}

const locked = (row, cell, state) => ({
  state,
  text: answer(cell, row),
  sentence: say(TEXT[state], { work: working(cell, row) }),
});

function remembered(row, cell) {
  const done = row.mark && progress.get("ledger", `${row.mark}/${cell}`);
  if (done) return locked(row, cell, "right");
  return { state: "open", text: "", sentence: "" };
}
