// A grid of numbers that is only looked at: one image to assistive devices.

import { h } from "./_dom.js";
import { fitText } from "./_grid.js";

const WIDE = 9; // columns that keep their size on a phone, as in _grid.js

/** rows x cols empty cells; `cells[row][col]` are filled by the caller. */
export function still({ rows, cols, label }) {
  const cells = Array.from({ length: rows }, () =>
    Array.from({ length: cols }, () => h("span", { class: "lab-cell" })),
  );
  const grid = h(
    "div",
    {
      class: cols > WIDE ? "lab-grid is-wide" : "lab-grid",
      role: "img",
      "aria-label": label,
      style: `--cols: ${cols}; --rows: ${rows}`,
    },
    cells.flat(),
  );
  return { grid, cells };
}

/** Text of a cell, and a tint from 0 to 1 of the colour its style names. */
export function fillCell(cell, text, tint = 0) {
  fitText(cell, text);
  cell.textContent = text;
  cell.style.setProperty("--tint", `${Math.round(tint * 100)}%`);
}
