// The drawing of the receptive-field widget: rows of units, input lowest.
// A unit stands over the centre of its field, so strides spread units out.

import { roving, s, say } from "./_dom.js";
import { fields, layerSizes, taps } from "./_receptive.js";

const TEXT = {
  input: "input, {count} units",
  layer: "{name}, {count} units",
  unit: "{name}, unit {unit}",
};

const ROW = 60; // pixels from one layer to the next
const TOP = 34;
const BARS = 54;
const LARGEST_UNIT = 20;
const TICK = 4; // every fourth input unit has its index below it

/** Where everything stands: `x(depth, unit)`, `y(depth)`, sizes in pixels. */
function layOut({ layers, size }, width, bars) {
  const sizes = layerSizes(layers, size);
  const steps = fields(layers);
  const centre = (depth, unit) =>
    steps[depth].start + unit * steps[depth].jump;
  const ends = [0, size - 1];
  layers.forEach((layer, index) => {
    const reached = [0, sizes[index + 1] - 1].flatMap((i) => taps(layer, i));
    ends.push(...reached.map((tap) => centre(index, tap)));
  });
  const first = Math.min(...ends);
  const pitch = width / (Math.max(...ends) - first + 1);
  const height = TOP + ROW * layers.length + 34 + (bars ? BARS : 0);
  return {
    sizes,
    pitch,
    width,
    height,
    unit: Math.max(5, Math.min(LARGEST_UNIT, pitch - 3)),
    reach: (depth) => Math.min(steps[depth].jump * pitch, 44),
    x: (depth, unit) => (centre(depth, unit) - first + 0.5) * pitch,
    y: (depth) => TOP + ROW * (layers.length - depth),
  };
}

const square = (x, y, side, attributes) =>
  s("rect", {
    x: x - side / 2,
    y: y - side / 2,
    width: side,
    height: side,
    rx: Math.min(4, side / 4),
    ...attributes,
  });

function drawUnit(at, depth, unit, name, choose) {
  const [x, y] = [at.x(depth, unit), at.y(depth)];
  if (depth === 0) return square(x, y, at.unit, { class: "lab-unit" });
  const wide = Math.max(at.reach(depth), at.unit);
  const press = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(depth, unit);
  };
  return s(
    "g",
    {
      class: "lab-unit-button",
      role: "button",
      "aria-label": say(TEXT.unit, { name, unit }),
      "data-unit": `${depth}-${unit}`,
      onclick: () => choose(depth, unit),
      onkeydown: press,
    },
    // A unit may be small: the whole space around it takes the pointer.
    s("rect", {
      class: "lab-hit",
      x: x - wide / 2,
      y: y - 16,
      width: wide,
      height: 32,
    }),
    square(x, y, at.unit, { class: "lab-unit" }),
  );
}

function drawRow(at, depth, name, choose) {
  const count = at.sizes[depth];
  const units = Array.from({ length: count }, (_, unit) =>
    drawUnit(at, depth, unit, name, choose),
  );
  const text = say(depth ? TEXT.layer : TEXT.input, { name, count });
  const label = s(
    "text",
    { class: "lab-row-label", x: 0, y: at.y(depth) - 18 },
    text,
  );
  return { units, label };
}

function drawTicks(at) {
  const y = at.y(0) + at.unit / 2 + 14;
  return Array.from({ length: at.sizes[0] }, (_, unit) => unit)
    .filter((unit) => unit % TICK === 0)
    .map((unit) =>
      s("text", { class: "lab-tick", x: at.x(0, unit), y }, unit),
    );
}

/** Draws all units; returns what `paintField` needs. */
export function drawStack(svg, stack, width, bars, choose) {
  const at = layOut(stack, width, bars);
  const names = ["", ...stack.layers.map((layer) => layer.name)];
  const rows = names.map((name, depth) => drawRow(at, depth, name, choose));
  const overlay = s("g", { class: "lab-overlay", "aria-hidden": "true" });
  svg.setAttribute("viewBox", `0 0 ${width} ${at.height}`);
  svg.setAttribute("height", at.height);
  svg.replaceChildren(
    overlay,
    ...rows.flatMap((row) => row.units),
    s(
      "g",
      { "aria-hidden": "true" },
      rows.map((row) => row.label),
      drawTicks(at),
    ),
  );
  const cells = rows
    .slice(1)
    .map((row) => row.units)
    .reverse();
  const filled = cells.filter((line) => line.length);
  const middle = (cell) => cell.getBBox().x + cell.getBBox().width / 2;
  const tabTo = roving(filled, () => {}, middle);
  return { at, rows, overlay, tabTo };
}

function edges({ at }, layers, depth, unit) {
  return taps(layers[depth - 1], unit).flatMap((tap) => {
    const outside = tap < 0 || tap >= at.sizes[depth - 1];
    const [x, y] = [at.x(depth - 1, tap), at.y(depth - 1)];
    const line = s("line", {
      class: outside ? "lab-edge is-outside" : "lab-edge",
      x1: at.x(depth, unit),
      y1: at.y(depth) + at.unit / 2,
      x2: x,
      y2: y - at.unit / 2,
    });
    const ghost = square(x, y, at.unit, { class: "lab-ghost" });
    return outside ? [line, ghost] : [line];
  });
}

function heat({ at }, paths) {
  const most = Math.max(...paths, 1);
  const base = at.height - 2;
  return paths.map((count, unit) => {
    const height = (count / most) * (BARS - 10);
    const width = at.unit;
    const x = at.x(0, unit) - width / 2;
    return s("rect", { class: "lab-bar", x, y: base - height, width, height });
  });
}

/** Lights the units that reach `chosen`, layer by layer. */
export function paintField(drawing, { layers }, chosen, counts, bars) {
  const { rows, overlay } = drawing;
  const marks = [];
  rows.forEach(({ units }, depth) => {
    units.forEach((unit, index) => {
      const lit = Boolean(counts[depth]?.[index]);
      const own = depth === chosen.depth && index === chosen.unit;
      unit.classList.toggle("is-lit", lit);
      unit.classList.toggle("is-chosen", own);
      if (depth) unit.setAttribute("aria-pressed", String(own));
      if (lit && depth) marks.push(...edges(drawing, layers, depth, index));
    });
  });
  if (bars) marks.push(...heat(drawing, counts[0]));
  overlay.replaceChildren(...marks);
}
