// The layers of draw-a-digit: every map a little picture that can be chosen.

import { h, roving, say, show } from "./_dom.js";
import { paint } from "./_paint.js";
import { relu } from "./_lenet.js";

const TEXT = {
  maps: "Feature maps. Arrow keys move, Enter chooses.",
  conv1: "CONV 5 × 5 and ReLU: 6 maps of 28 × 28",
  pool1: "POOL 2 × 2: 6 maps of 14 × 14",
  conv2: "CONV 5 × 5 and ReLU: 16 maps of 10 × 10",
  pool2: "POOL 2 × 2: 16 maps of 5 × 5",
  fc1: "FC 120 and ReLU: {on} of 120 units are on",
  fc2: "FC 84 and ReLU: {on} of 84 units are on",
  waiting: "FC {count} and ReLU",
  conv1Map: "First CONV, map {map}",
  pool1Map: "First POOL, map {map}",
  conv2Map: "Second CONV, map {map}",
  pool2Map: "Second POOL, map {map}",
  picture: "The {count} units as a picture",
  large: "{name}, enlarged",
  kernel: "Kernel over map {map}",
  onlyKernel: "Its kernel",
  kernels: "Its kernels, one over each of the maps below it:",
  range:
    "{name}: from {least} to {most}. " +
    "The largest stands in row {row}, column {col}.",
  block: "Each number is the largest of a 2 × 2 block of the map above.",
  empty: "{name}: draw something first.",
};

// Maps and their side; units and how many stand in a row of the picture.
const MAPS = {
  conv1: [6, 28],
  pool1: [6, 14],
  conv2: [16, 10],
  pool2: [16, 5],
};
const UNITS = { fc1: [120, 20], fc2: [84, 21] };
const WEIGHTS = { conv1: "block1.conv", conv2: "block2.conv" };

const largest = (values) =>
  values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/** All layers between the picture and the scores. */
export class Maps {
  constructor() {
    this.canvases = {};
    this.titles = {};
    this.chosen = { layer: "conv1", map: 0 };
    this.signed = false;
    const rows = Object.keys(MAPS).map((layer) => this.row(layer));
    const strips = Object.keys(UNITS).map((layer) => this.strip(layer));
    const tabTo = roving(rows.map((row) => row.buttons));
    this.buttons = rows.flatMap((row) => row.buttons);
    tabTo(this.buttons[0]);
    this.detail = h("div", { class: "lab-detail" });
    this.element = h(
      "div",
      { class: "lab-net" },
      h(
        "div",
        { role: "group", "aria-label": TEXT.maps },
        rows.map((row) => row.element),
      ),
      this.detail,
      strips,
    );
    this.choose("conv1", 0);
  }

  row(layer) {
    const [count] = MAPS[layer];
    const numbers = Array.from({ length: count }, (_, map) => map);
    this.canvases[layer] = numbers.map(() => h("canvas", {}));
    const buttons = numbers.map((map) =>
      h(
        "button",
        {
          type: "button",
          class: "lab-map",
          "aria-label": say(TEXT[`${layer}Map`], { map: map + 1 }),
          onclick: () => this.choose(layer, map),
        },
        this.canvases[layer][map],
      ),
    );
    const grid = h("div", { class: `lab-maps is-${count}` }, buttons);
    const title = h("p", { class: "lab-row-title" }, TEXT[layer]);
    return { element: h("div", {}, title, grid), buttons };
  }

  strip(layer) {
    const [count] = UNITS[layer];
    const label = say(TEXT.picture, { count });
    this.canvases[layer] = h("canvas", {
      class: "lab-strip",
      role: "img",
      "aria-label": label,
    });
    const waiting = say(TEXT.waiting, { count });
    this.titles[layer] = h("p", { class: "lab-row-title" }, waiting);
    return h("div", {}, this.titles[layer], this.canvases[layer]);
  }

  choose(layer, map) {
    this.chosen = { layer, map };
    const first = Object.keys(MAPS).indexOf(layer);
    const before = Object.values(MAPS).slice(0, first);
    const at = before.reduce((sum, [count]) => sum + count, map);
    this.buttons.forEach((button, index) =>
      button.setAttribute("aria-pressed", String(index === at)),
    );
    this.paintDetail();
  }

  /** What the network made of the drawing, or null for an empty pad. */
  update(layers, steps, signed) {
    Object.assign(this, { layers, steps, signed });
    for (const [layer, [, side]] of Object.entries(MAPS)) {
      const values = this.values(layer);
      const most = largest(values);
      this.canvases[layer].forEach((canvas, map) => {
        const part = values.subarray(map * side ** 2, (map + 1) * side ** 2);
        paint(canvas, part, side, most);
      });
    }
    for (const [layer, [count, cols]] of Object.entries(UNITS)) {
      const values = this.values(layer);
      paint(this.canvases[layer], values, cols, largest(values));
      const on = values.reduce((sum, v) => sum + (v > 0), 0);
      const text = steps ? TEXT[layer] : TEXT.waiting;
      this.titles[layer].textContent = say(text, { on, count });
    }
    this.paintDetail();
  }

  /** All numbers of a layer, after its ReLU unless signs are wanted. */
  values(layer) {
    const [count, side] = MAPS[layer] ?? [UNITS[layer][0], 1];
    if (!this.steps) return new Float32Array(count * side * side);
    const step = this.steps[layer];
    return (this.signed && layer in WEIGHTS ? step : relu(step)).data;
  }

  paintDetail() {
    const { layer, map } = this.chosen;
    const name = say(TEXT[`${layer}Map`], { map: map + 1 });
    const text = h("p", {});
    if (!this.steps) {
      text.textContent = say(TEXT.empty, { name });
      this.detail.replaceChildren(text);
      return;
    }
    const side = MAPS[layer][1];
    const values = this.values(layer);
    const part = values.subarray(map * side ** 2, (map + 1) * side ** 2);
    const label = say(TEXT.large, { name });
    const large = picture("lab-large", label, part, side, largest(values));
    const [least, most] = [Math.min(...part), Math.max(...part)];
    const at = part.indexOf(most);
    const [row, col] = [Math.floor(at / side), at % side];
    const numbers = { name, least: show(least), most: show(most), row, col };
    text.textContent = say(TEXT.range, numbers);
    const beside = h("div", {}, text, this.origin(layer, map));
    this.detail.replaceChildren(large.canvas, beside);
    [large, ...this.kernels].forEach((each) => each.draw());
  }

  /** What made the map: its kernels, or the pooling. */
  origin(layer, map) {
    this.kernels = [];
    if (!(layer in WEIGHTS)) return [h("p", {}, TEXT.block)];
    const { shape, weight } = this.layers[WEIGHTS[layer]];
    const [, C, K] = shape;
    const all = weight.subarray(map * C * K * K, (map + 1) * C * K * K);
    this.kernels = Array.from({ length: C }, (_, c) => {
      const kernel = all.subarray(c * K * K, (c + 1) * K * K);
      const label =
        C === 1 ? TEXT.onlyKernel : say(TEXT.kernel, { map: c + 1 });
      return picture("lab-kernel", label, kernel, K, largest(all));
    });
    const canvases = this.kernels.map((each) => each.canvas);
    const title = h("p", {}, C === 1 ? `${TEXT.onlyKernel}:` : TEXT.kernels);
    return [title, h("div", { class: "lab-kernels" }, canvases)];
  }
}

/** A canvas, painted by `draw()` once it is in the page and has colours. */
function picture(name, label, values, cols, most) {
  const canvas = h("canvas", {
    class: name,
    role: "img",
    "aria-label": label,
  });
  return { canvas, draw: () => paint(canvas, values, cols, most) };
}
