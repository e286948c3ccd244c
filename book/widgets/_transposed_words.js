// What the transposed widget writes: sizes, the stamp, the sum, the overlap.

import { factor, h, say, show } from "./_dom.js";
import { axes, phases } from "./_transposed.js";
import { stampCount, stampOf, termsOn } from "./_transposed.js";
import { transposedSize } from "./_transposed.js";

const TEXT = {
  length: "L_out",
  height: "H_out",
  width: "W_out",
  both: "H_out = W_out",
  size:
    "{name} = ({size} − 1)·{S} + {D}·({K} − 1) + 1 − 2·{P} + {extra} " +
    "= {out}",
  formula: "{name} = (size − 1)·S + D·(K − 1) + 1 − 2·P + P_out",
  stamp: "Stamp {n} of {all}: {name} = {x} times the kernel. ",
  lands: "It lands on {count} new pixels and on {again} that had paint.",
  cut: " {count} of its numbers are cut off.",
  x1: "x[{j}]",
  x2: "x[{i}, {j}]",
  y1: "y[{col}]",
  y2: "y[{row}, {col}]",
  sum: "{name} = ",
  soFar: "{name} so far = ",
  nothing: "0, no stamp is here",
  turn: "Away from the border, pixels get {list} stamps in turn: ",
  range: "Away from the border, pixels get {list} stamps: ",
  even: "Away from the border, every pixel gets the same number, {list}: ",
  divides: "the stride {S} divides the kernel size {K}.",
  uneven: "the stride {S} does not divide the kernel size {K}.",
  common: "the stride {S} and the dilation {D} have a common factor.",
  evenFlat: " A flat input of ones comes out flat there, as {list}.",
  evenWoven:
    " Even so a flat input of ones comes out woven, of {list}: these " +
    "weights have different sums.",
  unevenFlat:
    " But a flat input of ones comes out flat there, as {list}: these " +
    "weights make up for it.",
  unevenWoven:
    " A flat input of ones comes out woven, a checkerboard of {list}.",
};

/** The size formula, in letters and with the numbers in it. */
export function writeSizes(element, spec) {
  const [down, across] = axes(spec);
  const line = (name, axis) =>
    say(TEXT.size, { name, ...axis, out: transposedSize(axis) });
  const alike = down.size === across.size && down.K === across.K;
  const lines =
    spec.rank === 1
      ? [line(TEXT.length, across)]
      : alike
        ? [line(TEXT.both, across)]
        : [line(TEXT.height, down), line(TEXT.width, across)];
  const name =
    spec.rank === 1 ? TEXT.length : alike ? TEXT.both : TEXT.height;
  lines.unshift(say(TEXT.formula, { name }));
  element.replaceChildren(...lines.map((text) => h("span", {}, text)));
}

export const inputName = (spec, { i, j }) =>
  say(TEXT[`x${spec.rank}`], { i, j });
export const outputName = (spec, row, col) =>
  say(TEXT[`y${spec.rank}`], { row, col });

/** What the stamp `at` does to the `counts` before it. */
export function stampText(spec, at, counts) {
  const stamp = stampOf(spec, at);
  const before = stamp.map(({ row, col }) => counts[row]?.[col]);
  const tally = (test) => before.filter(test).length;
  const cut = tally((n) => n === undefined);
  const { x } = stamp[0];
  const name = inputName(spec, stamp[0]);
  const all = stampCount(spec);
  const head = say(TEXT.stamp, { n: at + 1, all, name, x: show(x) });
  const count = tally((n) => n === 0);
  const again = tally((n) => n > 0);
  const tail = cut ? say(TEXT.cut, { count: cut }) : "";
  return head + say(TEXT.lands, { count, again }) + tail;
}

/** "y[2] = 2·2 + 1·1 = 5"; "so far" while stamps are still to come. */
export function writeSum(element, spec, count, row, col) {
  const terms = termsOn(spec, count, row, col);
  const all = termsOn(spec, stampCount(spec), row, col);
  const name = outputName(spec, row, col);
  const head = terms.length < all.length ? TEXT.soFar : TEXT.sum;
  const products = terms.flatMap(({ x, w }, n) => [
    n ? " + " : "",
    h(
      "span",
      { class: "lab-stamp-term" },
      `${factor(x)}·`,
      h("span", { class: "lab-stamp-weight" }, factor(w)),
    ),
  ]);
  const value = terms.reduce((sum, { x, w }) => sum + x * w, 0);
  const result = terms.length
    ? [...products, " = ", h("strong", {}, show(value))]
    : [TEXT.nothing];
  element.replaceChildren(say(head, { name }), ...result);
}

const distinct = (values) => [
  ...new Set([...values].sort((a, b) => a - b).map(show)),
];
const MANY = 6;

/** In turn along a row; in an image, which numbers there are. */
function listed(spec, values) {
  const numbers = values.flat();
  const shown = spec.rank === 1 ? numbers.map(show) : distinct(numbers);
  if (shown.length <= MANY) return shown.join(", ");
  return `${show(Math.min(...numbers))} … ${show(Math.max(...numbers))}`;
}

const gcd = (a, b) => (b ? gcd(b, a % b) : a);

/** How evenly the stamps overlap, why, and what a flat input gives. */
export function overlapText(spec) {
  const { counts, flat } = phases(spec);
  const alike = (values) =>
    values.flat().every((v) => Math.abs(v - values[0][0]) < 1e-9);
  const { S, K, D } = axes(spec)[1];
  const even = alike(counts);
  const cause = even
    ? TEXT.divides
    : gcd(S, D) > 1
      ? TEXT.common
      : TEXT.uneven;
  const template = even ? TEXT.even : spec.rank === 1 ? TEXT.turn : TEXT.range;
  const list = listed(spec, even ? [counts[0].slice(0, 1)] : counts);
  const kind = even ? "even" : "uneven";
  const flatIs = TEXT[kind + (alike(flat) ? "Flat" : "Woven")];
  const flatList = listed(spec, alike(flat) ? [flat[0].slice(0, 1)] : flat);
  return (
    say(template, { list }) +
    say(cause, { S, K, D }) +
    say(flatIs, { list: flatList })
  );
}
