// The row of controls of the conv widget: kernel, geometry, input size.

import { choose, h, range } from "./_dom.js";

const TEXT = {
  pattern: "Kernel",
  own: "own numbers",
  kernelRows: "Kernel rows",
  kernelCols: "Kernel columns",
  inputRows: "Input rows",
  inputCols: "Input columns",
  stride: "Stride",
  padding: "Padding",
  dilation: "Dilation",
};

// The names are shown; a page adds its own with the setting `presets`.
// prettier-ignore
export const PRESETS = {
  "edges, left to right": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
  "edges, top to bottom": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
  "edges, all": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
  sharpen: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
  "sum of nine": [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
  "leave as it is": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
  "smooth (sum 256)": [
    [1, 4, 6, 4, 1], [4, 16, 24, 16, 4], [6, 24, 36, 24, 6],
    [4, 16, 24, 16, 4], [1, 4, 6, 4, 1],
  ],
};

const LARGEST = { input: 8, kernel: 5 };
const LIMITS = { stride: [1, 4], padding: [0, 3], dilation: [1, 3] };

/** Throws if the page's numbers are not what the widget can show. */
export function checkSpec(spec) {
  for (const [name, most] of Object.entries(LARGEST)) {
    const cols = spec[name][0].length;
    const even = spec[name].every((line) => line.length === cols);
    if (!even || Math.max(spec[name].length, cols) > most)
      throw new Error(
        `"${name}" must be a rectangle of at most ${most}x${most}`,
      );
  }
  for (const [name, [least, most]] of Object.entries(LIMITS)) {
    const value = spec[name];
    if (!Number.isInteger(value) || value < least || value > most)
      throw new Error(
        `"${name}" (=${value}) must be from ${least} to ${most}`,
      );
  }
}

const crop = (values, rows, cols) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => values[i]?.[j] ?? 0),
  );
const shapeOf = (values) => [values.length, values[0].length];
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Rows and columns of `spec[name]`; what falls outside is cut off. */
function shapeChoice(spec, name, onChange) {
  const sides = shapeOf(spec[name]);
  return [TEXT[`${name}Rows`], TEXT[`${name}Cols`]].map((label, axis) =>
    choose(label, range(1, LARGEST[name]), sides[axis], (side) => {
      const shape = shapeOf(spec[name]);
      shape[axis] = Number(side);
      onChange({ [name]: crop(spec[name], ...shape) });
    }),
  );
}

/** The controls, and `sync()` for when `spec` was changed elsewhere. */
export function convControls(spec, presets, onChange) {
  const known = Object.keys(presets);
  const names = [["", TEXT.own], ...known.map((name) => [name, name])];
  const pattern = choose(TEXT.pattern, names, "", (name) => {
    if (name) onChange({ kernel: structuredClone(presets[name]) });
  });
  const kernel = shapeChoice(spec, "kernel", onChange);
  const geometry = Object.entries(LIMITS).map(([key, [first, last]]) =>
    choose(TEXT[key], range(first, last), spec[key], (value) =>
      onChange({ [key]: Number(value) }),
    ),
  );
  const input = shapeChoice(spec, "input", onChange);
  const sync = () => {
    const name = known.find((key) => same(presets[key], spec.kernel));
    pattern.control.value = name ?? "";
    shapeOf(spec.kernel).forEach((side, axis) => {
      kernel[axis].control.value = side;
    });
  };
  const fields = [pattern, ...kernel, ...geometry, ...input];
  return { element: h("div", { class: "lab-controls" }, fields), sync };
}
