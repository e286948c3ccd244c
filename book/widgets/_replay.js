// The numbers of the training-replay widget. Twin: cnnlab.explore.replay;
// tests/vectors/replay.json holds both to it.
//
// A curve is a list with a number for each epoch; guesses and labels are
// strings with a digit for each picture.

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** Mean, lowest, highest and spread over the seeds, for each epoch. */
export function acrossSeeds(curves) {
  const epochs = curves[0].map((_, i) => curves.map((curve) => curve[i]));
  const mean = epochs.map((values) => sum(values) / values.length);
  const spread = epochs.map((values, i) => {
    if (values.length < 2) return 0;
    const squares = values.map((value) => (value - mean[i]) ** 2);
    return Math.sqrt(sum(squares) / (values.length - 1));
  });
  const low = epochs.map((values) => Math.min(...values));
  const high = epochs.map((values) => Math.max(...values));
  return { mean, low, high, spread };
}

/** The place of the lowest number, the first one if there are several. */
export const lowestPlace = (curve) => curve.indexOf(Math.min(...curve));

/** How far weights went, as a share of their own length. */
export function relativeChange(before, after) {
  const away = after.map((value, i) => value - before[i]);
  return Math.hypot(...away) / Math.hypot(...before);
}

/** Which of the watched digits are misread. */
export const misread = (guesses, labels) =>
  [...labels].flatMap((label, i) => (guesses[i] === label ? [] : [i]));

/** Which digits have been learned and forgotten in between. */
export function learnedAndForgotten(before, after, labels) {
  const [old, now] = [misread(before, labels), misread(after, labels)];
  return {
    learned: old.filter((i) => !now.includes(i)),
    forgotten: now.filter((i) => !old.includes(i)),
  };
}

/** [first, last] epoch to show; 0, before training, needs a diary. */
export const ends = ({ curves, diary }) => [
  diary ? 0 : 1,
  curves.loss[0].length,
];

/** Mean over the seeds of a number before training; null if not known. */
export const startOf = ({ diary }, key) =>
  diary ? sum(diary.map(({ start }) => start[key])) / diary.length : null;

/** "12 -3" -> [12, -3]. */
export const numbers = (text) => text.split(" ").map(Number);

/**
 * Where marks of an axis from `low` to `high` stand: powers of ten with 2 and
 * 5 between if `log`, else some round steps.
 */
export function ticks(low, high, log) {
  if (!log) {
    const rough = (high - low) / 6;
    const ten = 10 ** Math.floor(Math.log10(rough));
    const step = ten * [1, 2, 5, 10].find((k) => k * ten >= rough);
    const first = Math.ceil(low / step - 1e-9);
    const count = Math.floor(high / step + 1e-9) - first + 1;
    return Array.from({ length: count }, (_, i) => (first + i) * step);
  }
  const all = [];
  for (let k = Math.floor(Math.log10(low)); 10 ** k <= high; k++)
    all.push(10 ** k, 2 * 10 ** k, 5 * 10 ** k);
  const inside = all.filter((t) => t >= low * 0.999 && t <= high * 1.001);
  const tens = inside.filter((t) => Math.abs(Math.log10(t) % 1) < 1e-9);
  return tens.length > 2 ? tens : inside;
}
