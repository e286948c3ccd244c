// How the norm-cube widget draws: slices of numbers, the block, the sums.

import { factor, h, s, show } from "./_dom.js";
import { at, moments, normal, places } from "./_norm_cube.js";
import { EPS } from "./_norm_cube.js";

const TEXT = {
  mean: "mean {mean}",
  numbers: "numbers",
  number: "number",
  eps: "0.00001",
  all: "all x̂",
  samples: "N →",
  channels: "C →",
  pixels: "H·W",
};

const MOST = 6; // terms of a sum that are all written
const KEPT = 3; // of a longer one, before the last

/** Rows and columns of a grid in which all slices stand side by side. */
export const flatSize = ([N, C, H, W]) => ({ rows: N * H, cols: C * W });

/** [n, c, h, w] of a cell of that grid. */
export const placeOf = ([, , H, W], row, col) => [
  Math.floor(row / H),
  Math.floor(col / W),
  row % H,
  col % W,
];

/** Puts gaps between slices, and a line over each that `heads` gives back. */
export function spread(grid, wrappers, shape) {
  const [N, C, H, W] = shape;
  const columns = Array(C).fill(`repeat(${W}, minmax(0, 1fr))`);
  grid.classList.add("lab-slices");
  grid.style.gridTemplateColumns = columns.join(" var(--gap) ");
  const column = (c, w) => c * (W + 1) + w + 1;
  const line = (n, k) => n * (H + 2) + k + 1; // its heads, H rows, a gap
  wrappers.forEach((cells, row) =>
    cells.forEach((cell, col) => {
      const [n, c, k, w] = placeOf(shape, row, col);
      cell.style.gridRow = line(n, k + 1);
      cell.style.gridColumn = column(c, w);
    }),
  );
  const rows = [...grid.querySelectorAll("[role=row]")];
  return Array.from({ length: N }, (_, n) => {
    const heads = Array.from({ length: C }, (_, c) =>
      h("div", {
        role: "columnheader",
        class: "lab-slice-head",
        style:
          `grid-row: ${line(n, 0)}; ` +
          `grid-column: ${column(c, 0)} / span ${W}`,
      }),
    );
    rows[n * H].before(h("div", { role: "row", class: "lab-row" }, heads));
    return heads;
  });
}

/** The mean of each slice over it. */
export function paintHeads(heads, x) {
  heads.forEach((line, n) =>
    line.forEach((head, c) => {
      const { mean } = moments(x[n][c].flat());
      head.textContent = TEXT.mean.replace("{mean}", short(mean));
    }),
  );
}

/** One decimal, and no minus before a zero. */
export const short = (value) => show(Math.round(value * 10) / 10);

/** The right cells are framed, by `is-lit`, and the chosen one. */
export function light(wrappers, shape, lit, chosen) {
  wrappers.forEach((cells, row) =>
    cells.forEach((cell, col) => {
      const key = placeOf(shape, row, col).join();
      cell.classList.toggle("is-lit", lit.has(key));
      cell.classList.toggle("is-chosen", key === chosen.join());
    }),
  );
}

/** μ, σ² and x̂ of a group, with its numbers in them. */
export function writeGroup(element, x, cells, chosen) {
  const numbers = cells.map((cell) => at(x, cell));
  const found = moments(numbers);
  const { mean, variance } = found;
  const m = numbers.length;
  const value = at(x, chosen);
  const mark = (text, cell) =>
    cell.join() === chosen.join() ? h("strong", {}, text) : text;
  const list = (texts) =>
    texts.flatMap((text, i) => [i ? ", " : "", mark(text, cells[i])]);
  const sum = shortened(numbers.map(factor), " + ");
  const away = numbers.map((each) => `${show(each - mean)}²`);
  const squares = away.map((text) => text.replace(/^(−.*)²$/, "($1)²"));
  const top = `(${show(value)} − ${factor(mean)})`;
  const root = `√(${show(variance)} + ${TEXT.eps})`;
  const own = h("strong", {}, show(normal(value, found)));
  const lines = [
    [`${m} ${m > 1 ? TEXT.numbers : TEXT.number}`, list(numbers.map(show))],
    ["μ", [over(sum, m), h("strong", {}, show(mean))]],
    [
      "σ²",
      [over(shortened(squares, " + "), m), h("strong", {}, show(variance))],
    ],
    ["x̂", [`${top} / ${root} = `, own]],
    [TEXT.all, list(numbers.map((each) => show(round2(normal(each, found)))))],
  ];
  element.replaceChildren(
    ...lines.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]),
  );
}

const round2 = (value) => Math.round(value * 100) / 100;

const over = (sum, m) => (m > 1 ? `(${sum}) / ${m} = ` : `${sum} = `);

function shortened(terms, plus) {
  if (terms.length <= MOST) return terms.join(plus);
  return [...terms.slice(0, KEPT), "…", terms.at(-1)].join(plus);
}

const SIDE = 14; // of a small cube, in units of the drawing
const STEP = 17; // from one to the next
const APART = [14, 10]; // from one sample to the next, right and up
const BACK = [5, -4]; // where the far side of a cube is
const EDGE = { left: 30, bottom: 20 }; // for the names of the axes

const face = (name, points) =>
  s("polygon", { class: name, points: points.map(String).join(" ") });

/** A cube whose front face begins at (x, y). */
function cube(x, y) {
  const p = (right, down, back) => [
    x + SIDE * right + BACK[0] * back,
    y + SIDE * down + BACK[1] * back,
  ];
  return s(
    "g",
    { class: "lab-cube" },
    face("is-top", [p(0, 0, 0), p(1, 0, 0), p(1, 0, 1), p(0, 0, 1)]),
    face("is-side", [p(1, 0, 0), p(1, 1, 0), p(1, 1, 1), p(1, 0, 1)]),
    face("is-front", [p(0, 0, 0), p(1, 0, 0), p(1, 1, 0), p(0, 1, 0)]),
  );
}

/** The block: channels to the right, pixels down, samples behind. */
export function drawBlock(shape) {
  const [N, C, H, W] = shape;
  const [wide, high] = [C * STEP, H * W * STEP];
  const top = (N - 1) * APART[1] - BACK[1] + 1;
  const left = (n) => EDGE.left + n * (wide + APART[0]);
  const bottom = top + high + 13;
  const cubes = new Map();
  // What stands in front is drawn last.
  const order = places(shape).sort(
    (a, b) => b[0] - a[0] || b[2] * W + b[3] - a[2] * W - a[3] || a[1] - b[1],
  );
  for (const place of order) {
    const [n, c, k, w] = place;
    const y = top + (k * W + w) * STEP - n * APART[1];
    cubes.set(String(place), cube(left(n) + c * STEP, y));
  }
  const label = (x, y, text) =>
    s("text", { class: "lab-axis", x, y, "text-anchor": "middle" }, text);
  const width = left(N) - APART[0] + BACK[0] + 2;
  const viewBox = `0 0 ${width} ${top + high + EDGE.bottom}`;
  const behind = label(left(1) + wide / 2, bottom - APART[1], TEXT.samples);
  const svg = s(
    "svg",
    { viewBox, class: "lab-block", role: "img" },
    [...cubes.values()],
    label(EDGE.left + wide / 2, bottom, TEXT.channels),
    label(13, top + high / 2, TEXT.pixels),
    N > 1 ? behind : "",
  );
  return { svg, cubes };
}
