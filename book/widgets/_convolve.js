// The numbers of the conv widget. Twin: cnnlab.reference.conv.conv2d and
// cnnlab.shapes.output_size; tests/vectors/fields.json holds both to it.
//
// A spec is {input, kernel, stride, padding, dilation}; input and kernel are
// lists of rows.

/** Places where the kernel fits along one axis; 0 where it fits nowhere. */
export function outputSize(size, kernel, stride, padding, dilation) {
  const room = size + 2 * padding - dilation * (kernel - 1) - 1;
  return Math.max(0, Math.floor(room / stride) + 1);
}

/** [rows, columns] of the output. */
export const outputShape = ({ input, kernel, stride, padding, dilation }) => [
  outputSize(input.length, kernel.length, stride, padding, dilation),
  outputSize(input[0].length, kernel[0].length, stride, padding, dilation),
];

/**
 * What one output sums: a row of terms for each row of the kernel. A term is
 * {x, w, row, col}; row and col are input indices, in the padding x is 0.
 */
export function termsAt(spec, outRow, outCol) {
  const { input, kernel, stride, padding, dilation } = spec;
  return kernel.map((weights, u) =>
    weights.map((w, v) => {
      const row = outRow * stride + u * dilation - padding;
      const col = outCol * stride + v * dilation - padding;
      return { x: input[row]?.[col] ?? 0, w, row, col };
    }),
  );
}

const add = (terms, of) => terms.reduce((sum, term) => sum + of(term), 0);
const product = ({ x, w }) => x * w;

/** The sum over each row of the window. */
export const rowSums = (spec, row, col) =>
  termsAt(spec, row, col).map((terms) => add(terms, product));

export const valueAt = (spec, row, col) =>
  add(termsAt(spec, row, col).flat(), product);

/** The whole output. */
export function conv2d(spec) {
  const [rows, cols] = outputShape(spec);
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => valueAt(spec, i, j)),
  );
}

/** How many cells of the input no window reads. */
export function unreadCells(spec) {
  const [rows, cols] = outputShape(spec);
  const read = new Set();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      for (const { row, col } of termsAt(spec, i, j).flat())
        read.add(`${row},${col}`);
    }
  }
  return spec.input
    .flatMap((line, row) => line.map((_, col) => `${row},${col}`))
    .filter((cell) => !read.has(cell));
}

export const near = (a, b) => Math.abs(a - b) < 5e-4; // what `show` rounds to

const flipped = (kernel) =>
  kernel.map((line) => [...line].reverse()).reverse();
const turned = (kernel) =>
  kernel[0].map((_, j) => kernel.map((line) => line[j]));

/**
 * The likely slip behind a wrong prediction: {kind, ...}. `far` if none fits.
 */
export function diagnose(spec, row, col, guess) {
  const value = valueAt(spec, row, col);
  if (near(guess, value)) return { kind: "right" };
  const terms = termsAt(spec, row, col).flat();
  const other = (change) => valueAt({ ...spec, ...change }, row, col);
  if (near(guess, other({ kernel: flipped(spec.kernel) })))
    return { kind: "flipped" };
  if (near(guess, other({ kernel: turned(spec.kernel) })))
    return { kind: "turned" };
  if (near(guess, -value)) return { kind: "sign" };
  if (
    near(
      guess,
      add(terms, ({ x, w }) => Math.abs(x * w)),
    )
  )
    return { kind: "signs" };
  const lost = terms.find((term) => near(guess, value - product(term)));
  if (lost) return { kind: "lost", ...lost };
  for (const key of ["stride", "dilation"]) {
    if (spec[key] > 1 && near(guess, other({ [key]: 1 })))
      return { kind: key };
  }
  if (near(guess, other({ padding: 0 }))) return { kind: "padding" };
  return { kind: "far", by: guess - value };
}
