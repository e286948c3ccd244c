// The pictures and the row of controls of the pooling-shift widget.

import { KINDS, isGlobal } from "./_pool.js";
import { choose, h, range } from "./_dom.js";

const TEXT = {
  picture: "Picture",
  kind: "Pooling",
  kernel: "Kernel",
  stride: "Stride",
  padding: "Padding",
  ceilMode: "Round up (ceil_mode)",
  countPad: "Padding counts in means",
  question: "Compare the output with",
  max: "maximum",
  avg: "average",
  "global max": "global maximum",
  "global avg": "global average",
  stay: "what it was",
  along: "what it was, moved along",
};

const SIZE = 10; // a margin of three on each side of a shape
const LIMITS = { kernel: [1, 4], stride: [1, 4], padding: [0, 2] };
export const FARTHEST = 4; // one pixel more than the margin

// The names are shown. Each shape stands in the middle of an empty picture.
// prettier-ignore
const SHAPES = {
  "a seven": [[9, 9, 9, 9], [0, 0, 4, 9], [0, 3, 9, 2], [0, 8, 5, 0]],
  "a bar, two pixels wide": [[0, 3, 3, 0], [0, 3, 3, 0], [0, 3, 3, 0],
    [0, 3, 3, 0]],
  "a soft spot": [[1, 3, 3, 1], [3, 9, 9, 3], [3, 9, 9, 3], [1, 3, 3, 1]],
  "one pixel": [[0, 0, 0, 0], [0, 9, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
};

/** The picture of a name, as rows of numbers. */
export function pictureOf(name) {
  const margin = (SIZE - SHAPES[name].length) / 2;
  return Array.from({ length: SIZE }, (_, row) =>
    Array.from(
      { length: SIZE },
      (_, col) => SHAPES[name][row - margin]?.[col - margin] ?? 0,
    ),
  );
}

/** Throws if the page's settings are not what the widget can show. */
export function checkSettings(spec) {
  const known = {
    picture: Object.keys(SHAPES),
    kind: KINDS,
    question: ["stay", "along"],
  };
  for (const [name, values] of Object.entries(known)) {
    if (!values.includes(spec[name]))
      throw new Error(
        `"${name}" (=${spec[name]}) must be one of ${values.join(", ")}`,
      );
  }
  const most = { ...LIMITS, padding: [0, Math.floor(spec.kernel / 2)] };
  for (const [name, [first, last]] of Object.entries(most)) {
    const value = spec[name];
    if (!Number.isInteger(value) || value < first || value > last)
      throw new Error(
        `"${name}" (=${value}) must be from ${first} to ${last}`,
      );
  }
}

function toggle(name, checked, onChange) {
  const onchange = (event) => onChange({ [name]: event.target.checked });
  const box = h("input", { type: "checkbox", checked, onchange });
  return h("label", { class: "lab-toggle" }, box, TEXT[name]);
}

/** The controls, and `sync()`, which hides those that change nothing. */
export function poolControls(spec, onChange) {
  const named = (keys) => keys.map((key) => [key, TEXT[key] ?? key]);
  const pick = (name, options) =>
    choose(TEXT[name], options, spec[name], (value) =>
      onChange({ [name]: value }),
    );
  const number = (name) =>
    choose(TEXT[name], range(...LIMITS[name]), spec[name], (value) =>
      onChange({ [name]: Number(value) }),
    );
  const sizes = Object.keys(LIMITS).map(number);
  const padding = sizes.at(-1).control;
  const ceil = toggle("ceilMode", spec.ceilMode, onChange);
  const count = toggle("countPad", spec.countPad, onChange);
  const sync = () => {
    for (const option of padding.options)
      option.disabled = option.value > spec.kernel / 2;
    padding.value = spec.padding;
    for (const field of [...sizes, ceil]) field.hidden = isGlobal(spec);
    count.hidden = spec.kind !== "avg" || !spec.padding;
  };
  const fields = [
    pick("picture", named(Object.keys(SHAPES))),
    pick("kind", named(KINDS)),
    ...sizes,
    ceil,
    count,
    pick("question", named(["stay", "along"])),
  ];
  return { element: h("div", { class: "lab-controls" }, fields), sync };
}
