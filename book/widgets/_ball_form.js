// One's own network on the ball chart: a form, and what was added.

import { button, h, read, say } from "./_dom.js";
import { readAmount } from "./_balls.js";

const TEXT = {
  legend: "Add your own network",
  title: "Name",
  macs: "MACs",
  params: "Parameters",
  accuracy: "Accuracy, %",
  mine: "mine {number}",
  add: "Add to the chart",
  how:
    "Numbers may be written as 300 M, 4.1 G, or in full; " +
    "the accuracy is of the kind that is shown above.",
  badAmount: "{field}: type a number above 0, such as 300 M.",
  badAccuracy: "Accuracy: type a number of percent from 0 to 100.",
  remove: "Remove {title}",
};

const LIMITS = { macs: [1e3, 1e13], params: [1, 1e12] };

const field = (key) => {
  const input = h("input", { autocomplete: "off", name: key, size: 9 });
  const label = h("span", {}, TEXT[key]);
  return [input, h("label", { class: "lab-field" }, label, input)];
};

/** Throws what is to be said. */
function amountIn(key, text) {
  const value = readAmount(text);
  const [least, most] = LIMITS[key];
  if (value >= least && value <= most) return value;
  throw new Error(say(TEXT.badAmount, { field: TEXT[key] }));
}

function percentIn(text) {
  const value = read(text.replace("%", ""));
  if (value >= 0 && value <= 100) return value;
  throw new Error(TEXT.badAccuracy);
}

/** `onAdd({title, macs, params, accuracy})` and `onRemove(name)`. */
export function ballForm({ onAdd, onRemove }) {
  const keys = ["title", "macs", "params", "accuracy"];
  const fields = keys.map(field);
  const [title, macs, params, accuracy] = fields.map(([input]) => input);
  const status = h("p", { class: "lab-ball-problem", role: "alert" });
  const list = h("div", { class: "lab-ball-buttons" });
  let number = 1;
  const onsubmit = (event) => {
    event.preventDefault();
    status.textContent = "";
    try {
      onAdd({
        title: title.value.trim() || say(TEXT.mine, { number }),
        macs: amountIn("macs", macs.value),
        params: amountIn("params", params.value),
        accuracy: percentIn(accuracy.value),
      });
      number += 1;
    } catch (error) {
      status.textContent = error.message;
    }
  };
  const element = h(
    "form",
    { class: "lab-ball-form", onsubmit },
    h("p", {}, h("b", {}, TEXT.legend)),
    h("p", { class: "lab-ball-how" }, TEXT.how),
    h(
      "div",
      { class: "lab-controls" },
      fields.map(([, label]) => label),
      h("button", { class: "lab-button" }, TEXT.add),
    ),
    status,
    list,
  );
  /** A button for each of one's own networks. */
  const show = (entries) =>
    list.replaceChildren(
      ...entries.map((entry) =>
        button(say(TEXT.remove, entry), () => {
          onRemove(entry.name);
          title.focus();
        }),
      ),
    );
  return { element, show };
}
