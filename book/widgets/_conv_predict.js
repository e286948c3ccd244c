// "Predict each number first": a form that says what a wrong guess did.

import { factor, h, read, say, show } from "./_dom.js";
import { diagnose, rowSums, valueAt } from "./_convolve.js";

const TEXT = {
  yours: "Your {name} =",
  check: "Check",
  next: "Next position",
  typeNumber: "Type a number.",
  right: "Right: {name} = {value}.",
  notYet: "Not yet: ",
  flipped:
    "{guess} comes from the flipped kernel, as in mathematics. " +
    "A CNN does not flip it.",
  turned: "{guess} comes from the kernel with rows and columns swapped.",
  sign: "the size is right, the sign is not.",
  signs: "{guess} is the sum of the products without their signs.",
  lost: "the product {x}·{w} is missing.",
  stride:
    "{guess} belongs to a window that moved by 1; the stride is {stride}.",
  dilation: "{guess} comes from neighbours; dilation {dilation} leaves gaps.",
  padding: "{guess} is what comes out without padding.",
  high: "{guess} is {by} too large. Row by row the window gives {rows}.",
  low: "{guess} is {by} too small. Row by row the window gives {rows}.",
};

function explain(spec, row, col, guess) {
  const slip = diagnose(spec, row, col, guess);
  const kind = slip.kind !== "far" ? slip.kind : slip.by > 0 ? "high" : "low";
  return say(TEXT[kind], {
    guess: show(guess),
    by: show(Math.abs(slip.by)),
    x: factor(slip.x),
    w: factor(slip.w),
    stride: spec.stride,
    dilation: spec.dilation,
    rows: rowSums(spec, row, col).map(show).join(", "),
  });
}

/**
 * The form. `at(row, col, name, known)` moves it to an output; it calls
 * `onRight()` when the guess is right and `onNext()` after that.
 */
export function predictForm(spec, { onRight, onNext }) {
  const label = h("span", { class: "lab-symbol" });
  const input = h("input", { inputmode: "decimal", autocomplete: "off" });
  const submit = h("button", { class: "lab-button" });
  const verdict = h("p", { class: "lab-verdict", role: "status" });
  let now = null;

  const judge = () => {
    const guess = read(input.value);
    if (!Number.isFinite(guess))
      return (verdict.textContent = TEXT.typeNumber);
    const { row, col, name } = now;
    const right = diagnose(spec, row, col, guess).kind === "right";
    verdict.classList.toggle("is-right", right);
    if (!right)
      return (verdict.textContent =
        TEXT.notYet + explain(spec, row, col, guess));
    const value = show(valueAt(spec, row, col));
    verdict.textContent = say(TEXT.right, { name, value });
    return onRight();
  };
  const onsubmit = (event) => {
    event.preventDefault();
    if (now.known) onNext();
    else judge();
    input.focus();
  };
  const at = (row, col, name, known) => {
    if (now?.name !== name || !known) {
      input.value = "";
      verdict.textContent = "";
    }
    now = { row, col, name, known };
    label.textContent = say(TEXT.yours, { name });
    submit.textContent = known ? TEXT.next : TEXT.check;
  };
  const field = h("label", {}, label, input);
  const element = h(
    "form",
    { class: "lab-predict", onsubmit },
    field,
    submit,
    verdict,
  );
  return { element, at };
}
