// How the training-replay widget draws curves: mean, single seeds, band.

import { s, say, show } from "./_dom.js";
import { acrossSeeds, ends, startOf, ticks } from "./_replay.js";

const TEXT = {
  epoch: "epoch",
  loss: "loss",
  accuracy: "right, in %",
  error: "wrong, in %",
  label: "{title} up to epoch {epoch}: training {train}, validation {valid}",
};

const WIDTH = 340; // of a drawing, in units near a pixel
const HEIGHT = 220;
const BOX = { left: 44, right: 332, top: 24, bottom: 184 };
const DOT = 3.5; // radius or half a side of the mark at a curve's end
const LEAST = 1e-4; // no mistake has no place on a logarithmic axis
const ROOM = 0.04; // of the height, above and below what is drawn

/** Maps values to heights: logarithmic if `log`. */
function heights(low, high, log) {
  const f = log ? Math.log : (value) => value;
  const room = ROOM * (f(high) - f(low));
  const [first, last] = [f(low) - room, f(high) + room];
  const { top, bottom } = BOX;
  return (value) =>
    bottom - ((f(value) - first) / (last - first)) * (bottom - top);
}

const path = (points, close = "") =>
  "M" + points.map((p) => p.map((v) => v.toFixed(1))).join("L") + close;

/** Band, single seeds, mean and its last point, of epochs up to `count`. */
function curve({ runs, name, start }, count, x, y) {
  if (!count) return start == null ? [] : [mark(name, x(0), y(start))];
  const shown = runs.map((run) => run.slice(0, count));
  const { mean, low, high } = acrossSeeds(shown);
  const points = (values) => values.map((value, i) => [x(i + 1), y(value)]);
  const band = [...points(high), ...points(low).reverse()];
  const line = points(mean);
  // From the value before training, where there is one.
  const led = start == null ? line : [[x(0), y(start)], ...line];
  return [
    s("path", { class: "lab-band", d: path(band, "Z") }),
    ...shown.map((run) =>
      s("path", { class: "lab-seed", d: path(points(run)) }),
    ),
    s("path", { class: "lab-mean", d: path(led) }),
    mark(name, ...line.at(-1)),
  ];
}

const mark = (name, x, y) =>
  name === "valid"
    ? s("circle", { class: "lab-end", cx: x, cy: y, r: DOT })
    : s("rect", {
        class: "lab-end",
        x: x - DOT,
        y: y - DOT,
        width: 2 * DOT,
        height: 2 * DOT,
      });

function axes({ title, first, epochs, low, high, log }, x, y) {
  const text = (name, px, py, words) =>
    s("text", { class: name, x: px, y: py }, words);
  const lines = ticks(low, high, log).flatMap((value) => {
    const d = path([
      [BOX.left, y(value)],
      [BOX.right, y(value)],
    ]);
    const words = show(value);
    return [
      s("path", { class: "lab-rule", d }),
      text("lab-y", BOX.left - 6, y(value) + 4, words),
    ];
  });
  const under = Array.from({ length: epochs - first + 1 }, (_, i) =>
    text("lab-x", x(i + first), BOX.bottom + 17, i + first),
  );
  const middle = (BOX.left + BOX.right) / 2;
  return [
    ...lines,
    ...under,
    text("lab-x", middle, HEIGHT - 4, TEXT.epoch),
    text("lab-title", BOX.left, 12, title),
  ];
}

/**
 * Draws a panel. `train` and `valid` are {runs, start}; only `count` epochs
 * are shown, but the axes have room for all of them.
 */
export function drawPanel(svg, panel, count) {
  const { title, train, valid, log, first, epochs } = panel;
  const all = [train, valid].flatMap(({ runs, start }) => [
    ...runs.flat(),
    ...(start == null ? [] : [start]),
  ]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const wide = BOX.right - BOX.left - 12;
  const x = (n) => BOX.left + 6 + (wide * (n - first)) / (epochs - first);
  const y = heights(low, high, log);
  const parts = Object.entries({ train, valid }).map(([name, part]) =>
    s("g", { class: `is-${name}` }, curve({ ...part, name }, count, x, y)),
  );
  const end = ({ runs, start }) =>
    count ? show(acrossSeeds(runs).mean[count - 1]) : show(start ?? NaN);
  const ends = { train: end(train), valid: end(valid) };
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute(
    "aria-label",
    say(TEXT.label, { title, epoch: count, ...ends }),
  );
  svg.replaceChildren(...axes({ ...panel, low, high }, x, y), ...parts);
}

/** The panels of a record: loss, and right or wrong answers in %. */
export function panelsOf(record, log) {
  const [first, epochs] = ends(record);
  const answer = (share) => 100 * (log ? Math.max(1 - share, LEAST) : share);
  const part = (key, of, start) => ({
    runs: record.curves[key].map((run) => run.map(of)),
    start: start === null ? null : of(start),
  });
  const panel = (title, key, of) => {
    const train = part(key, of, null);
    const valid = part(`val_${key}`, of, startOf(record, `val_${key}`));
    return { title, log, first, epochs, train, valid };
  };
  return [
    panel(TEXT.loss, "loss", (value) => value),
    panel(log ? TEXT.error : TEXT.accuracy, "accuracy", answer),
  ];
}
