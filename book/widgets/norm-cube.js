// Choose the axes of a mean: batch, layer, instance and group norm on one
// cube of numbers. config: {values, axes, groups}

import { h, say, settings } from "./_dom.js";
import { editable, fitText, walkable } from "./_grid.js";
import { checkCube, normControls } from "./_norm_controls.js";
import { at, normalized, places, shapeOf, sharing } from "./_norm_cube.js";
import { drawBlock, flatSize, light, paintHeads } from "./_norm_view.js";
import { placeOf, short, spread, writeGroup } from "./_norm_view.js";
import { sentences } from "./_norm_words.js";

const TEXT = {
  widget: "Norms on one cube of numbers",
  block: "The cube, {N} × {C} × {HW}",
  blockLabel: "{lit} of {all} cells are lit.",
  before: "The numbers: choose one, or change it",
  after: "Normalized",
  cell: "Sample {n}, channel {c}, row {h}, column {w}",
  out: "Normalized, sample {n}, channel {c}, row {h}, column {w}: {value}",
  changed:
    "You changed one number, and {count} of {all} normalized numbers moved, " +
    "in {samples} of {N} samples.",
};

const DEFAULTS = {
  // default_rng(0).integers(0, 10, (2, 4, 3, 3)), the second sample doubled
  // prettier-ignore
  values: [
    [[[8, 6, 5], [2, 3, 0], [0, 0, 1]], [[8, 6, 9], [5, 6, 9], [7, 6, 5]],
     [[5, 9, 2], [8, 6, 0], [3, 8, 5]], [[0, 7, 7], [8, 1, 0], [8, 0, 5]]],
    [[[0, 4, 8], [8, 8, 0], [0, 2, 0]],
     [[12, 10, 12], [4, 12, 14], [6, 8, 18]],
     [[16, 18, 6], [12, 18, 12], [16, 12, 14]],
     [[6, 16, 2], [10, 14, 16], [10, 6, 6]]],
  ],
  axes: "NHW",
  groups: 1,
};

export function mount(element, config) {
  return new NormCube(element, settings(config, DEFAULTS));
}

const names = ([n, c, k, w]) => ({ n, c, h: k, w });

class NormCube {
  constructor(element, config) {
    checkCube(config);
    this.first = config;
    this.shape = shapeOf(config.values);
    this.size = places(this.shape).length;
    this.chosen = [0, 0, 0, 0];
    this.controls = normControls(
      this.shape[1],
      config.groups,
      (change) => this.take(change),
      () => this.restart(),
    );
    this.verdict = h("p", { class: "lab-norm-verdict", role: "status" });
    this.planes = h("div", { class: "lab-norm-planes" });
    this.sum = h("dl", { class: "lab-norm-sum" });
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", TEXT.widget);
    element.replaceChildren(
      this.controls.element,
      this.verdict,
      this.planes,
      this.sum,
    );
    this.restart();
  }

  /** The page's numbers and axes again. */
  restart() {
    const { values, axes, groups } = this.first;
    this.x = structuredClone(values);
    this.draw();
    this.take({ axes, groups });
  }

  take(change) {
    Object.assign(this, change);
    this.note = "";
    this.paint();
  }

  draw() {
    const { shape } = this;
    const { rows, cols } = flatSize(shape);
    const place = (row, col) => placeOf(shape, row, col);
    const table = (of) =>
      Array.from({ length: rows }, (_, row) =>
        Array.from({ length: cols }, (_, col) => of(row, col)),
      );
    const before = editable({
      cell: TEXT.before,
      values: table((row, col) => at(this.x, place(row, col))),
      onEdit: (row, col, number) => this.edit(place(row, col), number),
    });
    table((row, col) => {
      const input = before.wrappers[row][col].firstChild;
      const label = say(TEXT.cell, names(place(row, col)));
      input.setAttribute("aria-label", label);
      input.addEventListener("focus", () => this.pick(place(row, col)));
    });
    const after = walkable({
      rows,
      cols,
      onPick: (i) => this.pick(place(Math.floor(i / cols), i % cols)),
    });
    this.after = after;
    const button = (row, col) => after.cells[row * cols + col];
    const outs = table((row, col) => button(row, col).parentElement);
    this.cells = [before.wrappers, outs];
    const grids = [before.grid, after.grid];
    this.heads = grids.map((grid, i) => spread(grid, this.cells[i], shape));
    this.place(grids);
  }

  place(grids) {
    const [N, C, H, W] = this.shape;
    this.block = drawBlock(this.shape);
    const titled = (text, content) => h("div", {}, h("p", {}, text), content);
    const texts = [TEXT.before, TEXT.after];
    grids.forEach((grid, i) => grid.setAttribute("aria-label", texts[i]));
    this.planes.replaceChildren(
      titled(say(TEXT.block, { N, C, HW: H * W }), this.block.svg),
      ...grids.map((grid, i) => titled(texts[i], grid)),
    );
  }

  pick(place) {
    this.chosen = place;
    this.paint();
  }

  edit([n, c, k, w], number) {
    const old = this.normalized();
    this.x[n][c][k][w] = number;
    const now = this.normalized();
    const moved = places(this.shape).filter(
      (place) => Math.abs(at(now, place) - at(old, place)) > 1e-9,
    );
    const change = {
      count: moved.length,
      all: this.size,
      samples: new Set(moved.map((place) => place[0])).size,
      N: this.shape[0],
    };
    this.note = say(TEXT.changed, change);
    this.paint();
  }

  normalized() {
    return normalized(this.x, this.axes, this.groups);
  }

  paint() {
    const { shape, axes, groups, chosen } = this;
    const cells = sharing(shape, axes, groups, chosen);
    const lit = new Set(cells.map(String));
    const y = this.normalized();
    this.controls.sync(axes, groups);
    for (const wrappers of this.cells) light(wrappers, shape, lit, chosen);
    this.block.cubes.forEach((cube, key) => {
      cube.classList.toggle("is-lit", lit.has(key));
      cube.classList.toggle("is-chosen", key === String(chosen));
    });
    const counts = { lit: lit.size, all: this.size };
    this.block.svg.setAttribute("aria-label", say(TEXT.blockLabel, counts));
    this.paintNormalized(y);
    [this.x, y].forEach((values, i) => paintHeads(this.heads[i], values));
    writeGroup(this.sum, this.x, cells, chosen);
    const texts = sentences(shape, axes, groups, cells.length);
    this.verdict.replaceChildren(...texts, this.note);
  }

  paintNormalized(y) {
    const [, , H, W] = this.shape;
    for (const place of places(this.shape)) {
      const [n, c, k, w] = place;
      const cell = this.cells[1][n * H + k][c * W + w].firstChild;
      const value = short(at(y, place));
      fitText(cell, value);
      cell.textContent = value;
      const label = say(TEXT.out, { ...names(place), value });
      cell.setAttribute("aria-label", label);
      const chosen = String(place) === String(this.chosen);
      cell.setAttribute("aria-current", String(chosen));
      if (chosen && !this.after.cells.includes(document.activeElement))
        this.after.tabTo(cell);
    }
  }
}
