// One's own network: the input, a form that adds a layer, and what is there.

import { button, choose, h, read, say } from "./_dom.js";
import { count, ledger } from "./_ledger_count.js";
import { readShape } from "./_ledger_read.js";
import { misfitText } from "./_ledger_table.js";

const TEXT = {
  legend: "Your own network",
  input: "Goes in (C×H×W)",
  kind: "Layer",
  add: "Add the layer",
  clear: "Remove all layers",
  conv: "convolution",
  pool: "pooling",
  adaptive: "average pooling to a size",
  norm: "batch normalization",
  flatten: "flatten",
  linear: "fully connected",
  channels: "Filters",
  kernel: "Kernel",
  stride: "Stride",
  padding: "Padding",
  dilation: "Dilation",
  groups: "Groups",
  features: "Units",
  size: "Size",
  bias: "Bias",
  ceil: "Round up",
  badInput: "Write what goes in as 3×32×32, or as one number.",
  bad: "{field} must be a whole number, {least} or more; 3×5 for a pair.",
  added: "Added: {name}.",
};

// Of each kind the fields, with what stands in them at first.
// prettier-ignore
const FIELDS = {
  conv: {
    channels: "16", kernel: "3", stride: "1", padding: "1", dilation: "1",
    groups: "1", bias: true,
  },
  pool: { kernel: "2", stride: "2", padding: "0", ceil: false },
  adaptive: { size: "1" },
  norm: {},
  flatten: {},
  linear: { features: "10", bias: true },
};
const PAIRS = ["kernel", "stride", "padding", "dilation"];
const NAMES = { linear: "fc", adaptive: "pool" };

function fieldFor(key, value) {
  const label = h("span", {}, TEXT[key]);
  if (typeof value === "boolean") {
    const input = h("input", { type: "checkbox", checked: value });
    const field = h("label", { class: "lab-toggle" }, input, label);
    return { field, take: () => input.checked };
  }
  const input = h("input", { value, autocomplete: "off", size: 4 });
  return {
    field: h("label", { class: "lab-field" }, label, input),
    take: () => numberIn(key, input.value),
  };
}

/** A number or, for a window, a pair; throws what is to be said. */
function numberIn(key, text) {
  const least = key === "padding" ? 0 : 1;
  const numbers = text.split(/[x×,]/i).map(read);
  const most = PAIRS.includes(key) ? 2 : 1;
  const good = numbers.every((n) => Number.isInteger(n) && n >= least);
  if (!good || numbers.length > most)
    throw new Error(say(TEXT.bad, { field: TEXT[key], least }));
  return numbers.length > 1 ? numbers : numbers[0];
}

/** "conv2" for the second convolution, and so on. */
function named(layers) {
  const counts = {};
  return layers.map((layer) => {
    const stem = NAMES[layer.kind] ?? layer.kind;
    counts[stem] = (counts[stem] ?? 0) + 1;
    const many = layer.kind !== "flatten" || counts[stem] > 1;
    return { name: many ? stem + counts[stem] : stem, ...layer };
  });
}

/**
 * The form. `network()` is what there is, `remove(place)` takes a layer out;
 * `onChange()` is called after every change.
 */
export function ownNetwork(shape, start, onChange) {
  let input = shape;
  let layers = start;
  let fields = {};
  const network = () => ({ input, rows: named(layers) });
  const status = h("p", { class: "lab-ledger-own-status", role: "status" });
  const tell = (text) => (status.textContent = text);
  const change = (next) => {
    layers = next;
    onChange();
  };
  const slots = h("div", { class: "lab-controls" });
  const kinds = Object.keys(FIELDS).map((kind) => [kind, TEXT[kind]]);
  const draw = (kind) => {
    const made = Object.entries(FIELDS[kind]).map(([key, value]) => [
      key,
      fieldFor(key, value),
    ]);
    fields = Object.fromEntries(made);
    slots.replaceChildren(...made.map(([, { field }]) => field));
  };
  const picker = choose(TEXT.kind, kinds, "conv", draw);
  const select = picker.querySelector("select");
  draw("conv");
  const add = (event) => {
    event.preventDefault();
    try {
      const layer = { kind: select.value };
      for (const key of Object.keys(fields)) layer[key] = fields[key].take();
      const last = ledger(network()).at(-1);
      const above = last ? last.right.shape : input;
      const { misfit } = above ? count(layer, above) : { misfit: "above" };
      if (misfit) throw new Error(misfitText(misfit));
      change([...layers, layer]);
      tell(say(TEXT.added, { name: network().rows.at(-1).name }));
    } catch (error) {
      tell(error.message);
    }
  };
  const onInput = (event) => {
    const found = readShape(event.target.value);
    const good = found && [1, 3].includes(found.length);
    event.target.setAttribute("aria-invalid", String(!good));
    if (!good || found.some((n) => n < 1)) return tell(TEXT.badInput);
    input = found;
    tell("");
    return change(layers);
  };
  const value = shape.join("×");
  const entry = h("input", { value, onchange: onInput, autocomplete: "off" });
  const inputField = h("span", {}, TEXT.input);
  const element = h(
    "form",
    { class: "lab-ledger-own", onsubmit: add },
    h("p", {}, h("b", {}, TEXT.legend)),
    h(
      "div",
      { class: "lab-controls" },
      h("label", { class: "lab-field" }, inputField, entry),
      picker,
    ),
    slots,
    h(
      "div",
      { class: "lab-ledger-buttons" },
      h("button", { class: "lab-button" }, TEXT.add),
      button(TEXT.clear, () => change([])),
    ),
    status,
  );
  const remove = (place) => change(layers.filter((_, i) => i !== place));
  return { element, network, remove };
}
