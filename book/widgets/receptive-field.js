// Click a unit of a stack of layers and see what reaches it, in one dimension.
// config: {layers: [{name, kernel, stride, padding, dilation}], input,
//          effective}

import { choose, h, range, s, say, settings } from "./_dom.js";
import { fieldInterval, fields, interval } from "./_receptive.js";
import { layerSizes, pathCounts } from "./_receptive.js";
import { fieldMap } from "./_receptive_map.js";
import { drawStack, paintField } from "./_receptive_view.js";

const TEXT = {
  widget: "Receptive field of a unit",
  units: "Units, layer by layer. Arrow keys move, Enter chooses.",
  kernel: "Kernel",
  stride: "Stride",
  padding: "Padding",
  dilation: "Dilation",
  effective: "Show the effective field",
  sees: "{name}, unit {unit}, sees input units {first} to {last}.",
  seesOne: "{name}, unit {unit}, sees input unit {first}.",
  seesNone: "{name}, unit {unit}, sees padding only.",
  size: "Its field is {size} wide, its jump {jump}.",
  clipped: "Outside the input: {count} of the {size}.",
  gaps: "Only {count} of these inputs have a path to it: there are gaps.",
  sizeStep: "size {r} + {D}·({K} − 1)·{j} = ",
  jumpStep: "jump {j}·{S} = ",
  paths:
    "Paths from each of them: {paths}. Of all {sum}, " +
    "input unit {unit} starts {share} %.",
  misfit: "{name} has no unit: its kernel does not fit.",
};

const DEFAULTS = {
  layers: [
    { name: "conv1", kernel: 3, stride: 1, padding: 1, dilation: 1 },
    { name: "conv2", kernel: 3, stride: 2, padding: 1, dilation: 1 },
    { name: "conv3", kernel: 3, stride: 1, padding: 1, dilation: 1 },
  ],
  input: 24,
  effective: false,
};

const LAYER = { name: "", kernel: 3, stride: 1, padding: 0, dilation: 1 };
const LIMITS = {
  kernel: [1, 7],
  stride: [1, 4],
  padding: [0, 4],
  dilation: [1, 4],
};

export function mount(element, config) {
  return new ReceptiveField(element, settings(config, DEFAULTS));
}

class ReceptiveField {
  constructor(element, { layers, input, effective }) {
    this.stack = {
      layers: layers.map((l) => settings(l, LAYER)),
      size: input,
    };
    this.effective = effective;
    this.svg = s("svg", {
      role: "group",
      "aria-label": TEXT.units,
      width: "100%",
    });
    this.canvas = h("div", { class: "lab-stack" }, this.svg);
    this.verdict = h("p", { class: "lab-field-text", role: "status" });
    this.map = fieldMap();
    this.cards = this.stack.layers.map((layer) => this.card(layer));
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", TEXT.widget);
    element.replaceChildren(
      this.canvas,
      this.toggle(),
      this.verdict,
      this.map.element,
      h(
        "div",
        { class: "lab-layers" },
        this.cards.map((card) => card.element),
      ),
    );
    this.restart();
    this.width = 0;
    new ResizeObserver(([entry]) => this.fit(entry.contentRect.width)).observe(
      this.canvas,
    );
  }

  toggle() {
    const onchange = (event) => {
      this.effective = event.target.checked;
      this.draw();
    };
    const box = { type: "checkbox", checked: this.effective, onchange };
    return h(
      "label",
      { class: "lab-toggle" },
      h("input", box),
      TEXT.effective,
    );
  }

  card(layer) {
    const controls = Object.entries(LIMITS).map(([key, [first, last]]) =>
      choose(
        TEXT[key],
        range(first, Math.max(last, layer[key])),
        layer[key],
        (v) => {
          layer[key] = Number(v);
          this.restart();
        },
      ),
    );
    const steps = h("p", { class: "lab-steps" });
    const legend = h("legend", {}, layer.name);
    const row = h("div", { class: "lab-controls" }, controls);
    const element = h("fieldset", { class: "lab-layer" }, legend, row, steps);
    return { element, steps };
  }

  /** Layers changed: choose the middle unit of the last layer that has one. */
  restart() {
    const { layers, size } = this.stack;
    this.sizes = layerSizes(layers, size);
    const empty = this.sizes.indexOf(0);
    const depth = (empty < 0 ? this.sizes.length : empty) - 1;
    this.shown = { layers: layers.slice(0, depth), size };
    this.chosen = { depth, unit: Math.floor(this.sizes[depth] / 2) };
    this.draw();
  }

  fit(width) {
    if (!width || Math.abs(width - this.width) < 1) return;
    this.width = width;
    this.draw();
  }

  draw() {
    if (!this.width) return this.paint();
    const focused = this.svg.contains(document.activeElement);
    const choose = (depth, unit) => this.choose(depth, unit);
    const { svg, shown, width, effective } = this;
    this.drawing = drawStack(svg, shown, width, effective, choose);
    this.paint();
    if (focused) this.button()?.focus();
  }

  button() {
    const { depth, unit } = this.chosen;
    return this.svg.querySelector(`[data-unit="${depth}-${unit}"]`);
  }

  choose(depth, unit) {
    this.chosen = { depth, unit };
    this.paint();
    this.button().focus();
  }

  paint() {
    const { depth, unit } = this.chosen;
    const below = this.shown.layers.slice(0, depth);
    const counts = pathCounts(below, this.shown.size, unit);
    if (this.drawing) {
      paintField(
        this.drawing,
        this.shown,
        this.chosen,
        counts,
        this.effective,
      );
      if (depth) this.drawing.tabTo(this.button());
    }
    this.verdict.textContent = this.sentences(below, counts[0]).join(" ");
    this.map.show(
      this.effective && depth ? counts[0] : null,
      unit,
      fieldInterval(below, this.shown.size, unit),
    );
    this.paintSteps();
  }

  sentences(below, paths) {
    const { depth, unit } = this.chosen;
    const name = below.at(-1)?.name;
    if (!depth) return [say(TEXT.misfit, this.stack.layers[0])];
    const seen = fieldInterval(below, this.shown.size, unit);
    const { size, jump } = fields(below)[depth];
    if (!seen) return [say(TEXT.seesNone, { name, unit })];
    const [first, last] = seen;
    const sees = first === last ? TEXT.seesOne : TEXT.sees;
    const texts = [
      say(sees, { name, unit, first, last }),
      say(TEXT.size, { size, jump }),
    ];
    const [from, to] = interval(below, unit);
    const outside = Math.max(0, -from) + Math.max(0, to - this.shown.size + 1);
    if (outside) texts.push(say(TEXT.clipped, { count: outside, size }));
    const count = paths.filter((n) => n > 0).length;
    if (count < last - first + 1) texts.push(say(TEXT.gaps, { count }));
    if (this.effective)
      texts.push(this.pathSentence(paths.slice(first, last + 1), first));
    return texts;
  }

  pathSentence(paths, first) {
    const sum = paths.reduce((a, b) => a + b);
    const most = Math.max(...paths);
    const share = Math.round((100 * most) / sum);
    const unit = first + paths.indexOf(most);
    return say(TEXT.paths, { paths: paths.join(", "), sum, share, unit });
  }

  /** Under each layer, how size and jump grow; faint above the chosen one. */
  paintSteps() {
    const before = fields(this.stack.layers);
    this.stack.layers.forEach((layer, index) => {
      const { element, steps } = this.cards[index];
      const { size: r, jump: j } = before[index];
      const { kernel: K, stride: S, dilation: D } = layer;
      const after = before[index + 1];
      element.classList.toggle("is-above", index >= this.chosen.depth);
      if (!this.sizes[index + 1]) {
        steps.textContent = say(TEXT.misfit, layer);
        return;
      }
      steps.replaceChildren(
        h(
          "span",
          {},
          say(TEXT.sizeStep, { r, D, K, j }),
          h("b", {}, after.size),
        ),
        h("span", {}, say(TEXT.jumpStep, { j, S }), h("b", {}, after.jump)),
      );
    });
  }
}
