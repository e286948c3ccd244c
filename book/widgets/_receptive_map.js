// The effective field of the receptive-field widget in two dimensions.

import { h, say } from "./_dom.js";
import { onTheme, paint } from "./_paint.js";
import { coreSize, pathMap } from "./_receptive.js";

const TEXT = {
  map: "Heat map of the effective field in a picture of {side} × {side}",
  caption:
    "In two dimensions, for the unit in row {unit}, column {unit}: the " +
    "stronger a pixel, the more paths it starts. The frame is what the " +
    "unit can see, {rows} × {rows} pixels.",
  core: "Half of all paths start in {core} of these {count}.",
};

/** The map, and `show(paths, unit, interval)`; null hides it. */
export function fieldMap() {
  const canvas = h("canvas", { class: "lab-heat", role: "img" });
  const frame = h("div", { class: "lab-heat-frame" });
  const words = h("p", { class: "lab-heat-text" });
  const picture = h("div", { class: "lab-heat-box" }, canvas, frame);
  const element = h("div", { class: "lab-heat-row" }, picture, words);
  let shown = null;

  const show = (paths, unit, interval) => {
    shown = paths && interval ? [paths, unit, interval] : null;
    element.hidden = !shown;
    if (!shown) return;
    const side = paths.length;
    const map = pathMap(paths);
    const [first, last] = interval;
    const rows = last - first + 1;
    canvas.setAttribute("aria-label", say(TEXT.map, { side }));
    paint(canvas, map.flat(), side, Math.max(...paths) ** 2);
    frame.style.left = frame.style.top = `${(first / side) * 100}%`;
    frame.style.width = frame.style.height = `${(rows / side) * 100}%`;
    const numbers = { unit, rows, core: coreSize(map), count: rows ** 2 };
    words.textContent = say(`${TEXT.caption} ${TEXT.core}`, numbers);
  };
  onTheme(() => shown && show(...shown));
  return { element, show };
}
