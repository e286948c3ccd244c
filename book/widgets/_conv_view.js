// How the conv widget writes one output: the sum, the sizes, the window.

import { factor, h, say, show } from "./_dom.js";
import { outputShape, termsAt, valueAt } from "./_convolve.js";
import { fitText, frameOver } from "./_grid.js";

const TEXT = {
  height: "H_out",
  width: "W_out",
  both: "H_out = W_out",
  size: "{name} = ⌊({size} + 2·{P} − {D}·({K} − 1) − 1) / {S}⌋ + 1 = {out}",
  unread: "Input cells in no window (hatched): {count}.",
};

function term({ x, w }, first) {
  const weight = h("span", { class: "lab-weight" }, factor(w));
  const plus = first ? "" : "+ ";
  const product = h(
    "span",
    { class: "lab-term" },
    plus,
    factor(x),
    "·",
    weight,
  );
  return first ? product : [" ", product];
}

/** "y[0, 0] = 93·(−1) + 139·0 + … = 261", a line for each kernel row. */
export function writeSum(element, spec, row, col, name, known) {
  const lines = termsAt(spec, row, col).map((terms, u) =>
    h(
      "span",
      { class: "lab-sum-line" },
      u ? " " : "",
      terms.flatMap((each, v) => term(each, u === 0 && v === 0)),
    ),
  );
  const value = known ? show(valueAt(spec, row, col)) : "?";
  const result = h("strong", {}, value);
  element.replaceChildren(
    h("span", { class: "lab-symbol" }, `${name} = `),
    h("span", {}, lines, h("span", { class: "lab-sum-line" }, " = ", result)),
  );
}

function sizeText(spec, name, side, K) {
  const { stride: S, padding: P, dilation: D } = spec;
  const [rows, cols] = outputShape(spec);
  const out = name === TEXT.width ? cols : rows;
  return say(TEXT.size, { name, size: side, P, D, K, S, out });
}

/** The size formula with numbers in it, and what the windows leave out. */
export function writeSizes(element, spec, unread) {
  const { input, kernel } = spec;
  const square =
    input.length === input[0].length && kernel.length === kernel[0].length;
  const name = square ? TEXT.both : TEXT.height;
  const lines = [sizeText(spec, name, input.length, kernel.length)];
  if (!square)
    lines.push(sizeText(spec, TEXT.width, input[0].length, kernel[0].length));
  if (unread) lines.push(say(TEXT.unread, { count: unread }));
  element.replaceChildren(...lines.map((line) => h("span", {}, line)));
}

/** Marks the taps of the window (null: none) and the cells never read. */
export function paintWindow(x, frame, spec, place, unread) {
  const { kernel, stride, padding, dilation } = spec;
  for (const cell of x.wrappers.flat()) {
    cell.classList.remove("is-read", "is-unread");
    delete cell.dataset.weight;
  }
  for (const key of unread) {
    const [row, col] = key.split(",").map(Number);
    x.wrappers[row + padding][col + padding].classList.add("is-unread");
  }
  if (!place) return;
  for (const { row, col, w } of termsAt(spec, ...place).flat()) {
    const cell = x.wrappers[row + padding][col + padding];
    cell.classList.add("is-read");
    cell.dataset.weight = `×${show(w)}`;
  }
  const reach = (K) => dilation * (K - 1) + 1;
  const [rows, cols] = [reach(kernel.length), reach(kernel[0].length)];
  const [row, col] = place.map((i) => i * stride);
  frameOver(frame, x.grid, { row, col, rows, cols });
}

/** Fills the output cells that are known and marks the current one. */
export function paintOutput(y, spec, { at, seen, cols }, label) {
  y.cells.forEach((cell, index) => {
    const [row, col] = [Math.floor(index / cols), index % cols];
    const known = seen.has(index);
    const value = known ? show(valueAt(spec, row, col)) : null;
    fitText(cell, value ?? "");
    cell.textContent = value ?? (index === at ? "?" : "");
    cell.setAttribute("aria-label", label(row, col, value));
    cell.setAttribute("aria-current", String(index === at));
  });
  if (!y.cells.includes(document.activeElement)) y.tabTo(y.cells[at]);
}
