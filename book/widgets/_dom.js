// Small tools that all widgets share: elements, numbers, keyboard grids.

const SVG = "http://www.w3.org/2000/svg";
const MINUS = "\u2212";

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null)
      element.setAttribute(name, value);
  }
  element.append(...children.flat());
  return element;
}

/** An HTML element: h("button", {class: "x", onclick: f}, "Go"). */
export const h = (tag, attributes = {}, ...children) =>
  build(document.createElement(tag), attributes, children);

/** The same for SVG. */
export const s = (tag, attributes = {}, ...children) =>
  build(document.createElementNS(SVG, tag), attributes, children);

/** "Output {row}" and {row: 2} -> "Output 2". */
export const say = (template, values = {}) =>
  template.replace(/\{(\w+)\}/g, (_, key) => values[key]);

/** A number as a reader writes it: a true minus, at most three decimals. */
export const show = (x) =>
  String(Math.round(x * 1000) / 1000 + 0).replace("-", MINUS);

/** The same as a factor: negative numbers in parentheses. */
export const factor = (x) => (x < 0 ? `(${show(x)})` : show(x));

/** What a reader typed, or NaN. A decimal comma and a true minus count. */
export function read(text) {
  const plain = text.trim().replace(MINUS, "-").replace(",", ".");
  return plain === "" ? NaN : Number(plain);
}

/** Defaults overlaid by the page's configuration; unknown keys are errors. */
export function settings(config, defaults) {
  for (const key of Object.keys(config)) {
    if (!(key in defaults)) {
      const known = Object.keys(defaults).join(", ");
      throw new Error(`unknown setting "${key}"; there is ${known}`);
    }
  }
  return structuredClone({ ...defaults, ...config });
}

/** A labelled select. `options` is a list of [value, text]. */
export function choose(label, options, value, onChange) {
  const select = h(
    "select",
    { onchange: () => onChange(select.value) },
    options.map(([key, text]) =>
      h(
        "option",
        { value: key, selected: String(key) === String(value) },
        text,
      ),
    ),
  );
  return h("label", { class: "lab-field" }, h("span", {}, label), select);
}

/** [[1, "1"], [2, "2"], ...] for `choose`. */
export const range = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, i) => [
    first + i,
    String(first + i),
  ]);

export const button = (text, onclick, attributes = {}) =>
  h(
    "button",
    { type: "button", class: "lab-button", onclick, ...attributes },
    text,
  );

const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * One tab stop for a whole grid of cells; arrow keys, Home and End move in it.
 * `cells[row][column]` may have rows of different length; `place(cell)` maps
 * a cell to the coordinate that up and down should keep (default: column).
 */
export function roving(cells, onMove = () => {}, place = null) {
  const all = cells.flat();
  const at = (cell) => {
    const row = cells.findIndex((line) => line.includes(cell));
    return [row, cells[row].indexOf(cell)];
  };
  const tabTo = (cell) => {
    for (const other of all) other.setAttribute("tabindex", "-1");
    cell.setAttribute("tabindex", "0");
  };
  const target = (cell, key) => {
    const [row, column] = at(cell);
    if (key === "Home") return cells[row][0];
    if (key === "End") return cells[row].at(-1);
    const [down, right] = MOVES[key];
    const line = cells[row + down];
    if (!line || down === 0 || !place) return line?.[column + right];
    const gap = (other) => Math.abs(place(other) - place(cell));
    return line.reduce((best, c) => (gap(c) < gap(best) ? c : best));
  };
  for (const cell of all) {
    cell.addEventListener("focus", () => tabTo(cell));
    cell.addEventListener("keydown", (event) => {
      if (!(event.key in MOVES || event.key === "Home" || event.key === "End"))
        return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const next = target(cell, event.key);
      if (!next) return;
      next.focus();
      onMove(next);
    });
  }
  if (all.length) tabTo(all[0]);
  return tabTo;
}
