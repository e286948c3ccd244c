// What the ledger says of a layer, and how its numbers come about.

import { say } from "./_dom.js";
import { fanIn, product } from "./_ledger_count.js";
import { grouped, shapeText } from "./_ledger_read.js";

const TEXT = {
  conv: "{channels} filters {kernel}",
  oneFilter: "1 filter {kernel}",
  max: "max pooling {kernel}",
  average: "average pooling {kernel}",
  adaptive: "average pooling to {size}",
  global: "global average pooling",
  norm: "batch normalization",
  flatten: "flatten",
  linear: "fully connected, {features} units",
  stride: "stride {value}",
  padding: "padding {value}",
  dilation: "dilation {value}",
  groups: "{value} groups",
  noBias: "no bias",
  ceil: "rounded up",
  height: "height: ",
  width: "width: ",
  filters: "{count} filters give {count} channels",
  same: "the channels stay: {count}",
  unchanged: "nothing is moved: {shape}",
  units: "{count} units, {count} numbers",
  zeroParams: "no weights: 0",
  zeroMacs: "not counted as multiply-adds: 0",
  normParams: "2·{C} = {value}: a scale and a shift for each channel",
};

const side = (pair) => (pair[0] === pair[1] ? pair[0] : shapeText(pair));

/** "6 filters 5×5, padding 2": what differs from the usual. */
export function describe(layer) {
  const { kind, channels, features } = layer;
  const kernel = layer.kernel && shapeText(layer.kernel);
  const parts = [];
  if (kind === "conv") parts.push(channels > 1 ? TEXT.conv : TEXT.oneFilter);
  else if (kind === "pool") parts.push(TEXT[layer.how]);
  else if (kind === "adaptive")
    parts.push(layer.size === 1 ? TEXT.global : TEXT.adaptive);
  else parts.push(TEXT[kind]);
  for (const key of ["stride", "padding", "dilation"]) {
    const usual = key === "padding" ? 0 : 1;
    const value = layer[key] && side(layer[key]);
    if (value !== undefined && value !== usual)
      parts.push(say(TEXT[key], { value }));
  }
  if (layer.groups > 1) parts.push(say(TEXT.groups, { value: layer.groups }));
  if (layer.bias === false) parts.push(TEXT.noBias);
  if (layer.ceil) parts.push(TEXT.ceil);
  const size = shapeText([layer.size, layer.size]);
  return say(parts.join(", "), { channels, features, kernel, size });
}

/** The sum of one axis with its numbers, "⌊(28 − 5) / 2⌋ + 1 = 12". */
function axis(n, out, { kernel, stride, padding, dilation, ceil }, i) {
  const [K, S, P, D] = [kernel[i], stride[i], padding[i], dilation[i]];
  const span = D > 1 ? `(${D}·${K - 1} + 1)` : K;
  const room = `${n}${P ? ` + 2·${P}` : ""} − ${span}`;
  if (S === 1) return `${room} + 1 = ${out}`;
  const [open, close] = ceil ? ["⌈", "⌉"] : ["⌊", "⌋"];
  return `${open}(${room}) / ${S}${close} + 1 = ${out}`;
}

function workShape({ layer, input, right: { shape } }) {
  const { kind } = layer;
  if (kind === "norm") return say(TEXT.unchanged, { shape: shapeText(shape) });
  if (kind === "flatten") return `${input.join("·")} = ${shape[0]}`;
  if (kind === "linear") return say(TEXT.units, { count: shape[0] });
  const count = shape[0];
  const channels = say(kind === "conv" ? TEXT.filters : TEXT.same, { count });
  if (kind === "adaptive") return channels;
  const [down, across] = [0, 1].map((i) =>
    axis(input[i + 1], shape[i + 1], layer, i),
  );
  const sides =
    down === across ? down : `${TEXT.height}${down}; ${TEXT.width}${across}`;
  return `${sides}; ${channels}`;
}

/** "3·5·5", the weights of a filter; "96/2·5·5" with groups. */
function weightsText({ kind, groups, kernel }, [C]) {
  if (kind === "linear") return String(C);
  const channels = groups > 1 ? `${C}/${groups}` : C;
  return product(kernel) > 1
    ? `${channels}·${kernel.join("·")}`
    : String(channels);
}

function workParams({ layer, input, right: { shape, params } }) {
  const value = grouped(params);
  if (layer.kind === "norm")
    return say(TEXT.normParams, { C: input[0], value });
  if (!fanIn(layer, input)) return TEXT.zeroParams;
  const weights = weightsText(layer, input);
  const each = layer.bias ? `(${weights} + 1)` : weights;
  return `${shape[0]}·${each} = ${value}`;
}

function workMacs({ layer, input, right: { shape, macs } }) {
  if (!macs) return TEXT.zeroMacs;
  return `${shape.join("·")} · ${weightsText(layer, input)} = ${grouped(macs)}`;
}

const WORK = { shape: workShape, params: workParams, macs: workMacs };

/** How the number of a cell comes about, for one that is right. */
export const working = (cell, row) => WORK[cell](row);

/** The right number of a cell, as text. */
export const answer = (cell, { right }) =>
  cell === "shape" ? shapeText(right.shape) : grouped(right[cell]);
