// The numbers of the norm-cube widget. Twin: cnnlab.reference.norm;
// tests/vectors/norms.json holds both to it.
//
// x is x[n][c][h][w]. `axes` has those letters of NCHW over which mean and
// variance are taken; over C they stay within one of `groups` groups.

export const EPS = 1e-5; // that of cnnlab.reference.norm and of PyTorch
export const AXES = ["N", "C", "H", "W"];

export const shapeOf = (x) => [
  x.length,
  x[0].length,
  x[0][0].length,
  x[0][0][0].length,
];

/** All places [n, c, h, w], the last index fastest. */
export const places = (shape) =>
  shape.reduce(
    (all, size) => {
      const indices = Array.from({ length: size }, (_, i) => i);
      return all.flatMap((head) => indices.map((i) => [...head, i]));
    },
    [[]],
  );

export const at = (x, [n, c, h, w]) => x[n][c][h][w];

/** Equal for the places that share a mean. */
function keyOf(shape, axes, groups, place) {
  return AXES.map((axis, i) => {
    if (!axes.includes(axis)) return place[i];
    return axis === "C" ? Math.floor((place[i] * groups) / shape[i]) : "";
  }).join();
}

/** The places that share a mean with `place`, itself among them. */
export function sharing(shape, axes, groups, place) {
  const key = keyOf(shape, axes, groups, place);
  return places(shape).filter((p) => keyOf(shape, axes, groups, p) === key);
}

/** Mean and biased variance. */
export function moments(numbers) {
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const squares = numbers.map((value) => (value - mean) ** 2);
  const variance = squares.reduce((a, b) => a + b, 0) / numbers.length;
  return { mean, variance };
}

export const normal = (value, { mean, variance }) =>
  (value - mean) / Math.sqrt(variance + EPS);

/** Of every number what is left after mean and spread of its group. */
export function normalized(x, axes, groups) {
  const shape = shapeOf(x);
  const found = new Map();
  const own = (place) => {
    const key = keyOf(shape, axes, groups, place);
    if (!found.has(key)) {
      const cells = sharing(shape, axes, groups, place);
      found.set(key, moments(cells.map((cell) => at(x, cell))));
    }
    return found.get(key);
  };
  return x.map((sample, n) =>
    sample.map((map, c) =>
      map.map((line, h) =>
        line.map((value, w) => normal(value, own([n, c, h, w]))),
      ),
    ),
  );
}

/** The axes that keep means of their own, G where channels are grouped. */
export function kept(shape, axes, groups) {
  const own = AXES.filter((axis) => !axes.includes(axis));
  if (!axes.includes("C") || groups === 1) return own;
  const name = groups === shape[1] ? "C" : "G";
  return axes.includes("N") ? [name, ...own] : ["N", name, ...own.slice(1)];
}

/** How many means there are. */
export const countMeans = (shape, axes, groups) =>
  kept(shape, axes, groups)
    .map((axis) => (axis === "G" ? groups : shape[AXES.indexOf(axis)]))
    .reduce((a, b) => a * b, 1);

const NAMES = {
  C: "batch",
  N: "layer",
  NC: "instance",
  NG: "group",
  NHW: "place",
  CHW: "unit",
  NCHW: "single",
  "": "all",
};

/** What this choice is called; "none" if nobody calls it anything. */
export const nameOf = (shape, axes, groups) =>
  NAMES[kept(shape, axes, groups).join("")] ?? "none";

/** The groups that C channels can be divided into. */
export const divisors = (C) =>
  Array.from({ length: C }, (_, i) => i + 1).filter((G) => C % G === 0);
