// What the pen leaves, and how it becomes a picture of 28 x 28 as in MNIST.
// Twin: cnnlab.explore.digits; tests/vectors/lenet.json holds both together.
//
// Ink is a list of side * side numbers from 0 (paper) to 1, row by row.

export const FIELD = 28; // pixels of a side of what the network sees
const BOX = 20; // of its middle, which the digit fills
const FINE = 4; // points of the pad for a pixel, along a side
export const SIDE = FIELD * FINE;

export const blank = (side = SIDE) => new Float32Array(side * side);

/** A line of the pen from [x, y] to [x, y], in points of the pad. */
export function stroke(ink, [x0, y0], [x1, y1], radius, value) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const span = (a, b) => [
    Math.max(0, Math.floor(Math.min(a, b) - radius)),
    Math.min(SIDE - 1, Math.ceil(Math.max(a, b) + radius)),
  ];
  const [[left, right], [top, bottom]] = [span(x0, x1), span(y0, y1)];
  for (let row = top; row <= bottom; row++) {
    for (let col = left; col <= right; col++) {
      const [x, y] = [col + 0.5 - x0, row + 0.5 - y0];
      const along = length ? (x * dx + y * dy) / length : 0;
      const t = Math.min(Math.max(along, 0), 1);
      if (Math.hypot(x - t * dx, y - t * dy) <= radius)
        ink[row * SIDE + col] = value;
    }
  }
}

/** 28 x 28 numbers as ink of the pad. */
export const enlarged = (pixels) =>
  blank().map((_, at) => {
    const row = Math.floor(at / SIDE / FINE);
    return pixels[row * FIELD + Math.floor((at % SIDE) / FINE)];
  });

/** How much of input k lies in output i, which is `step` inputs wide. */
function shares(inputs, outputs, step) {
  return Array.from({ length: outputs }, (_, i) =>
    Array.from({ length: inputs }, (_, k) => {
      const end = Math.min((i + 1) * step, k + 1);
      return Math.max(0, end - Math.max(i * step, k)) / step;
    }),
  );
}

/** Means over squares of `step` x `step`, from the upper left corner on. */
function shrink({ rows, cols, at }, step, height, width) {
  const down = shares(rows, height, step);
  const across = shares(cols, width, step);
  const dot = (weights, of) =>
    weights.reduce((sum, w, k) => (w ? sum + w * of(k) : sum), 0);
  const lines = Array.from({ length: rows }, (_, row) =>
    across.map((weights) => dot(weights, (col) => at(row, col))),
  );
  return down.map((weights) =>
    across.map((_, j) => dot(weights, (row) => lines[row][j])),
  );
}

/** The whole pad as 28 x 28 pixels, nothing moved. */
export function shrunk(ink, side) {
  const at = (row, col) => ink[row * side + col];
  const whole = { rows: side, cols: side, at };
  return shrink(whole, side / FIELD, FIELD, FIELD).flat();
}

/** Rows and columns from the first to the last with ink, or null. */
function boxOf(ink, side) {
  const box = [side, side, -1, -1];
  ink.forEach((value, at) => {
    if (!(value > 0)) return;
    const [row, col] = [Math.floor(at / side), at % side];
    box[0] = Math.min(box[0], row);
    box[1] = Math.min(box[1], col);
    box[2] = Math.max(box[2], row);
    box[3] = Math.max(box[3], col);
  });
  const [top, left, bottom, right] = box;
  if (bottom < 0) return null;
  const at = (row, col) => ink[(top + row) * side + left + col];
  return { rows: bottom - top + 1, cols: right - left + 1, at };
}

/** Where lines begin that have these masses: their centre in pixel 14. */
function offset(masses) {
  const sum = masses.reduce((a, b) => a + b);
  const moment = masses.reduce((total, m, i) => total + m * (i + 0.5), 0);
  // Rounding must not decide where the centre is on the edge of a pixel.
  const shift = FIELD / 2 - Math.floor(moment / sum + 1e-6);
  return Math.min(Math.max(shift, 0), FIELD - masses.length);
}

/**
 * 28 x 28 pixels as the authors of MNIST made them: the ink is scaled so that
 * its longer side is 20 pixels, and its centre of mass is put in the middle.
 * Nothing is cut off.
 */
export function centred(ink, side) {
  const box = boxOf(ink, side);
  const pixels = new Array(FIELD * FIELD).fill(0);
  if (!box) return pixels;
  const longer = Math.max(box.rows, box.cols);
  const fit = (length) => Math.ceil((length * BOX) / longer);
  const small = shrink(box, longer / BOX, fit(box.rows), fit(box.cols));
  const total = (line) => line.reduce((a, b) => a + b);
  const top = offset(small.map(total));
  const left = offset(small[0].map((_, j) => total(small.map((l) => l[j]))));
  small.forEach((line, i) => {
    line.forEach((value, j) => {
      pixels[(top + i) * FIELD + left + j] = Math.min(value, 1);
    });
  });
  return pixels;
}
