// What the ball chart shows: the measure, the families, the frontier.

import { choose, h, s } from "./_dom.js";
import { mark } from "./_ball_view.js";

const TEXT = {
  measure: "Accuracy on ImageNet",
  top1: "top-1",
  top5: "top-5",
  families: "Families",
  small: "small",
  residual: "residual",
  Inception: "Inception",
  plain: "plain",
  own: "your own",
  frontier: "Frontier: none is better with less work",
};

export const FAMILIES = ["small", "residual", "Inception", "plain"];

/** A measure or a family as a reader knows it. */
export const nameOf = (key) => TEXT[key];

/** The mark of a family, as in the chart. */
function swatch(family) {
  const attributes = {
    class: `lab-ball is-${family}`,
    viewBox: "-8 -8 16 16",
    "aria-hidden": "true",
  };
  const area = s("circle", { class: "lab-ball-area", r: 7.5 });
  return s("svg", attributes, area, mark(family, 0, 0));
}

function toggle(sign, text, set) {
  const onchange = (event) => set(event.target.checked);
  const box = h("input", { type: "checkbox", checked: true, onchange });
  return h("label", { class: "lab-toggle" }, box, sign, text);
}

/** `onMeasure(key)`, `onFamily(family, on)` and `onLine(on)` are called. */
export function ballControls(start, { onMeasure, onFamily, onLine }) {
  const measures = ["top1", "top5"].map((key) => [key, TEXT[key]]);
  const boxes = FAMILIES.map((family) =>
    toggle(swatch(family), TEXT[family], (on) => onFamily(family, on)),
  );
  const legend = h("legend", {}, TEXT.families);
  return h(
    "div",
    { class: "lab-controls" },
    choose(TEXT.measure, measures, start, onMeasure),
    h("fieldset", { class: "lab-families" }, legend, boxes),
    toggle("", TEXT.frontier, onLine),
  );
}
