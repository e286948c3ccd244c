// What the pooling-shift widget says of a move.

import { say, show } from "./_dom.js";
import { isGlobal, spanAt } from "./_pool.js";

const TEXT = {
  none: "not moved",
  down: "{n} down",
  up: "{n} up",
  right: "{n} right",
  left: "{n} left",
  start: "The picture stands where it was. Move it, and watch the output.",
  moved: "Picture moved {move}: {count} of {all} outputs changed.",
  movedOne: "Picture moved {move}: the one output {verb}.",
  stays: "stays",
  changes: "changed",
  lost: "{lost} of its pixels left the picture.",
  invariant:
    "Nothing left the picture, and a global answer does not ask where.",
  still: "No output tells of this move. That is luck: it ends at other moves.",
  along:
    "All of them only moved along, by {by}: " +
    "for this move the layer is equivariant.",
  alongLuck:
    "All of them only moved along, by {by}. That is luck of this " +
    "picture: the stride {stride} does not divide the move.",
  odd:
    "No whole step of the output explains it: the stride {stride} does not " +
    "divide the move, so other places are read. Even the nearest, the old " +
    "output {step}, is wrong in {differ} of {all}.",
  border:
    "The stride {stride} divides the move, and yet the old output {step} " +
    "is wrong in {differ} of {all}: the border did it.",
  stepped: "moved {by}",
  sum: "Sum of the outputs: {before} before, {after} now.",
  seen:
    "Output, row {row}, column {col}, looks at rows {top} to {bottom} and " +
    "columns {left} to {right}: {value}.",
};

/** "2 down, 1 left" */
export function moveText([down, right]) {
  const parts = [
    [down, down > 0 ? "down" : "up"],
    [right, right > 0 ? "right" : "left"],
  ]
    .filter(([n]) => n !== 0)
    .map(([n, way]) => say(TEXT[way], { n: Math.abs(n) }));
  return parts.join(", ") || TEXT.none;
}

const divides = (stride, move) => move.every((d) => d % stride === 0);

function why(spec, effect, move, lost) {
  const { changed, differ, step } = effect;
  const whole = divides(spec.stride, move);
  const stays = !step[0] && !step[1];
  const by = moveText(step);
  const values = {
    by,
    step: stays ? by : say(TEXT.stepped, { by }),
    stride: spec.stride,
    differ: differ.length,
    all: effect.after.flat().length,
  };
  if (isGlobal(spec)) return changed.length || lost ? "" : TEXT.invariant;
  if (!changed.length) return TEXT.still;
  if (!differ.length) return say(whole ? TEXT.along : TEXT.alongLuck, values);
  return say(whole ? TEXT.border : TEXT.odd, values);
}

const sum = (output) => output.flat().reduce((a, b) => a + b, 0);

/** The sentences for `effect`, the answer of `shiftEffect` to `move`. */
export function effectText(spec, effect, move, lost) {
  if (!move[0] && !move[1]) return TEXT.start;
  const [count, all] = [effect.changed.length, effect.after.flat().length];
  const head = say(all === 1 ? TEXT.movedOne : TEXT.moved, {
    move: moveText(move),
    verb: count ? TEXT.changes : TEXT.stays,
    count,
    all,
  });
  const left = lost ? say(TEXT.lost, { lost }) : "";
  const because = why(spec, effect, move, lost);
  return [head, left, because].filter(Boolean).join(" ");
}

export const sumText = ({ before, after }) =>
  say(TEXT.sum, { before: show(sum(before)), after: show(sum(after)) });

/** What one output sees, and what comes of it. */
export function seenText(size, spec, value, row, col) {
  const down = spanAt(size, spec, row);
  const across = spanAt(size, spec, col);
  return say(TEXT.seen, {
    row,
    col,
    top: down.first,
    bottom: down.end - 1,
    left: across.first,
    right: across.end - 1,
    value: show(value),
  });
}
