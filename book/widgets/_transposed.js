// The numbers of the transposed widget. Twins: cnnlab.reference.transposed
// and cnnlab.shapes.transposed_size; tests/vectors/transposed.json holds both
// to it.
//
// A spec is {rank, input, kernel, stride, padding, outputPadding, dilation};
// input and kernel are lists of rows, of one row each where rank is 1.

/** Geometry of rows and of columns: {size, K, S, P, extra, D}. */
export function axes(spec) {
  const { rank, input, kernel } = spec;
  const { stride: S, padding: P, outputPadding: extra, dilation: D } = spec;
  const shared = { S, P, extra, D };
  const flat = { S: 1, P: 0, extra: 0, D: 1 };
  return [
    { size: input.length, K: kernel.length, ...(rank === 1 ? flat : shared) },
    { size: input[0].length, K: kernel[0].length, ...shared },
  ];
}

/** Pixels that all stamps together span, nothing cut off. */
export const spanned = ({ size, K, S, D }) =>
  (size - 1) * S + D * (K - 1) + 1;

/** Pixels of the output; 0 where the padding cuts all of them away. */
export const transposedSize = (axis) =>
  Math.max(0, spanned(axis) - 2 * axis.P + axis.extra);

/** Pixels to draw along one axis: what is cut off, and what is added. */
export const canvasLength = (axis) =>
  Math.max(spanned(axis), axis.P + transposedSize(axis));

/** [rows, columns] of the output. */
export const transposedShape = (spec) => axes(spec).map(transposedSize);

/**
 * The stamp of one input: {row, col, x, w, u, v} for each weight; row and col
 * are output indices, in what is cut off they lie outside of the output.
 */
export function stampOf(spec, index) {
  const [down, across] = axes(spec);
  const [i, j] = [Math.floor(index / across.size), index % across.size];
  const x = spec.input[i][j];
  return spec.kernel.flatMap((weights, u) =>
    weights.map((w, v) => ({
      row: i * down.S + u * down.D - down.P,
      col: j * across.S + v * across.D - across.P,
      ...{ x, w, u, v, i, j },
    })),
  );
}

/** All terms of the first `count` stamps that land on the output. */
function landed(spec, count) {
  const [rows, cols] = transposedShape(spec);
  const on = ({ row, col }) =>
    row >= 0 && row < rows && col >= 0 && col < cols;
  return Array.from({ length: count }, (_, index) => stampOf(spec, index))
    .flat()
    .filter(on);
}

export const stampCount = ({ input }) => input.length * input[0].length;

function gather(spec, count, of) {
  const [rows, cols] = transposedShape(spec);
  const sums = Array.from({ length: rows }, () => new Array(cols).fill(0));
  for (const term of landed(spec, count)) sums[term.row][term.col] += of(term);
  return sums;
}

/** The output after the first `count` stamps. */
export const convTranspose = (spec, count = stampCount(spec)) =>
  gather(spec, count, ({ x, w }) => x * w);

/** How many stamps lie on each pixel of it. */
export const overlaps = (spec, count = stampCount(spec)) =>
  gather(spec, count, () => 1);

/** The terms of one output, among the first `count` stamps. */
export const termsOn = (spec, count, row, col) =>
  landed(spec, count).filter((one) => one.row === row && one.col === col);

const remainder = (a, b) => ((a % b) + b) % b;

/**
 * Away from the border, pixels of equal remainder modulo the stride are
 * alike. For each [remainder of the row][of the column]: how many stamps, and
 * what a flat input of ones gives.
 */
export function phases(spec) {
  const [down, across] = axes(spec);
  const zeros = () =>
    Array.from({ length: down.S }, () => new Array(across.S).fill(0));
  const [counts, flat] = [zeros(), zeros()];
  for (const { row, col, w } of stampOf(spec, 0)) {
    const [r, c] = [remainder(row, down.S), remainder(col, across.S)];
    counts[r][c] += 1;
    flat[r][c] += w;
  }
  return { counts, flat };
}

/** Kernels that are drawn for a size: [K] along one axis. */
export const PATTERNS = {
  ones: (K) => new Array(K).fill(1),
  bilinear: (K) => {
    const S = Math.ceil(K / 2); // the factor that it enlarges by
    const middle = (K - 1) / 2;
    return Array.from({ length: K }, (_, u) => 1 - Math.abs(u - middle) / S);
  },
};

/** The same for rows and columns. */
export const outer = (rows, cols) =>
  rows.map((a) => cols.map((b) => a * b));
