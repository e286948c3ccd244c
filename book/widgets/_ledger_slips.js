// What usual slips lead to, and which of them is behind a wrong number.
// Twin: cnnlab.explore.usual_slips; tests/vectors/ledger.json holds both to
// it.

import { count, complete, eachAxis, fanIn, product } from "./_ledger_count.js";

const floor = (a, b) => Math.floor(a / b);

function channelSlips(layer, shape) {
  if (layer.kind !== "conv") return { one_map: 1 };
  return {
    input_channels: shape[0],
    one_group: layer.channels / layer.groups,
    map_a_slice: layer.channels * shape[0],
  };
}

function sizeSlips(layer, shape) {
  const unchanged = shape.slice(1);
  if (layer.kind !== "conv" && layer.kind !== "pool")
    return { unchanged, one_place: [1, 1] };
  const each = (size) => eachAxis(layer, shape, size);
  const up = layer.ceil ? 0 : 1;
  const rounded = layer.ceil ? "rounded_down" : "rounded_up";
  return {
    padding_once: each(
      (n, K, S, P, D) => floor(n + P - D * (K - 1) - 1, S) + 1,
    ),
    no_padding: each((n, K, S, P, D) => floor(n - D * (K - 1) - 1, S) + 1),
    [rounded]: each(
      (n, K, S, P, D) =>
        floor(n + 2 * P - D * (K - 1) - 1 + up * (S - 1), S) + 1,
    ),
    no_plus_one: each((n, K, S, P, D) =>
      floor(n + 2 * P - D * (K - 1) - 1, S),
    ),
    no_stride: each((n, K, S, P, D) => n + 2 * P - D * (K - 1)),
    no_dilation: each((n, K, S, P) => floor(n + 2 * P - K, S) + 1),
    span_too_long: each((n, K, S, P, D) => floor(n + 2 * P - D * K, S) + 1),
    unchanged,
    stride_only: each((n, K, S) => floor(n, S)),
  };
}

function featureSlips({ kind }, shape) {
  if (kind === "linear") return { inputs: shape[0] };
  return {
    summed: shape.reduce((a, b) => a + b),
    one_map: product(shape.slice(1)),
    one_side: product(shape.slice(0, -1)),
  };
}

function convSlips({ channels: O, kernel, groups, bias: b }, shape, out) {
  const area = product(kernel);
  const [C, weights, places] = [
    shape[0],
    (shape[0] / groups) * area,
    product(out.slice(1)),
  ];
  const bias = Number(b);
  const params = {
    no_bias: O * weights,
    bias_too: O * (weights + 1),
    one_bias: O * weights + 1,
    bias_a_slice: O * (C / groups) * (area + 1),
    one_slice: O * (area + bias),
    no_groups: O * (C * area + bias),
    one_group: (O / groups) * (weights + bias),
    one_filter: weights + bias,
    every_place: O * (weights + bias) * places,
  };
  const macs = {
    one_place: O * weights,
    one_filter: weights * places,
    one_slice: O * area * places,
    with_bias: O * (weights + 1) * places,
    input_places: O * weights * product(shape.slice(1)),
    no_groups: O * C * area * places,
    one_group: (O / groups) * weights * places,
    doubled: 2 * O * weights * places,
    outputs_only: product(out),
  };
  return [params, macs];
}

function linearSlips({ features: m }, [n]) {
  const params = {
    no_bias: n * m,
    bias_too: (n + 1) * m,
    one_bias: n * m + 1,
    bias_an_input: n * (m + 1),
    summed: n + m,
  };
  return [params, { with_bias: (n + 1) * m, doubled: 2 * n * m }];
}

function poolSlips({ kernel }, shape, out) {
  const [area, C] = [product(kernel), shape[0]];
  const params = {
    window: area,
    window_a_channel: C * area,
    as_conv: C * C * area,
  };
  return [params, { comparisons: area * product(out) }];
}

function normSlips(_, shape) {
  const C = shape[0];
  const params = {
    one_a_channel: C,
    running: 4 * C,
    every_place: 2 * product(shape),
    one_pair: 2,
  };
  return [params, { scaled: product(shape) }];
}

const NUMBERS = {
  conv: convSlips,
  linear: linearSlips,
  pool: poolSlips,
  norm: normSlips,
};

const same = (a, b) => String(a) === String(b);

const wrong = (found, right) =>
  Object.fromEntries(
    Object.entries(found).filter(([, value]) => !same(value, right)),
  );

/** {channels, sizes, features, params, macs}: name of a slip -> its number. */
export function usualSlips(given, shape) {
  const layer = complete(given);
  const right = count(layer, shape);
  const out = right.shape;
  const volume = out.length === 3;
  const numbers = NUMBERS[layer.kind]?.(layer, shape, out) ?? [{}, {}];
  return {
    channels: volume ? wrong(channelSlips(layer, shape), out[0]) : {},
    sizes: volume ? wrong(sizeSlips(layer, shape), out.slice(1)) : {},
    features: volume ? {} : wrong(featureSlips(layer, shape), out[0]),
    params: wrong(numbers[0], right.params),
    macs: wrong(numbers[1], right.macs),
  };
}

const find = (slips, guess) =>
  Object.keys(slips).find((name) => same(slips[name], guess));

/**
 * What is wrong with `guess`, a shape: names of slips, [] if it is right.
 * "far" stands for "no slip that we know".
 */
export function judgeShape(layer, shape, guess) {
  const out = count(layer, shape).shape;
  if (same(guess, out)) return [];
  const slips = usualSlips(layer, shape);
  if (out.length === 1) {
    if (guess.length > 1)
      return [product(guess) === out[0] ? "not_flat" : "one_number"];
    return [find(slips.features, guess[0]) ?? "far"];
  }
  if (same(guess, out.slice(1))) return ["no_channels"];
  if (same(guess, [...out.slice(1), out[0]])) return ["channels_last"];
  if (guess.length === 1 && guess[0] === product(out)) return ["multiplied"];
  if (guess.length !== 3) return ["three_numbers"];
  const found = [];
  if (guess[0] !== out[0])
    found.push(find(slips.channels, guess[0]) ?? "channels");
  const sides = guess.slice(1);
  if (!same(sides, out.slice(1)))
    found.push(find(slips.sizes, sides) ?? "sizes");
  return found;
}

/**
 * The same for a number, `cell` being "params" or "macs". `typed` is the
 * reader's own output shape, from which MACs may follow.
 */
export function judgeNumber(cell, given, shape, guess, typed = null) {
  const layer = complete(given);
  const right = count(layer, shape)[cell];
  if (guess === right) return [];
  const known = find(usualSlips(layer, shape)[cell], guess);
  if (known) return [known];
  if (right === 0) return [cell === "params" ? "no_weights" : "not_counted"];
  if (cell === "macs" && typed?.length) {
    if (product(typed) * fanIn(layer, shape) === guess) return ["own_shape"];
  }
  if (guess > right && guess % right === 0) return ["times"];
  return [guess > right ? "high" : "low"];
}
