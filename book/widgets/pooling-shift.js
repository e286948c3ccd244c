// Move a picture a pixel at a time and see which pooled outputs change.
// config: {picture, kind, kernel, stride, padding, ceilMode, countPad,
//          question}

import { button, h, settings } from "./_dom.js";
import { lost, poolShape, shiftEffect } from "./_pool.js";
import { FARTHEST, checkSettings } from "./_pool_controls.js";
import { pictureOf, poolControls } from "./_pool_controls.js";
import { drawBefore, drawMoves, drawNow } from "./_pool_view.js";
import { drawPicture, frameWindow, paintMoves } from "./_pool_view.js";
import { effectText, seenText, sumText } from "./_pool_words.js";

const TEXT = {
  widget: "Move a picture and pool it",
  pad: "Move the picture. Arrow keys move it too.",
  up: "Up",
  left: "Left",
  right: "Right",
  down: "Down",
  arrows: { up: "↑", left: "←", right: "→", down: "↓" },
  back: "Move back",
  all: "Try every move",
  legend:
    "Each cell is a move of the picture, the middle is none. The number " +
    "says how many outputs differ; where it is 0, it is bold.",
};

const DEFAULTS = {
  picture: "a seven",
  kind: "max",
  kernel: 2,
  stride: 2,
  padding: 0,
  ceilMode: false,
  countPad: true,
  question: "stay",
};

const WAYS = { up: [-1, 0], left: [0, -1], right: [0, 1], down: [1, 0] };
const KEYS = {
  ArrowUp: "up",
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowDown: "down",
};

export function mount(element, config) {
  return new PoolingShift(element, settings(config, DEFAULTS));
}

class PoolingShift {
  constructor(element, spec) {
    checkSettings(spec);
    this.spec = spec;
    this.controls = poolControls(spec, (change) => this.change(change));
    const plane = () => h("div", { class: "lab-pool-plane" });
    this.planes = { picture: plane(), before: plane(), now: plane() };
    this.status = h("p", { class: "lab-pool-text", role: "status" });
    this.sums = h("p", { class: "lab-pool-text" });
    this.seen = h("p", { class: "lab-pool-note" });
    const map = h("div", { class: "lab-pool-plane is-moves" });
    this.map = drawMoves(map, FARTHEST, (move) => this.go(move));
    const legend = h("p", { class: "lab-pool-note" }, TEXT.legend);
    const { picture, before, now } = this.planes;
    const outputs = h("div", { class: "lab-pool-outputs" }, before, now);
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", TEXT.widget);
    element.replaceChildren(
      this.controls.element,
      h("div", { class: "lab-pool-planes" }, picture, this.pad(), outputs),
      this.seen,
      h(
        "div",
        { class: "lab-pool-moves" },
        h("div", {}, this.status, this.sums),
        h("div", {}, map, legend),
      ),
    );
    this.restart();
  }

  pad() {
    const step = (way) => this.step(WAYS[way]);
    this.ways = Object.keys(WAYS).map((way) =>
      button(TEXT.arrows[way], () => step(way), {
        class: `lab-button is-${way}`,
        "aria-label": TEXT[way],
      }),
    );
    const cross = h("div", { class: "lab-pool-cross" }, this.ways);
    const rest = [
      button(TEXT.back, () => this.go([0, 0])),
      button(TEXT.all, () => this.tryAll()),
    ];
    const onkeydown = (event) => {
      if (!(event.key in KEYS) || event.ctrlKey || event.metaKey) return;
      if (event.altKey) return;
      event.preventDefault();
      step(KEYS[event.key]);
    };
    return h(
      "div",
      {
        class: "lab-pool-pad",
        role: "group",
        "aria-label": TEXT.pad,
        onkeydown,
      },
      cross,
      h("div", {}, rest),
    );
  }

  change(change) {
    Object.assign(this.spec, change);
    const most = Math.floor(this.spec.kernel / 2);
    this.spec.padding = Math.min(this.spec.padding, most);
    // Another question is asked of the same moves.
    if ("question" in change) this.paint();
    else this.restart();
  }

  /** Settings changed: forget the moves tried so far. */
  restart() {
    this.image = pictureOf(this.spec.picture);
    this.tried = new Map();
    const [rows, cols] = poolShape(this.image, this.spec);
    this.window = [Math.floor((rows - 1) / 2), Math.floor((cols - 1) / 2)];
    this.controls.sync();
    this.go([0, 0]);
  }

  effectOf(move) {
    const key = String(move);
    if (!this.tried.has(key))
      this.tried.set(key, shiftEffect(this.image, this.spec, move));
    return this.tried.get(key);
  }

  step([down, right]) {
    const move = [this.move[0] + down, this.move[1] + right];
    if (move.every((d) => Math.abs(d) <= FARTHEST)) this.go(move);
  }

  go(move) {
    this.move = move;
    this.effectOf(move);
    this.paint();
  }

  tryAll() {
    const { cells, moveOf } = this.map;
    cells.forEach((_, index) => this.effectOf(moveOf(index)));
    this.paint();
  }

  pick(index) {
    const cols = this.effectOf(this.move).after[0].length;
    this.window = [Math.floor(index / cols), index % cols];
    this.paintWindow();
  }

  differing({ changed, differ }) {
    return this.spec.question === "along" ? differ : changed;
  }

  paint() {
    const { image, spec, move, planes } = this;
    const effect = this.effectOf(move);
    this.drawing = drawPicture(planes.picture, image, spec, move);
    drawBefore(planes.before, effect, spec.question);
    const others = this.differing(effect);
    const onPick = (index) => this.pick(index);
    this.now = drawNow(planes.now, effect.after, others, onPick);
    this.paintWindow();
    const left = lost(image, move);
    this.status.textContent = effectText(spec, effect, move, left);
    this.sums.textContent = sumText(effect);
    paintMoves(this.map, image, spec, move, (each) => {
      const known = this.tried.get(String(each));
      return known ? this.differing(known).length : null;
    });
    this.ways.forEach((way, index) => {
      const [down, right] = Object.values(WAYS)[index];
      const there = [move[0] + down, move[1] + right];
      const off = there.some((d) => Math.abs(d) > FARTHEST);
      way.setAttribute("aria-disabled", String(off));
    });
  }

  /** The window of the chosen output, and what it sees. */
  paintWindow() {
    const { image, spec, window, now } = this;
    const [row, col] = window;
    const { after } = this.effectOf(this.move);
    const chosen = row * after[0].length + col;
    now.cells.forEach((cell, index) =>
      cell.setAttribute("aria-current", String(index === chosen)),
    );
    now.tabTo(now.cells[chosen]);
    frameWindow(this.drawing, image, spec, row, col);
    const value = after[row][col];
    this.seen.textContent = seenText(image.length, spec, value, row, col);
  }
}
