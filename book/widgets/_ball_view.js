// The drawing of the ball chart.

import { s } from "./_dom.js";
import { frontier, logShare, logTicks, radius } from "./_balls.js";
import { placeLabels } from "./_ball_labels.js";

const TEXT = {
  macs: "MACs for one image",
  better: "better with less work",
};

const SHORT = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];

const short = (n) => {
  const [scale, letter] = SHORT.find(([scale]) => n >= scale) ?? [1, ""];
  return `${Number((n / scale).toPrecision(3))} ${letter}`;
};

/** The mark in the middle of a ball: each family has its own. */
export function mark(family, x, y) {
  const at = (points) => points.map(([a, b]) => `${x + a},${y + b}`).join(" ");
  const shapes = {
    small: () =>
      s("polygon", {
        points: at([
          [0, -4],
          [4, 3],
          [-4, 3],
        ]),
      }),
    Inception: () => s("rect", { x: x - 3, y: y - 3, width: 6, height: 6 }),
    plain: () =>
      s("polygon", {
        points: at([
          [0, -4.5],
          [4.5, 0],
          [0, 4.5],
          [-4.5, 0],
        ]),
      }),
    own: () =>
      s("path", {
        class: "lab-plus",
        d: `M${x - 4.5} ${y}h9M${x} ${y - 4.5}v9`,
      }),
  };
  const other = () => s("circle", { cx: x, cy: y, r: 3.2 });
  const drawn = (shapes[family] ?? other)();
  drawn.classList.add("lab-ball-mark");
  return drawn;
}

/** Axes that hold all points: `x(macs)`, `y(accuracy)`, sizes in pixels. */
export function layOut(points, width, em) {
  const costs = points.map(([cost]) => cost);
  const rights = points.map(([, accuracy]) => accuracy);
  const room = [Math.min(...costs) / 1.8, Math.max(...costs) * 1.8];
  const low = Math.max(0, Math.floor((Math.min(...rights) - 2) / 5) * 5);
  const high = Math.min(100, Math.ceil((Math.max(...rights) + 2) / 5) * 5);
  const box = { left: 2.4 * em, top: 0.8 * em, bottom: 3.2 * em };
  const height = Math.round(Math.min(560, Math.max(340, width * 0.68)));
  const inner = { w: width - box.left - 4, h: height - box.top - box.bottom };
  const up = (a) => (a - low) / (high - low);
  return {
    width,
    height,
    em,
    room,
    low,
    high,
    inner,
    left: box.left,
    top: box.top,
    base: box.top + inner.h,
    unit: Math.min(2.5, Math.max(1.5, width / 270)),
    x: (cost) => box.left + logShare(cost, ...room) * inner.w,
    y: (accuracy) => box.top + (1 - up(accuracy)) * inner.h,
  };
}

function axes(at) {
  const { x, y, em, base, left, width } = at;
  const parts = [];
  let last = -Infinity;
  for (const tick of logTicks(...at.room)) {
    const place = x(tick);
    parts.push(line("lab-grid-line", place, at.top, place, base));
    if (place - last < 3.6 * em || place > width - em) continue;
    last = place;
    parts.push(label(place, base + 1.3 * em, short(tick), "middle"));
  }
  for (let tick = at.low; tick <= at.high; tick += 5) {
    parts.push(line("lab-grid-line", left, y(tick), width - 4, y(tick)));
    const text = `${tick}`;
    parts.push(label(left - 0.5 * em, y(tick) + 0.35 * em, text, "end"));
  }
  const middle = left + at.inner.w / 2;
  parts.push(label(middle, base + 2.7 * em, TEXT.macs, "middle"));
  return parts;
}

const line = (name, x1, y1, x2, y2) =>
  s("line", { class: name, x1, y1, x2, y2 });

const label = (x, y, text, anchor) =>
  s("text", { class: "lab-tick", x, y, "text-anchor": anchor }, text);

/** Steps along the networks that none beats. */
function frontierLine(at, points) {
  const [first, ...rest] = frontier(points).map((k) => points[k]);
  const steps = rest.map(([c, a]) => `H${at.x(c)}V${at.y(a)}`).join("");
  const start = `M${at.x(first[0])} ${at.base}V${at.y(first[1])}`;
  const d = `${start}${steps}H${at.width - 4}`;
  return s("path", { class: "lab-frontier", d });
}

/** Everything left of and above a point is better with less work. */
function betterCorner(at, [cost, accuracy]) {
  const { left: x, top: y, em } = at;
  const [width, height] = [at.x(cost) - x, at.y(accuracy) - y];
  const corner = s("rect", { class: "lab-better", x, y, width, height });
  if (width < 13 * em || height < 2 * em) return [corner];
  return [corner, label(x + em / 2, y + 1.4 * em, TEXT.better, "start")];
}

function names(at, entries, chosen) {
  const h = at.em * 1.2;
  const wide = ({ title }) => title.length * at.em * 0.57 + 4;
  const places = placeLabels(
    entries.map((entry) => ({
      x: entry.x,
      y: entry.y,
      r: entry.r,
      w: wide(entry),
      h,
      must: Number(entry === chosen),
    })),
    { left: at.left, top: 0, right: at.width - 2, bottom: at.base },
  );
  return entries.flatMap((entry, k) => {
    if (!places[k]) return [];
    const [x, y] = places[k];
    const name =
      entry === chosen ? "lab-ball-name is-chosen" : "lab-ball-name";
    return s("text", { class: name, x: x + 2, y: y + at.em }, entry.title);
  });
}

/** Balls overlap: a click means the one whose middle is nearest. */
function nearestOf(placed, svg, { clientX, clientY }) {
  const { left, top } = svg.getBoundingClientRect();
  const far = ({ x, y }) => Math.hypot(x - clientX + left, y - clientY + top);
  return placed.reduce((a, b) => (far(b) < far(a) ? b : a));
}

function ball(entry, chosen, nearest, handlers) {
  const { x, y, r, family } = entry;
  return s(
    "g",
    {
      class: `lab-ball is-${family}`,
      role: "button",
      tabindex: "-1",
      "aria-label": entry.text,
      "aria-pressed": String(entry === chosen),
      "data-name": entry.name,
      onclick: (event) => handlers.choose(nearest(event).name),
      onkeydown: (event) => handlers.press(event, entry.name),
    },
    s("title", {}, entry.text),
    s("circle", { class: "lab-ball-hit", cx: x, cy: y, r: Math.max(r, 12) }),
    s("circle", { class: "lab-ball-area", cx: x, cy: y, r }),
    mark(family, x, y),
  );
}

/**
 * Draws the chart. `entries` are {name, title, family, params, point, text};
 * `all` are the points that the axes must hold.
 */
export function drawBalls(
  svg,
  entries,
  { all, width, em, chosen, steps },
  on,
) {
  const at = layOut(all, width, em);
  const placed = entries
    .map((entry) => ({
      ...entry,
      x: at.x(entry.point[0]),
      y: at.y(entry.point[1]),
      r: radius(entry.params, at.unit),
    }))
    .sort((a, b) => b.r - a.r); // small ones lie on top
  const own = placed.find(({ name }) => name === chosen);
  const quiet = s("g", { "aria-hidden": "true" }, axes(at));
  if (own) quiet.append(...betterCorner(at, own.point));
  if (steps && entries.length)
    quiet.append(
      frontierLine(
        at,
        entries.map(({ point }) => point),
      ),
    );
  const labels = s(
    "g",
    { "aria-hidden": "true" },
    names(at, [...placed].reverse(), own),
  );
  svg.setAttribute("viewBox", `0 0 ${width} ${at.height}`);
  svg.setAttribute("height", at.height);
  const nearest = (event) => nearestOf(placed, svg, event);
  const balls = placed.map((entry) => ball(entry, own, nearest, on));
  svg.replaceChildren(quiet, ...balls, labels);
}
