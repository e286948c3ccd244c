// Grids of numbers: one that is edited, one that is walked through.

import { h, read, roving, say, show } from "./_dom.js";

const NARROW = 9; // columns that keep their size on a phone

/** A grid of rows x cols; `cellAt(row, col)` makes a cell. */
function plane(rows, cols, cellAt) {
  const grid = h("div", {
    class: cols > NARROW ? "lab-grid is-wide" : "lab-grid",
    role: "grid",
    style: `--cols: ${cols}; --rows: ${rows}`,
  });
  for (let row = 0; row < rows; row++) {
    const line = h("div", { role: "row", class: "lab-row" });
    for (let col = 0; col < cols; col++) line.append(cellAt(row, col));
    grid.append(line);
  }
  return grid;
}

/** Longer numbers are written smaller: the style sheet counts on this. */
export const fitText = (cell, text) =>
  cell.style.setProperty("--chars", Math.max(text.length, 1));

function numberInput(value, label, onEdit) {
  const input = h("input", {
    class: "lab-number-input",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-label": label,
    value: show(value),
  });
  fitText(input, input.value);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("change", () => {
    const number = read(input.value);
    const bad = !Number.isFinite(number);
    input.setAttribute("aria-invalid", String(bad));
    if (bad) return;
    input.value = show(number);
    fitText(input, input.value);
    onEdit(number);
  });
  return input;
}

/**
 * Numbers that a reader may change, with `padding` rings of fixed zeros.
 * `wrappers[row][col]` are the cells in padded coordinates.
 */
export function editable({ cell, values, padding = 0, onEdit }) {
  const [rows, cols] = [values.length, values[0].length];
  const wrappers = [];
  const inputs = values.map(() => []);
  const grid = plane(rows + 2 * padding, cols + 2 * padding, (r, c) => {
    const [row, col] = [r - padding, c - padding];
    const inside = row >= 0 && row < rows && col >= 0 && col < cols;
    const wrapper = h("div", { role: "gridcell", class: "lab-cell" });
    if (inside) {
      const edit = (number) => onEdit(row, col, number);
      const label = say(cell, { row, col });
      inputs[row][col] = numberInput(values[row][col], label, edit);
      wrapper.append(inputs[row][col]);
    } else {
      wrapper.classList.add("is-padding");
      wrapper.append("0");
    }
    (wrappers[r] ??= [])[c] = wrapper;
    return wrapper;
  });
  roving(inputs);
  return { grid, wrappers };
}

/** Cells that are picked by mouse or arrow keys; the caller fills them. */
export function walkable({ rows, cols, onPick }) {
  const cells = Array.from({ length: rows }, () => []);
  const grid = plane(rows, cols, (row, col) => {
    const pick = () => onPick(row * cols + col);
    cells[row][col] = h("button", { type: "button", onclick: pick });
    return h("div", { role: "gridcell", class: "lab-cell" }, cells[row][col]);
  });
  const tabTo = roving(cells, (cell) => cell.click());
  return { grid, cells: cells.flat(), tabTo };
}

/** Lays `frame` over a block of cells of the grid that it is in. */
export function frameOver(frame, grid, { row, col, rows, cols }) {
  const across = 100 / Number(grid.style.getPropertyValue("--cols"));
  const down = 100 / Number(grid.style.getPropertyValue("--rows"));
  frame.style.left = `${col * across}%`;
  frame.style.top = `${row * down}%`;
  frame.style.width = `${cols * across}%`;
  frame.style.height = `${rows * down}%`;
}
