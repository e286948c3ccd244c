// The controls of the norm-cube widget: the norms by name, and the axes.

import { button, choose, h } from "./_dom.js";
import { AXES, at, divisors, places, shapeOf } from "./_norm_cube.js";

const TEXT = {
  axes: "Mean and variance over",
  N: "N, samples",
  C: "C, channels",
  H: "H, rows",
  W: "W, columns",
  groups: "Groups of channels",
  reset: "Start again",
};

// The names are shown; C channels -> axes and groups.
const PRESETS = {
  "Batch norm": () => ["NHW", 1],
  "Layer norm": () => ["CHW", 1],
  "Instance norm": () => ["HW", 1],
  "Group norm": (C) => ["CHW", divisors(C)[1] ?? 1],
};

/** Throws if the page's settings are not what the widget can show. */
export function checkCube({ values, axes, groups }) {
  const shape = shapeOf(values);
  const full = values.flat(3).length === shape.reduce((a, b) => a * b);
  const read = (place) => Number.isFinite(at(values, place));
  if (!full || !places(shape).every(read))
    throw new Error('"values" must be numbers, values[n][c][h][w]');
  if ([...axes].some((letter) => !AXES.includes(letter)))
    throw new Error(`"axes" (=${axes}) must be letters of ${AXES.join("")}`);
  if (shape[1] % groups)
    throw new Error(`"groups" (=${groups}) must divide ${shape[1]} channels`);
}

function presetButtons(C, onChange) {
  return Object.entries(PRESETS).map(([name, make]) => {
    const [axes, groups] = make(C);
    const element = button(name, () => onChange({ axes, groups }));
    return { axes, groups, element };
  });
}

function layOut(boxes, grouping, buttons) {
  const toggles = boxes.map((box) =>
    h("label", { class: "lab-toggle" }, box, TEXT[box.value]),
  );
  const legend = h("legend", {}, TEXT.axes);
  return h(
    "div",
    { class: "lab-norm-controls" },
    h("fieldset", {}, legend, h("div", {}, toggles, grouping)),
    h("div", { class: "lab-norm-presets" }, buttons),
  );
}

/**
 * The controls. `onChange` is given {axes} or {groups} or both; `sync(axes,
 * groups)` shows what was chosen.
 */
export function normControls(C, groups, onChange, onReset) {
  const presets = presetButtons(C, onChange);
  const boxes = AXES.map((axis) => {
    const onchange = () => onChange({ axes: chosen().join("") });
    return h("input", { type: "checkbox", value: axis, onchange });
  });
  const chosen = () => boxes.filter((b) => b.checked).map((b) => b.value);
  const options = divisors(C).map((G) => [G, String(G)]);
  const grouping = choose(TEXT.groups, options, groups, (G) =>
    onChange({ groups: Number(G) }),
  );
  const sync = (axes, groups) => {
    for (const box of boxes) box.checked = axes.includes(box.value);
    grouping.control.value = String(groups);
    grouping.control.disabled = !axes.includes("C");
    for (const preset of presets) {
      const alike = preset.groups === groups || !axes.includes("C");
      const same = preset.axes === axes && alike;
      preset.element.setAttribute("aria-pressed", String(same));
    }
  };
  const named = presets.map((preset) => preset.element);
  const buttons = [...named, button(TEXT.reset, onReset)];
  return { element: layOut(boxes, grouping, buttons), sync };
}
