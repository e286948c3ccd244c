// Which network beats which, and where a ball stands. Twin:
// cnnlab.explore.balls; tests/vectors/balls.json holds both to it.
//
// A point is [cost, accuracy].

/** Places of the points that are better and cheaper than the one at `place`. */
export function beatenBy(points, place) {
  const [cost, accuracy] = points[place];
  const beats = ([c, a]) =>
    c <= cost && a >= accuracy && (c !== cost || a !== accuracy);
  return [...points.keys()].filter((k) => beats(points[k]));
}

/** Places of the points that none beats, from cheap to dear. */
export function frontier(points) {
  const best = [...points.keys()].filter((k) => !beatenBy(points, k).length);
  return best.sort(
    (a, b) => points[a][0] - points[b][0] || points[a][1] - points[b][1],
  );
}

/** Place on a logarithmic axis: 0 at `first`, 1 at `last`. */
export const logShare = (value, first, last) =>
  Math.log10(value / first) / Math.log10(last / first);

/** 1, 2 and 5 times each power of ten between the ends. */
export function logTicks(first, last) {
  const ticks = [];
  const end = Math.ceil(Math.log10(last));
  for (let power = Math.floor(Math.log10(first)); power <= end; power++) {
    // By way of text, for 2 * 10 ** -1 has a rounding error.
    ticks.push(...[1, 2, 5].map((m) => Number(`${m}e${power}`)));
  }
  return ticks.filter((tick) => first <= tick && tick <= last);
}

/** In pixels; the area grows with the parameters. */
export const radius = (params, unit) => unit * Math.sqrt(params / 1e6);

const UNITS = { k: 1e3, m: 1e6, million: 1e6, g: 1e9, b: 1e9, billion: 1e9 };

/** "4.1 G", "4,100,000,000", "4.1e9" or "25.6 million" -> a number or NaN. */
export function readAmount(text) {
  const plain = text.trim().replace(/,(?=\d{3}(?!\d))/g, "");
  const match = /^(\d*[.,]?\d+(?:e\d+)?)\s*([a-z]*)$/i.exec(plain);
  const unit = match && (match[2] ? UNITS[match[2].toLowerCase()] : 1);
  return unit ? Number(match[1].replace(",", ".")) * unit : NaN;
}

const SCALES = [
  [1e9, "billion"],
  [1e6, "million"],
  [1e3, "thousand"],
];

/** 4089184256 -> "4.09 billion". */
export function amount(number) {
  const [scale, word] = SCALES.find(([s]) => number >= s) ?? [1, ""];
  return `${Number((number / scale).toPrecision(3))} ${word}`.trim();
}
