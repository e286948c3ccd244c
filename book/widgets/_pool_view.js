// The drawing of the pooling-shift widget: picture, outputs, map of moves.

import { h, say, show } from "./_dom.js";
import { isGlobal, moved, poolShape } from "./_pool.js";
import { frameOver, walkable } from "./_grid.js";
import { fillCell, still } from "./_still.js";
import { moveText } from "./_pool_words.js";

const TEXT = {
  picture: "Picture {rows} × {cols}, {move}",
  padded: "Picture {rows} × {cols}, padding {padding}, {move}",
  before: "Output before",
  along: "Before, moved {move}",
  alongNone: "Before, not moved",
  now: "Output now",
  cell: "Output now, row {row}, column {col}: {value}{mark}",
  other: ", differs",
  moves: "Moves of the picture, none in the middle",
  unknown: "{move}: not tried yet",
  tried: "{move}: {count} of {all} differ",
};

const BRIGHTEST = 9;

/** In a small cell one decimal has to do; its label has the number. */
const brief = (value) => show(Math.round(value * 10) / 10);

const titled = (element, text, grid) => {
  grid.setAttribute("aria-label", text);
  element.replaceChildren(h("p", {}, text), grid);
};

const fillAll = (cells, values) =>
  cells.forEach((line, row) =>
    line.forEach((cell, col) => {
      const value = values[row][col];
      fillCell(cell, value ? brief(value) : "", value / BRIGHTEST);
    }),
  );

/** The moved picture with its padding, and a frame for a window. */
export function drawPicture(element, image, spec, move) {
  const padding = isGlobal(spec) ? 0 : spec.padding;
  const [rows, cols] = [image.length, image[0].length];
  const template = padding ? TEXT.padded : TEXT.picture;
  const text = say(template, { rows, cols, padding, move: moveText(move) });
  const { grid, cells } = still({
    rows: rows + 2 * padding,
    cols: cols + 2 * padding,
    label: text,
  });
  const outer = spec.kind === "max" ? "−∞" : "0";
  for (const cell of cells.flat()) {
    cell.classList.add("is-padding");
    fillCell(cell, outer);
  }
  const inner = cells
    .slice(padding, padding + rows)
    .map((line) => line.slice(padding, padding + cols));
  inner.flat().forEach((cell) => cell.classList.remove("is-padding"));
  fillAll(inner, moved(image, move));
  const frame = h("div", { class: "lab-pool-frame", "aria-hidden": "true" });
  grid.append(frame);
  titled(element, text, grid);
  return { grid, frame, padding };
}

/** Lays the frame over the window of an output, padding included. */
export function frameWindow({ grid, frame, padding }, image, spec, row, col) {
  const span = (size, place) => {
    if (isGlobal(spec)) return [0, size];
    const start = place * spec.stride; // in padded coordinates
    return [start, Math.min(spec.kernel, size + 2 * padding - start)];
  };
  const [top, rows] = span(image.length, row);
  const [left, cols] = span(image[0].length, col);
  frameOver(frame, grid, { row: top, col: left, rows, cols });
}

/** What the output is compared with. */
export function drawBefore(element, effect, question) {
  const values = question === "along" ? effect.along : effect.before;
  const [rows, cols] = [values.length, values[0].length];
  const { grid, cells } = still({ rows, cols, label: "" });
  fillAll(cells, values);
  const stays = !effect.step[0] && !effect.step[1];
  const along = stays ? TEXT.alongNone : TEXT.along;
  const text = say(question === "along" ? along : TEXT.before, {
    move: moveText(effect.step),
  });
  titled(element, text, grid);
}

/** The output; `others` are the indices to mark. */
export function drawNow(element, output, others, onPick) {
  const [rows, cols] = [output.length, output[0].length];
  const now = walkable({ rows, cols, onPick });
  output.flat().forEach((value, index) => {
    const other = others.includes(index);
    const cell = now.cells[index];
    fillCell(cell, brief(value), value / BRIGHTEST);
    cell.classList.toggle("is-other", other);
    const [row, col] = [Math.floor(index / cols), index % cols];
    const mark = other ? TEXT.other : "";
    const words = { row, col, value: show(value), mark };
    cell.setAttribute("aria-label", say(TEXT.cell, words));
  });
  titled(element, TEXT.now, now.grid);
  return now;
}

/** A cell a move; arrow keys walk in it. `paintMoves` fills it. */
export function drawMoves(element, farthest, onMove) {
  const side = 2 * farthest + 1;
  const moveOf = (index) => [
    Math.floor(index / side) - farthest,
    (index % side) - farthest,
  ];
  const onPick = (index) => onMove(moveOf(index));
  const map = walkable({ rows: side, cols: side, onPick });
  titled(element, TEXT.moves, map.grid);
  return { ...map, moveOf };
}

/** `countOf(move)`: outputs that differ, or null if it was not tried. */
export function paintMoves(map, image, spec, now, countOf) {
  const [rows, cols] = poolShape(image, spec);
  map.cells.forEach((cell, index) => {
    const move = map.moveOf(index);
    const count = countOf(move);
    const known = count !== null;
    fillCell(cell, known ? String(count) : "", 0);
    cell.classList.toggle("is-whole", count === 0);
    cell.classList.toggle("is-broken", known && count > 0);
    const here = String(move) === String(now);
    cell.setAttribute("aria-current", String(here));
    if (here) map.tabTo(cell);
    const words = { move: moveText(move), count, all: rows * cols };
    const label = known ? TEXT.tried : TEXT.unknown;
    cell.setAttribute("aria-label", say(label, words));
  });
}
