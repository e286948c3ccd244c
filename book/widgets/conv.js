// Slide a kernel by hand: every step of a 2-D convolution written out.
// config: {input, kernel, stride, padding, dilation, presets, predict}

import { button, h, say, settings, show } from "./_dom.js";
import { outputShape, unreadCells, valueAt } from "./_convolve.js";
import { PRESETS, checkSpec, convControls } from "./_conv_controls.js";
import { predictForm } from "./_conv_predict.js";
import { paintOutput, paintWindow } from "./_conv_view.js";
import { writeSizes, writeSum } from "./_conv_view.js";
import { editable, walkable } from "./_grid.js";

const TEXT = {
  widget: "Slide a kernel by hand",
  input: "Input {rows} × {cols}",
  padded: "Input {rows} × {cols}, padding {padding}",
  kernel: "Kernel {rows} × {cols}",
  output: "Output {rows} × {cols}",
  inputCell: "Input, row {row}, column {col}",
  kernelCell: "Kernel, row {row}, column {col}",
  outputCell: "Output, row {row}, column {col}: {value}",
  unknown: "not computed yet",
  name: "y[{row}, {col}]",
  result: "y[{row}, {col}] = {value}",
  back: "Back",
  step: "Step",
  play: "Play",
  pause: "Pause",
  reset: "Start again",
  predict: "Predict each number first",
  misfit: "The kernel does not fit in the padded input: there is no output.",
};

const DEFAULTS = {
  // prettier-ignore
  input: [[93, 139, 101], [26, 252, 196], [135, 240, 48]],
  kernel: PRESETS["edges, left to right"],
  stride: 1,
  padding: 0,
  dilation: 1,
  presets: {},
  predict: false,
};

const STEP_MS = 900;

export function mount(element, config) {
  return new ConvWidget(element, settings(config, DEFAULTS));
}

class ConvWidget {
  constructor(element, { presets, predict, ...spec }) {
    checkSpec(spec);
    this.spec = spec;
    this.predicting = predict;
    this.timer = null;
    this.controls = convControls(
      spec,
      { ...PRESETS, ...presets },
      (change) => {
        Object.assign(spec, change);
        this.restart();
      },
    );
    this.planes = h("div", { class: "lab-planes" });
    this.frame = h("div", { class: "lab-window", "aria-hidden": "true" });
    this.status = h("p", { class: "lab-hidden", role: "status" });
    this.misfit = h("p", { class: "lab-note" }, TEXT.misfit);
    this.sum = h("p", { class: "lab-sum" });
    this.sizes = h("p", { class: "lab-sizes" });
    this.form = predictForm(spec, {
      onRight: () => this.reveal(),
      onNext: () => this.go(this.at + 1),
    });
    const work = [this.status, this.sum, this.form.element];
    this.work = h("div", { class: "lab-work" }, work);
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", TEXT.widget);
    element.replaceChildren(
      this.controls.element,
      this.planes,
      this.transport(),
      this.misfit,
      this.work,
      this.sizes,
    );
    this.restart();
  }

  transport() {
    const playOrPause = () => (this.timer ? this.pause() : this.play());
    this.back = button(TEXT.back, () => this.go(this.at - 1));
    this.forward = button(TEXT.step, () => this.go(this.at + 1));
    this.player = button(TEXT.play, playOrPause);
    const reset = button(TEXT.reset, () => this.restart());
    const onchange = (event) => {
      this.predicting = event.target.checked;
      this.restart();
    };
    const box = { type: "checkbox", checked: this.predicting, onchange };
    const toggle = h(
      "label",
      { class: "lab-toggle" },
      h("input", box),
      TEXT.predict,
    );
    const buttons = [this.back, this.forward, this.player, reset];
    return h("div", { class: "lab-transport" }, buttons, toggle);
  }

  /** Forget what was computed; draw the grids anew. */
  restart() {
    this.pause();
    this.seen = new Set();
    this.at = 0;
    [this.rows, this.cols] = outputShape(this.spec);
    this.count = this.rows * this.cols;
    this.controls.sync();
    this.drawGrids();
    this.go(0);
  }

  drawGrids() {
    const { input, kernel, padding } = this.spec;
    const titled = (template, rows, cols, grid) => {
      const text = say(template, { rows, cols, padding });
      grid.setAttribute("aria-label", text);
      return h("div", { class: "lab-plane" }, h("p", {}, text), grid);
    };
    const edit = (values) => (row, col, number) => {
      values[row][col] = number;
      this.renumber();
    };
    this.x = editable({
      cell: TEXT.inputCell,
      values: input,
      padding,
      onEdit: edit(input),
    });
    const w = editable({
      cell: TEXT.kernelCell,
      values: kernel,
      onEdit: edit(kernel),
    });
    this.x.grid.append(this.frame);
    w.grid.classList.add("is-kernel");
    const onPick = (index) => this.go(index);
    const { rows, cols } = this;
    this.y = this.count ? walkable({ rows, cols, onPick }) : null;
    const size = (values) => [values.length, values[0].length];
    this.planes.replaceChildren(
      titled(padding ? TEXT.padded : TEXT.input, ...size(input), this.x.grid),
      titled(TEXT.kernel, ...size(kernel), w.grid),
    );
    if (this.y)
      this.planes.append(titled(TEXT.output, rows, cols, this.y.grid));
  }

  /** A number was edited: what is shown stays, a prediction does not. */
  renumber() {
    if (this.predicting) this.seen.clear();
    this.controls.sync();
    this.paint();
  }

  go(index) {
    this.at = Math.min(Math.max(index, 0), Math.max(this.count - 1, 0));
    if (!this.predicting && this.count) this.seen.add(this.at);
    this.paint();
  }

  reveal() {
    this.seen.add(this.at);
    this.paint();
  }

  play() {
    if (this.predicting || this.count < 2) return;
    if (this.at === this.count - 1) this.restart();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      for (let index = 0; index < this.count; index++) this.seen.add(index);
      this.go(this.count - 1);
      return;
    }
    this.timer = setInterval(() => {
      this.go(this.at + 1);
      if (this.at === this.count - 1) this.pause();
    }, STEP_MS);
    this.paint();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.player.textContent = TEXT.play;
  }

  place() {
    return [Math.floor(this.at / this.cols), this.at % this.cols];
  }

  paint() {
    const unread = this.count ? unreadCells(this.spec) : [];
    const place = this.count ? this.place() : null;
    this.misfit.hidden = Boolean(place);
    this.work.hidden = this.frame.hidden = !place;
    paintWindow(this.x, this.frame, this.spec, place, unread);
    writeSizes(this.sizes, this.spec, unread.length);
    this.paintTransport();
    if (place) this.paintPlace(...place);
  }

  paintPlace(row, col) {
    const name = say(TEXT.name, { row, col });
    const known = this.seen.has(this.at);
    const label = (row, col, value) =>
      say(TEXT.outputCell, { row, col, value: value ?? TEXT.unknown });
    paintOutput(this.y, this.spec, this, label);
    writeSum(this.sum, this.spec, row, col, name, known);
    this.form.element.hidden = !this.predicting;
    this.form.at(row, col, name, known);
    // A playing widget would talk without end.
    this.status.setAttribute("aria-live", this.timer ? "off" : "polite");
    const value = show(valueAt(this.spec, row, col));
    this.status.textContent = known
      ? say(TEXT.result, { row, col, value })
      : "";
  }

  paintTransport() {
    const last = this.count - 1;
    // Not `disabled`: a button that loses focus when pressed loses its user.
    const off = (button, when) =>
      button.setAttribute("aria-disabled", String(when));
    off(this.back, this.at === 0);
    off(this.forward, this.at >= last);
    off(this.player, this.predicting || last < 1);
    this.player.textContent = this.timer ? TEXT.pause : TEXT.play;
  }
}
