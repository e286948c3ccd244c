// How the training-replay widget draws filters and watched digits.

import { h, s, say, show } from "./_dom.js";

const TEXT = {
  filter:
    "Filter {number}: largest weight {value}, in row {row}, column {col}",
  right: "Test digit {index}, a {label}, read as such, {sure} %",
  misread: "Test digit {index}, a {label}, misread as {guess}, {sure} %",
  rightMark: "✓ {label}",
  misreadMark: "✗ {guess}, not {label}",
};

const CELL = 10; // side of a weight's place, in units of the drawing
const LEAST = 0.6; // smaller squares are not drawn: they would be dots

/**
 * A filter as squares: the area is the size of a weight, filled where it is
 * positive, hollow where it is negative. `most` is the largest weight of all.
 */
export function drawFilter(weights, side, most, number) {
  const squares = weights.flatMap((weight, i) => {
    const size = CELL * Math.sqrt(Math.abs(weight) / most);
    if (size < LEAST) return [];
    const line = weight < 0 ? 1 : 0; // inside of the square's edge
    const middle = (k) => CELL * (k + 0.5) - (size - line) / 2;
    return s("rect", {
      class: weight < 0 ? "is-negative" : "is-positive",
      x: middle(i % side).toFixed(2),
      y: middle(Math.floor(i / side)).toFixed(2),
      width: Math.max(size - line, 0.2).toFixed(2),
      height: Math.max(size - line, 0.2).toFixed(2),
    });
  });
  const sizes = weights.map(Math.abs);
  const at = sizes.indexOf(Math.max(...sizes));
  const label = say(TEXT.filter, {
    number,
    value: show(weights[at]),
    row: Math.floor(at / side),
    col: at % side,
  });
  return s(
    "svg",
    {
      class: "lab-filter",
      role: "img",
      "aria-label": label,
      viewBox: `-1 -1 ${CELL * side + 2} ${CELL * side + 2}`,
    },
    squares,
  );
}

/** A picture of hexadecimal shades, f is white. */
function paint(shades) {
  const side = Math.sqrt(shades.length);
  const canvas = h("canvas", {
    width: side,
    height: side,
    "aria-hidden": "true",
  });
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  [...shades].forEach((shade, i) => {
    image.data.fill(17 * parseInt(shade, 16), 4 * i, 4 * i + 3);
    image.data[4 * i + 3] = 255;
  });
  context.putImageData(image, 0, 0);
  return canvas;
}

/** The watched digits; `paintAnswers` writes under them. */
export function digitList({ pictures }) {
  const items = pictures.map((shades) => {
    const words = h("span", { class: "lab-hidden" });
    const mark = h("span", { class: "lab-mark", "aria-hidden": "true" });
    const element = h("li", {}, paint(shades), words, mark);
    return { element, words, mark };
  });
  const list = h(
    "ul",
    { class: "lab-digits", role: "list" },
    items.map((item) => item.element),
  );
  return { list, items };
}

/** What a network says to each, and how sure it is. */
export function paintAnswers(items, { indices, labels }, guesses, sure) {
  items.forEach(({ element, words, mark }, i) => {
    const right = guesses[i] === labels[i];
    const facts = {
      index: indices[i],
      label: labels[i],
      guess: guesses[i],
      sure: sure[i],
    };
    element.classList.toggle("is-misread", !right);
    words.textContent = say(right ? TEXT.right : TEXT.misread, facts);
    mark.textContent = say(right ? TEXT.rightMark : TEXT.misreadMark, facts);
  });
}
