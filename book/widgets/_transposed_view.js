// The drawing of the transposed widget. The canvas is the output and, around
// it, what the padding cuts off.

import { h, roving, say, show } from "./_dom.js";
import { frameOver } from "./_grid.js";
import { fillCell, still } from "./_still.js";
import { axes, canvasLength, convTranspose, overlaps } from "./_transposed.js";
import { spanned, stampCount, stampOf } from "./_transposed.js";
import { transposedShape } from "./_transposed.js";
import { inputName, outputName } from "./_transposed_words.js";

const TEXT = {
  row: "{name} = {x}",
  rowLabel: "Stamp of {name} = {x}: {values}",
  rowWaits: "Stamp of {name} = {x}, not there yet",
  output: "Output",
  outputOf: "Output {rows} × {cols}",
  counts: "Stamps",
  countsOf: "Stamps on each pixel",
  countsLabel: "Stamps on each pixel: {values}",
  cell: "{name} = {value}, stamps: {count}",
};

/** The canvas of a spec, for rows and columns. */
const canvas = (spec) => axes(spec).map(canvasLength);

/** Marks what is cut off, and what output padding adds to the stamps. */
function markPlace(cell, spec, row, col) {
  const [down, across] = axes(spec);
  const [rows, cols] = transposedShape(spec);
  const [i, j] = [row - down.P, col - across.P];
  const out = i < 0 || i >= rows || j < 0 || j >= cols;
  cell.classList.toggle("is-cut", out);
  const added = row >= spanned(down) || col >= spanned(across);
  cell.classList.toggle("is-added", added && !out);
}

/** Output values to press, in a canvas whose other cells are cut off. */
function pickable(spec, onPick) {
  const [height, width] = canvas(spec);
  const [rows, cols] = transposedShape(spec);
  const [top, left] = axes(spec).map(({ P }) => P);
  const buttons = Array.from({ length: rows }, () => []);
  const wide = width > 9 ? "lab-grid is-wide" : "lab-grid";
  const style = `--cols: ${width}; --rows: ${height}`;
  const grid = h("div", { class: wide, role: "grid", style });
  for (let r = 0; r < height; r++) {
    const line = h("div", { role: "row", class: "lab-row" });
    for (let c = 0; c < width; c++) {
      const [row, col] = [r - top, c - left];
      const cell = h("div", { role: "gridcell", class: "lab-cell" });
      markPlace(cell, spec, r, c);
      if (row >= 0 && row < rows && col >= 0 && col < cols) {
        const onclick = () => onPick(row, col);
        buttons[row][col] = h("button", { type: "button", onclick });
        cell.append(buttons[row][col]);
      }
      line.append(cell);
    }
    grid.append(line);
  }
  const tabTo = roving(buttons, (cell) => cell.click());
  return { grid, buttons, tabTo };
}

/** Still cells on the same canvas; `values` are of the output. */
function drawCounts(spec, counts) {
  const [rows, cols] = canvas(spec);
  const values = counts.map((line) => line.join(" ")).join("; ");
  const label = say(TEXT.countsLabel, { values });
  const { grid, cells } = still({ rows, cols, label });
  const [top, left] = axes(spec).map(({ P }) => P);
  const most = Math.max(...overlaps(spec).flat(), 1);
  grid.classList.add("is-counts");
  cells.forEach((line, r) =>
    line.forEach((cell, c) => {
      markPlace(cell, spec, r, c);
      const count = counts[r - top]?.[c - left];
      if (count !== undefined) fillCell(cell, `${count}`, count / most);
    }),
  );
  return grid;
}

/** One stamp on a canvas of its own, for the ladder of the 1-D form. */
function drawStamp(spec, index, laid) {
  const [, cols] = canvas(spec);
  const [, across] = axes(spec);
  const stamp = stampOf(spec, index);
  const { x } = stamp[0];
  const name = inputName(spec, stamp[0]);
  const values = stamp.map((one) => show(one.x * one.w)).join(", ");
  const words = { name, x: show(x), values };
  const label = say(laid ? TEXT.rowLabel : TEXT.rowWaits, words);
  const { grid, cells } = still({ rows: 1, cols, label });
  cells[0].forEach((cell, c) => markPlace(cell, spec, 0, c));
  for (const { col, w } of stamp) {
    const cell = cells[0][col + across.P];
    cell.classList.add(laid ? "is-stamp" : "is-waiting");
    if (laid) fillCell(cell, show(x * w));
  }
  return { grid, title: say(TEXT.row, words) };
}

const line = (title, grid, current = false) =>
  h(
    "div",
    { class: current ? "lab-stamp-line is-current" : "lab-stamp-line" },
    h("span", { "aria-hidden": "true" }, title),
    grid,
  );

function fillOutput({ buttons }, spec, values, counts) {
  const most = Math.max(...convTranspose(spec).flat().map(Math.abs), 1e-9);
  buttons.forEach((cells, row) =>
    cells.forEach((cell, col) => {
      const [value, count] = [values[row][col], counts[row][col]];
      const tint = Math.min(1, Math.abs(value) / most);
      fillCell(cell, count ? show(value) : "", tint);
      cell.classList.toggle("is-negative", value < 0);
      const name = outputName(spec, row, col);
      const words = { name, value: show(value), count };
      cell.setAttribute("aria-label", say(TEXT.cell, words));
    }),
  );
}

/** Marks the output that was picked. */
export function markPicked(output, picked) {
  output.buttons.forEach((cells, row) =>
    cells.forEach((cell, col) => {
      const here = row === picked[0] && col === picked[1];
      cell.setAttribute("aria-current", String(here));
      if (here) output.tabTo(cell);
    }),
  );
}

/** 1-D: a line a stamp, then their sum, then how many they are. */
export function drawLadder(element, spec, at, onPick) {
  const stamps = spec.input[0].map((_, index) => {
    const { grid, title } = drawStamp(spec, index, index <= at);
    return line(title, grid, index === at);
  });
  const output = pickable(spec, onPick);
  const counts = overlaps(spec, at + 1);
  fillOutput(output, spec, convTranspose(spec, at + 1), counts);
  output.grid.setAttribute("aria-label", TEXT.output);
  element.replaceChildren(
    ...stamps,
    line(TEXT.output, output.grid),
    line(TEXT.counts, drawCounts(spec, counts)),
  );
  return output;
}

/** 2-D: the output with the stamp framed, and the stamps on each pixel. */
export function drawImages(element, spec, at, onPick) {
  const output = pickable(spec, onPick);
  const counts = overlaps(spec, at + 1);
  fillOutput(output, spec, convTranspose(spec, at + 1), counts);
  const [rows, cols] = transposedShape(spec);
  const text = say(TEXT.outputOf, { rows, cols });
  output.grid.setAttribute("aria-label", text);
  const frame = h("div", { class: "lab-stamp-frame", "aria-hidden": "true" });
  output.grid.append(frame);
  const [down, across] = axes(spec);
  const first = stampOf(spec, at)[0];
  const reach = ({ K, D }) => D * (K - 1) + 1;
  frameOver(frame, output.grid, {
    row: first.row + down.P,
    col: first.col + across.P,
    rows: reach(down),
    cols: reach(across),
  });
  const plane = (title, grid) =>
    h("div", { class: "lab-stamp-plane" }, h("p", {}, title), grid);
  element.replaceChildren(
    plane(text, output.grid),
    plane(TEXT.countsOf, drawCounts(spec, counts)),
  );
  return output;
}

/** The input that stamps now. */
export function markInput(x, spec, at) {
  x.wrappers.flat().forEach((cell, index) => {
    cell.classList.toggle("is-stamping", index === at);
    cell.classList.toggle("is-done", index < at && at < stampCount(spec));
  });
}
