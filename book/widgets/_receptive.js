// The numbers of the receptive-field widget. Twins: cnnlab.explore and
// cnnlab.shapes.receptive_field; tests/vectors/fields.json holds both to it.
//
// A layer is {kernel, stride, padding, dilation}, along one axis.

import { outputSize } from "./_convolve.js";

/** Number of units, input first. 0 where a kernel does not fit. */
export function layerSizes(layers, size) {
  const sizes = [size];
  for (const { kernel, stride, padding, dilation } of layers) {
    sizes.push(outputSize(sizes.at(-1), kernel, stride, padding, dilation));
  }
  return sizes;
}

/** {size, jump, start} after each layer, input first. */
export function fields(layers) {
  const steps = [{ size: 1, jump: 1, start: 0 }];
  for (const { kernel, stride, padding, dilation } of layers) {
    const { size, jump, start } = steps.at(-1);
    const span = dilation * (kernel - 1);
    steps.push({
      size: size + span * jump,
      jump: jump * stride,
      start: start + (span / 2 - padding) * jump,
    });
  }
  return steps;
}

/** First and last input index under a unit's field, padding not clipped. */
export function interval(layers, unit) {
  const { size, jump, start } = fields(layers).at(-1);
  const first = Math.round(start + unit * jump - (size - 1) / 2);
  return [first, first + size - 1];
}

/** The indices that a unit reads one layer below; some may be padding. */
export const taps = ({ kernel, stride, padding, dilation }, unit) =>
  Array.from(
    { length: kernel },
    (_, k) => unit * stride - padding + k * dilation,
  );

/** Paths from every unit of every layer up to `unit` of the last layer. */
export function pathCounts(layers, size, unit) {
  const counts = layerSizes(layers, size).map((n) => new Array(n).fill(0));
  counts[layers.length][unit] = 1;
  for (let depth = layers.length; depth > 0; depth--) {
    const below = counts[depth - 1];
    counts[depth].forEach((count, i) => {
      for (const tap of taps(layers[depth - 1], i)) {
        if (tap >= 0 && tap < below.length) below[tap] += count;
      }
    });
  }
  return counts;
}

/** First and last input unit that reach `unit`, or null. */
export function fieldInterval(layers, size, unit) {
  const paths = pathCounts(layers, size, unit)[0];
  const first = paths.findIndex((n) => n > 0);
  return first < 0 ? null : [first, paths.findLastIndex((n) => n > 0)];
}

/** Paths in two dimensions from those along one axis: rows of numbers. */
export const pathMap = (paths) => paths.map((a) => paths.map((b) => a * b));

/** How few pixels of a map start half of all its paths. */
export function coreSize(map) {
  const counts = map.flat().sort((a, b) => b - a);
  const half = counts.reduce((a, b) => a + b) / 2;
  let sum = 0;
  return counts.findIndex((count) => (sum += count) >= half) + 1;
}
