// Where the names of the balls can stand without touching one another.

const GAP = 3; // pixels

/** The eight places of a w x h text around a ball, as its top left corner. */
function around({ x, y, r }, w, h) {
  const far = r + GAP;
  const near = r * 0.7 + GAP;
  return [
    [x + far, y - h / 2],
    [x - far - w, y - h / 2],
    [x - w / 2, y - far - h],
    [x - w / 2, y + far],
    [x + near, y - near - h],
    [x + near, y + near],
    [x - near - w, y - near - h],
    [x - near - w, y + near],
  ];
}

const overlap = (a, b) =>
  Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));

/** How far a point is from a box. */
const distance = ({ x, y }, box) =>
  Math.hypot(
    Math.max(box.x - x, 0, x - box.x - box.w),
    Math.max(box.y - y, 0, y - box.y - box.h),
  );

/**
 * `balls` are {x, y, r, w, h, must}: a ball and the size of its name; all
 * lie in {left, top, right, bottom}. Returns the corner [x, y] of each name,
 * or null where there is no room: it would touch another, or lie nearer to
 * another ball than to its own. A name that `must` stand has the first
 * choice and stands in any case.
 */
export function placeLabels(balls, { left, top, right, bottom }) {
  const taken = balls.map(({ x, y }) => ({
    x: x - 5,
    y: y - 5,
    w: 10,
    h: 10,
  }));
  const found = balls.map(() => null);
  const order = [...balls.keys()].sort(
    (a, b) => balls[b].must - balls[a].must,
  );
  for (const k of order) {
    const { w, h, must } = balls[k];
    const boxes = around(balls[k], w, h).map(([x, y]) => ({ x, y, w, h }));
    const inside = boxes.filter(
      (box) =>
        box.x >= left &&
        box.y >= top &&
        box.x + w <= right &&
        box.y + h <= bottom,
    );
    const strays = (box) =>
      balls.some((b) => distance(b, box) < distance(balls[k], box));
    const lost = (box) =>
      taken.reduce((sum, b) => sum + overlap(box, b), strays(box) ? 1e4 : 0);
    const [best] = inside.sort((a, b) => lost(a) - lost(b));
    if (!best || (lost(best) > 0 && !must)) continue;
    taken.push(best);
    found[k] = [best.x, best.y];
  }
  return found;
}
