// What a layer gives and costs. Twin: cnnlab.shapes.ledger, and
// cnnlab.explore for the kinds it has not; tests/vectors/ledger.json holds
// both to it.
//
// A layer is {kind, ...} with the keys of USUAL; a shape is [C, H, W] or [n].

import { outputSize } from "./_convolve.js";

// What is not said of a layer. A window's stride is 1, or that of a pooling
// its kernel.
// prettier-ignore
const USUAL = {
  conv: {
    channels: 1, kernel: 1, stride: 1, padding: 0, dilation: 1, groups: 1,
    bias: true, ceil: false,
  },
  pool: {
    how: "max", kernel: 2, stride: null, padding: 0, dilation: 1, ceil: false,
  },
  adaptive: { size: 1 },
  norm: {},
  flatten: {},
  linear: { features: 1, bias: true },
};

const pair = (value) => (Array.isArray(value) ? value : [value, value]);

/** The layer with all its keys; windows as [height, width]. */
export function complete({ kind, ...given }) {
  if (!(kind in USUAL)) throw new Error(`no layer is called "${kind}"`);
  const layer = { kind, ...USUAL[kind] };
  for (const key of Object.keys(layer)) {
    if (given[key] != null) layer[key] = given[key];
  }
  if (!("kernel" in layer)) return layer;
  layer.stride ??= layer.kernel;
  for (const key of ["kernel", "stride", "padding", "dilation"]) {
    layer[key] = pair(layer[key]);
  }
  return layer;
}

export const product = (numbers) => numbers.reduce((a, b) => a * b, 1);

/** For each axis what `size(n, K, S, P, D)` makes of it. */
export function eachAxis(layer, [, ...sides], size) {
  const { kernel: K, stride: S, padding: P, dilation: D } = layer;
  return sides.map((n, i) => size(n, K[i], S[i], P[i], D[i]));
}

function places(n, K, S, P, D, ceil) {
  const count = outputSize(n, K, S, P, D);
  const over = (n + 2 * P - D * (K - 1) - 1) % S > 0;
  // One more window may pass the border, if it begins before it.
  return ceil && count && over && count * S < n + P ? count + 1 : count;
}

function outputShape(layer, shape) {
  const { kind } = layer;
  if (kind === "conv" || kind === "pool") {
    const sides = eachAxis(layer, shape, (...axis) =>
      places(...axis, layer.ceil),
    );
    return [kind === "conv" ? layer.channels : shape[0], ...sides];
  }
  if (kind === "adaptive") return [shape[0], ...pair(layer.size)];
  if (kind === "flatten") return [product(shape)];
  return kind === "linear" ? [layer.features] : shape;
}

/** Weights of one filter or unit, without its bias. */
export function fanIn({ kind, kernel, groups }, shape) {
  if (kind === "linear") return shape[0];
  return kind === "conv" ? (shape[0] / groups) * product(kernel) : 0;
}

/**
 * {shape, params, macs}; or {misfit: kind of the trouble} where the layer
 * does not fit its input.
 */
export function count(given, shape) {
  const layer = complete(given);
  const misfit = misfitOf(layer, shape);
  if (misfit) return { misfit };
  const out = outputShape(layer, shape);
  if (out.some((n) => n < 1)) return { misfit: "kernel" };
  const macs = product(out) * fanIn(layer, shape);
  const params =
    layer.kind === "norm"
      ? 2 * shape[0]
      : fanIn(layer, shape) && out[0] * (fanIn(layer, shape) + layer.bias);
  return { shape: out, params, macs };
}

function misfitOf({ kind, channels, groups }, shape) {
  if (kind === "linear") return shape.length > 1 ? "flat" : null;
  if (["conv", "pool", "adaptive"].includes(kind) && shape.length !== 3)
    return "volume";
  if (kind !== "conv") return null;
  if (shape[0] % groups) return "groups_in";
  return channels % groups ? "groups_out" : null;
}

/** The rows of a network: each with its input and what comes out of it. */
export function ledger({ input, rows }) {
  let above = input;
  return rows.map(({ name, times = 1, in: before, ...layer }) => {
    const shape = before ?? above;
    const right = shape ? count(layer, shape) : { misfit: "above" };
    above = right.shape ?? null;
    const row = { name, times, layer: complete(layer), chained: !before };
    return { ...row, input: shape, right };
  });
}
