// The rows of the ledger on the page: cells that take a guess and lock.

import { button, h, say } from "./_dom.js";
import { CELLS, isLocked } from "./_ledger_answers.js";
import { describe } from "./_ledger_words.js";
import { shapeText } from "./_ledger_read.js";

const TEXT = {
  layer: "layer",
  shape: "output",
  params: "parameters",
  macs: "MACs",
  cell: "{name}, {cell}",
  note: "{cell}: {sentence}",
  times: "{count} alike; count one",
  input: "goes in: {shape}",
  remove: "Remove",
  removeRow: "Remove {name}",
  right: "✓",
  shown: "shown",
  wrong: "✗",
};

const MISFITS = {
  flat: "It needs a flat input: put a flatten before it.",
  volume: "It needs channels, height and width: put it before the flatten.",
  groups_in: "The channels that go in cannot be divided by the groups.",
  groups_out: "The filters cannot be divided by the groups.",
  kernel: "The kernel does not fit: pad more, or make it smaller.",
  above: "A layer above does not fit.",
};

export const cellName = (row, cell) =>
  say(TEXT.cell, { name: row.name, cell: TEXT[cell] });

export const misfitText = (misfit) => MISFITS[misfit];

const MARKS = { right: TEXT.right, shown: TEXT.shown, wrong: TEXT.wrong };

function cellBox(row, cell, note, { onJudge, onEnter, onFocus }) {
  const input = h("input", {
    "aria-label": cellName(row, cell),
    "aria-describedby": note,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    // A shape needs ×, a product ·: no keyboard of digits alone.
    placeholder: cell === "shape" ? placeholder(row) : null,
    onchange: () => onJudge(input.value),
    onfocus: () => onFocus(),
    onkeydown: (event) => {
      if (event.key === "Enter") onEnter(input.value);
    },
  });
  const mark = h("span", { class: "lab-mark", "aria-hidden": "true" });
  const caption = h("span", { class: "lab-caption", "aria-hidden": "true" });
  caption.textContent = TEXT[cell];
  const box = h("div", { class: "lab-answer", role: "gridcell" });
  box.append(caption, input, mark);
  const paint = (answer) => {
    const { state, text } = answer;
    const locked = isLocked(answer);
    box.className = `lab-answer is-${state}`;
    input.readOnly = locked;
    // What is locked is passed over by Tab; arrow keys still go there.
    input.tabIndex = locked ? -1 : 0;
    input.setAttribute("aria-invalid", String(state === "wrong"));
    if (input.value !== text) input.value = text;
    mark.textContent = MARKS[state] ?? "";
  };
  return { box, input, paint };
}

const placeholder = ({ right }) =>
  right.shape.length === 3 ? "C×H×W" : "number";

function header(row, onRemove) {
  const what = describe(row.layer);
  const details = what === row.name ? [] : [what];
  if (!row.chained) {
    const shape = shapeText(row.input);
    details.push(say(TEXT.input, { shape }));
  }
  if (row.times > 1) details.push(say(TEXT.times, { count: row.times }));
  const label = say(TEXT.removeRow, { name: row.name });
  const head = h(
    "div",
    { class: "lab-ledger-layer", role: "rowheader" },
    h("b", {}, row.name),
    details.map((text) => h("span", {}, text)),
  );
  if (onRemove)
    head.append(button(TEXT.remove, onRemove, { "aria-label": label }));
  return head;
}

let notes = 0; // for ids, unique on a page

/**
 * One row. `paint(answers)` shows what was typed in it, and below the
 * sentence on the last cell.
 */
export function ledgerRow(row, { onRemove = null, ...handlers }) {
  const id = `lab-ledger-note-${++notes}`;
  const text = h("p", { id });
  const note = h("div", { class: "lab-ledger-note", role: "gridcell" }, text);
  const head = header(row, onRemove);
  const element = h("div", { class: "lab-ledger-row", role: "row" }, head);
  if (row.right.misfit) {
    text.textContent = misfitText(row.right.misfit);
    element.append(note);
    return { element, boxes: [], paint() {} };
  }
  const boxes = CELLS.map((cell) => {
    const bound = Object.entries(handlers).map(([key, call]) => [
      key,
      (text) => call(row, cell, text),
    ]);
    return cellBox(row, cell, id, Object.fromEntries(bound));
  });
  element.append(...boxes.map(({ box }) => box), note);
  const paint = (mine) => {
    boxes.forEach((box, i) => box.paint(mine[CELLS[i]]));
    const { last } = mine;
    const sentence = mine[last]?.sentence;
    const said = { cell: TEXT[last], sentence };
    text.textContent = sentence ? say(TEXT.note, said) : "";
    note.classList.toggle("is-empty", !sentence);
  };
  return { element, boxes, paint };
}

/** The line of column names; hidden where there is no room for columns. */
export const ledgerHead = () =>
  h(
    "div",
    { class: "lab-ledger-row is-head", role: "row" },
    ["layer", ...CELLS].map((key) =>
      h("div", { role: "columnheader" }, TEXT[key]),
    ),
  );

/** Arrow keys in a grid of inputs; inside a text they move in the text. */
export function arrows(lines) {
  const at = (event) => {
    const row = lines.findIndex((line) => line.includes(event.target));
    return [row, lines[row].indexOf(event.target)];
  };
  const aside = ({ target, key }) => {
    const { selectionStart: from, selectionEnd: to, value } = target;
    if (key === "ArrowLeft") return to === 0 ? -1 : 0;
    return from === value.length ? 1 : 0;
  };
  const move = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
      return;
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    const sideways = /^Arrow(Left|Right)$/.test(event.key) ? aside(event) : 0;
    const [row, column] = at(event);
    const next = lines[row + down]?.[column + sideways];
    if (!next || next === event.target) return;
    event.preventDefault();
    next.focus();
    next.select();
  };
  for (const input of lines.flat()) input.addEventListener("keydown", move);
}
