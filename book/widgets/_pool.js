// The numbers of the pooling-shift widget. Twins: cnnlab.reference.pool and
// cnnlab.explore.shifts; tests/vectors/pooling-shift.json holds both to it.
//
// A spec is {kind, kernel, stride, padding, ceilMode, countPad}; an image is
// a list of rows, a move is [rows down, columns right].

export const KINDS = ["max", "avg", "global max", "global avg"];

export const isGlobal = (spec) => spec.kind.startsWith("global");

/** Windows along one axis; 0 where none fits. */
export function places(size, { kernel, stride, padding, ceilMode }) {
  const room = size + 2 * padding - kernel;
  if (room < 0) return 0;
  const count = Math.floor(room / stride) + 1;
  // One more may stand over the far border if it begins before it.
  const more = room % stride > 0 && count * stride < size + padding;
  return count + (ceilMode && more ? 1 : 0);
}

/** A window along one axis: {first, end} of its pixels, what a mean counts. */
export function spanAt(size, spec, place) {
  if (isGlobal(spec)) return { first: 0, end: size, counted: size };
  const { kernel, stride, padding, countPad } = spec;
  const start = place * stride - padding;
  const [first, end] = [Math.max(start, 0), Math.min(start + kernel, size)];
  const padded = Math.min(start + kernel, size + padding) - start;
  return { first, end, counted: countPad ? padded : end - first };
}

/** [rows, columns] of the output. */
export const poolShape = (image, spec) =>
  isGlobal(spec)
    ? [1, 1]
    : [places(image.length, spec), places(image[0].length, spec)];

export function poolAt(image, spec, row, col) {
  const down = spanAt(image.length, spec, row);
  const across = spanAt(image[0].length, spec, col);
  const seen = image
    .slice(down.first, down.end)
    .flatMap((line) => line.slice(across.first, across.end));
  if (spec.kind.endsWith("max")) return Math.max(...seen);
  const sum = seen.reduce((a, b) => a + b, 0);
  return sum / (down.counted * across.counted);
}

const fill = ([rows, cols], valueAt) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => valueAt(i, j)),
  );

/** The whole output. */
export const pool2d = (image, spec) =>
  fill(poolShape(image, spec), (i, j) => poolAt(image, spec, i, j));

/** The picture moved; zeros come in. */
export const moved = (image, [down, right]) =>
  fill(
    [image.length, image[0].length],
    (i, j) => image[i - down]?.[j - right] ?? 0,
  );

const inked = (image) => image.flat().filter((value) => value !== 0).length;

/** How many pixels that are not zero a move takes out of the picture. */
export const lost = (image, move) => inked(image) - inked(moved(image, move));

/** Indices, row by row, where two outputs differ. */
export const differing = (a, b) =>
  a
    .flat()
    .map((value, index) => [Math.abs(value - b.flat()[index]), index])
    .filter(([gap]) => gap > 1e-9) // means of equal pixels round differently
    .map(([, index]) => index);

/** Whole output steps nearest to a shift; towards zero first. */
function steps(shift, stride) {
  const near = Math.trunc(shift / stride) + 0;
  return near * stride === shift ? [near] : [near, near + Math.sign(shift)];
}

/**
 * What a move does to the output: `changed` are the indices that differ from
 * `before`; `along` is `before` moved by the `step` that explains the most,
 * and `differ` what it leaves unexplained.
 */
export function shiftEffect(image, spec, move) {
  const before = pool2d(image, spec);
  const after = pool2d(moved(image, move), spec);
  const each = (d) => (isGlobal(spec) ? [0] : steps(d, spec.stride));
  const tries = each(move[0]).flatMap((down) =>
    each(move[1]).map((right) => {
      const along = moved(before, [down, right]);
      return { step: [down, right], along, differ: differing(after, along) };
    }),
  );
  const best = tries.reduce((least, one) =>
    one.differ.length < least.differ.length ? one : least,
  );
  return { before, after, changed: differing(after, before), ...best };
}
