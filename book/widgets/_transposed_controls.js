// The row of controls of the transposed widget, and the numbers it offers.

import { choose, h, range } from "./_dom.js";
import { PATTERNS, outer } from "./_transposed.js";

const TEXT = {
  rank: "Input is",
  rank1: "a row (1-D)",
  rank2: "an image (2-D)",
  inputs: "Input numbers",
  inputSize: "Input size",
  kernels: "Kernel numbers",
  kernelSize: "Kernel size",
  stride: "Stride",
  padding: "Padding",
  outputPadding: "Output padding",
  dilation: "Dilation",
  own: "own numbers",
  worked: "worked example",
  flat: "flat, all 1",
  impulse: "a single 1",
  ones: "all 1",
  bilinear: "bilinear",
};

// The chapter carries these numbers through its text.
// prettier-ignore
const WORKED = {
  1: { input: [[2, 1, 4]], kernel: [[1, 3, 2]] },
  2: {
    input: [[2, 1, 4], [0, 3, 1]],
    kernel: [[1, 3, 2], [0, 2, 1], [4, 1, 0]],
  },
};

const INPUTS = {
  flat: () => 1,
  impulse: (i, j, rows, cols) =>
    Number(i === Math.floor(rows / 2) && j === Math.floor(cols / 2)),
};
const LARGEST = 5; // of input and kernel: more would not be legible
const LIMITS = {
  stride: [1, 3],
  padding: [0, 3],
  outputPadding: [0, 2],
  dilation: [1, 2],
};

export const worked = (rank) => structuredClone(WORKED[rank]);

/** Output padding has to be smaller than the stride or the dilation. */
export const mostExtra = ({ stride, dilation }) =>
  Math.max(stride, dilation) - 1;

/** Throws if the page's numbers are not what the widget can show. */
export function checkSpec(spec) {
  for (const name of ["input", "kernel"]) {
    const cols = spec[name][0].length;
    const even = spec[name].every((line) => line.length === cols);
    const flat = spec.rank === 2 || spec[name].length === 1;
    if (!even || !flat || Math.max(spec[name].length, cols) > LARGEST)
      throw new Error(
        `"${name}" must be a rectangle of at most ${LARGEST}x${LARGEST}, ` +
          `and a single row where "rank" is 1`,
      );
  }
  if (spec.rank === 2 && spec.kernel.length !== spec.kernel[0].length)
    throw new Error('"kernel" must be a square where "rank" is 2');
  const limits = { ...LIMITS, outputPadding: [0, mostExtra(spec)] };
  for (const [name, [least, most]] of Object.entries(limits)) {
    const value = spec[name];
    if (!Number.isInteger(value) || value < least || value > most)
      throw new Error(
        `"${name}" (=${value}) must be from ${least} to ${most}`,
      );
  }
}

const fill = (rows, cols, valueAt) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => valueAt(i, j, rows, cols)),
  );
const crop = (values, rows, cols) =>
  fill(rows, cols, (i, j) => values[i]?.[j] ?? 0);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const shapeOf = (values) => [values.length, values[0].length];

/** The numbers of `name`, in a shape; null for the reader's own. */
function numbers(spec, kind, name, rows, cols) {
  if (name === "worked") return worked(spec.rank)[kind];
  if (kind === "input") return fill(rows, cols, INPUTS[name]);
  const along = (K) => PATTERNS[name](K);
  return outer(spec.rank === 1 ? [1] : along(rows), along(cols));
}

/** Which of `names` the numbers of `kind` are; "" if none. */
function nameOf(spec, kind, names) {
  const [rows, cols] = shapeOf(spec[kind]);
  const fits = (name) =>
    same(numbers(spec, kind, name, rows, cols), spec[kind]);
  return names.find(fits) ?? "";
}

/** A select of numbers and one of sizes, for the input or the kernel. */
function numberChoices(spec, kind, names, onChange) {
  const options = ["", ...names].map((key) => [key, TEXT[key || "own"]]);
  const change = (values) => onChange({ [kind]: values });
  const pattern = choose(TEXT[`${kind}s`], options, "", (name) => {
    if (name) change(numbers(spec, kind, name, ...shapeOf(spec[kind])));
  });
  const size = choose(TEXT[`${kind}Size`], [], "", (text) => {
    const [rows, cols] = JSON.parse(text);
    const name = nameOf(spec, kind, names.slice(1)); // grows with its size
    const values = name
      ? numbers(spec, kind, name, rows, cols)
      : crop(spec[kind], rows, cols);
    change(values);
  });
  const sync = () => {
    pattern.control.value = nameOf(spec, kind, names);
    const shapes = range(1, LARGEST).map(([n]) => [spec.rank > 1 ? n : 1, n]);
    const now = shapeOf(spec[kind]);
    if (!shapes.some((shape) => same(shape, now))) shapes.push(now);
    const option = ([rows, cols]) => {
      const text = spec.rank === 1 ? `${cols}` : `${rows} × ${cols}`;
      return h("option", { value: JSON.stringify([rows, cols]) }, text);
    };
    size.control.replaceChildren(...shapes.map(option));
    size.control.value = JSON.stringify(now);
  };
  return { fields: [pattern, size], sync };
}

/** The controls, and `sync()` for when `spec` was changed elsewhere. */
export function transposedControls(spec, onChange) {
  const ranks = [1, 2].map((n) => [n, TEXT[`rank${n}`]]);
  const rank = choose(TEXT.rank, ranks, spec.rank, (value) =>
    onChange({ rank: Number(value), ...worked(value) }),
  );
  const choices = {
    input: ["worked", "flat", "impulse"],
    kernel: ["worked", "ones", "bilinear"],
  };
  const both = Object.entries(choices).map(([kind, names]) =>
    numberChoices(spec, kind, names, onChange),
  );
  const geometry = Object.entries(LIMITS).map(([key, limits]) =>
    choose(TEXT[key], range(...limits), spec[key], (value) =>
      onChange({ [key]: Number(value) }),
    ),
  );
  const extra = geometry[Object.keys(LIMITS).indexOf("outputPadding")].control;
  const sync = () => {
    for (const one of both) one.sync();
    for (const option of extra.options)
      option.disabled = Number(option.value) > mostExtra(spec);
    extra.value = spec.outputPadding;
  };
  const fields = [rank, ...both.flatMap((one) => one.fields), ...geometry];
  return { element: h("div", { class: "lab-controls" }, fields), sync };
}
