// A transposed convolution, stamp by stamp, in 1-D and 2-D.
// config: {rank, input, kernel, stride, padding, outputPadding, dilation}

import { button, h, say, settings } from "./_dom.js";
import { editable } from "./_grid.js";
import { overlaps, stampCount, transposedShape } from "./_transposed.js";
import { checkSpec, mostExtra } from "./_transposed_controls.js";
import { transposedControls, worked } from "./_transposed_controls.js";
import { drawImages, drawLadder } from "./_transposed_view.js";
import { markInput, markPicked } from "./_transposed_view.js";
import { overlapText, stampText } from "./_transposed_words.js";
import { writeSizes, writeSum } from "./_transposed_words.js";

const TEXT = {
  widget: "A transposed convolution, stamp by stamp",
  input: "Input x, {rows} × {cols}",
  kernel: "Kernel w, {rows} × {cols}",
  inputCell: "Input, row {row}, column {col}",
  kernelCell: "Kernel, row {row}, column {col}",
  back: "Back",
  step: "Step",
  play: "Play",
  pause: "Pause",
  all: "All stamps",
  reset: "Start again",
  misfit: "The padding cuts everything away: there is no output.",
};

const DEFAULTS = {
  rank: 1,
  input: null, // the worked example of the rank
  kernel: null,
  stride: 2,
  padding: 0,
  outputPadding: 0,
  dilation: 1,
};

const STEP_MS = 900;

export function mount(element, config) {
  return new Transposed(element, settings(config, DEFAULTS));
}

class Transposed {
  constructor(element, spec) {
    const { input, kernel } = worked(spec.rank);
    spec.input ??= input;
    spec.kernel ??= kernel;
    checkSpec(spec);
    this.spec = spec;
    this.timer = null;
    this.controls = transposedControls(spec, (change) => this.change(change));
    this.inputs = h("div", { class: "lab-stamp-planes" });
    this.drawing = h("div", {});
    this.misfit = h("p", { class: "lab-note" }, TEXT.misfit);
    this.status = h("p", { class: "lab-stamp-text", role: "status" });
    this.sum = h("p", { class: "lab-stamp-text", role: "status" });
    this.overlap = h("p", { class: "lab-stamp-text" });
    this.sizes = h("p", { class: "lab-stamp-sizes" });
    const words = [this.status, this.sum, this.overlap];
    this.work = h("div", {}, this.drawing, words);
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", TEXT.widget);
    element.replaceChildren(
      this.controls.element,
      this.inputs,
      this.transport(),
      this.misfit,
      this.work,
      this.sizes,
    );
    this.at = 0;
    this.restart();
  }

  transport() {
    const playOrPause = () => (this.timer ? this.pause() : this.play());
    this.back = button(TEXT.back, () => this.go(this.at - 1));
    this.forward = button(TEXT.step, () => this.go(this.at + 1));
    this.player = button(TEXT.play, playOrPause);
    this.whole = button(TEXT.all, () => this.go(this.count - 1));
    const reset = button(TEXT.reset, () => this.go(0));
    const buttons = [this.back, this.forward, this.player, this.whole, reset];
    return h("div", { class: "lab-stamp-transport" }, buttons);
  }

  change(change) {
    const whole = this.at === this.count - 1;
    Object.assign(this.spec, change);
    const most = mostExtra(this.spec);
    this.spec.outputPadding = Math.min(this.spec.outputPadding, most);
    // Who has seen all stamps wants to see all of the new ones.
    this.at = whole ? stampCount(this.spec) - 1 : 0;
    this.restart();
  }

  restart() {
    this.count = stampCount(this.spec);
    const { spec } = this;
    this.picked = this.busiest();
    this.controls.sync();
    this.drawInputs();
    this.go(this.at);
  }

  /** The first output on which the most stamps lie. */
  busiest() {
    const counts = overlaps(this.spec);
    const most = Math.max(...counts.flat());
    const row = counts.findIndex((line) => line.includes(most));
    return [row, counts[row]?.indexOf(most)];
  }

  drawInputs() {
    const { input, kernel } = this.spec;
    const titled = (template, cell, values) => {
      const onEdit = (row, col, number) => {
        values[row][col] = number;
        this.controls.sync();
        this.paint();
      };
      const made = editable({ cell, values, onEdit });
      const [rows, cols] = [values.length, values[0].length];
      const text = say(template, { rows, cols });
      made.grid.setAttribute("aria-label", text);
      const title = h("p", {}, text);
      made.plane = h("div", { class: "lab-stamp-plane" }, title, made.grid);
      return made;
    };
    this.x = titled(TEXT.input, TEXT.inputCell, input);
    const w = titled(TEXT.kernel, TEXT.kernelCell, kernel);
    w.grid.classList.add("is-stamper");
    this.inputs.replaceChildren(this.x.plane, w.plane);
  }

  go(index) {
    const last = this.count - 1;
    this.at = Math.min(Math.max(index, 0), last);
    if (this.timer && this.at === last) this.pause();
    this.paint();
  }

  play() {
    if (this.count < 2) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches)
      return this.go(this.count - 1);
    const from = this.at === this.count - 1 ? 0 : this.at;
    this.timer = setInterval(() => this.go(this.at + 1), STEP_MS);
    this.go(from);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
  }

  paint() {
    const { spec, at } = this;
    const fits = transposedShape(spec).every((n) => n > 0);
    this.misfit.hidden = fits;
    this.work.hidden = !fits;
    markInput(this.x, spec, at);
    writeSizes(this.sizes, spec);
    this.paintTransport();
    if (fits) this.paintWork();
  }

  paintWork() {
    const { spec, at } = this;
    const draw = spec.rank === 1 ? drawLadder : drawImages;
    const form = spec.rank === 1 ? "lab-stamp-ladder" : "lab-stamp-planes";
    this.drawing.className = form;
    const pick = (row, col) => {
      this.picked = [row, col];
      this.paintPicked();
    };
    this.output = draw(this.drawing, spec, at, pick);
    // A playing widget would talk without end.
    const live = this.timer ? "off" : "polite";
    for (const text of [this.status, this.sum])
      text.setAttribute("aria-live", live);
    this.status.textContent = stampText(spec, at, overlaps(spec, at));
    this.overlap.textContent = overlapText(spec);
    this.paintPicked();
  }

  paintPicked() {
    markPicked(this.output, this.picked);
    writeSum(this.sum, this.spec, this.at + 1, ...this.picked);
  }

  paintTransport() {
    const last = this.count - 1;
    // Not `disabled`: a button that loses focus when pressed loses its user.
    const off = (button, when) =>
      button.setAttribute("aria-disabled", String(when));
    off(this.back, this.at === 0);
    off(this.forward, this.at >= last);
    off(this.whole, this.at >= last);
    off(this.player, last < 1);
    this.player.textContent = this.timer ? TEXT.pause : TEXT.play;
  }
}
