// The shape ledger: type output, parameters and MACs, layer by layer. A cell
// locks when it is right, else it says the likely slip.
// config: {network, input, layers}; network is a name of the registry or
// "own"; input and layers are what one's own begins with.

import { button, choose, h, say, settings } from "./_dom.js";
import { Answers, CELLS } from "./_ledger_answers.js";
import { count, ledger } from "./_ledger_count.js";
import { fetchNetworks } from "./_ledger_data.js";
import { ownNetwork } from "./_ledger_own.js";
import { pages, sumsText } from "./_ledger_sums.js";
import { arrows, cellName, ledgerHead } from "./_ledger_table.js";
import { ledgerRow } from "./_ledger_table.js";

const TEXT = {
  widget: "Shape ledger",
  grid: "Ledger: a row for each layer, with output, parameters and MACs",
  network: "Network",
  own: "your own",
  page: "Layers",
  pages: "{first} to {last} of {all}",
  input: "Goes in: {shape}.",
  how:
    "Type a number or a product, such as 10·(75 + 1). " +
    "Enter or Tab checks it.",
  said: "{cell}: {sentence}",
  yours: "Your network",
  leftOut:
    "Not listed: what has no weights and keeps the shape (ReLU, dropout), " +
    "and sums and joints of branches.",
  show: "Show this cell",
  showAll: "Show all of these rows",
  reset: "Start again",
  loading: "The networks are being fetched.",
  failed: "The networks could not be fetched ({reason}).",
};

const OWN = "own";
const DEFAULTS = {
  network: "lenet5",
  input: [3, 32, 32],
  layers: [
    { kind: "conv", channels: 16, kernel: 3, padding: 1 },
    { kind: "pool", kernel: 2 },
    { kind: "flatten" },
    { kind: "linear", features: 10 },
  ],
};

export function mount(element, config) {
  return new LedgerWidget(element, settings(config, DEFAULTS));
}

class LedgerWidget {
  constructor(element, { network, input, layers }) {
    for (const layer of layers) count(layer, input); // unknown kinds throw
    this.networks = {};
    this.answers = new Answers();
    this.own = ownNetwork(input, layers, () => this.open(OWN));
    this.grid = h("div", { class: "lab-ledger-grid", role: "grid" });
    this.grid.setAttribute("aria-label", TEXT.grid);
    this.status = h("p", { class: "lab-hidden", role: "status" });
    this.input = h("p", { class: "lab-ledger-how" });
    this.sums = h("p", { class: "lab-ledger-sums" }, TEXT.loading);
    this.top = h("div", { class: "lab-controls" });
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", TEXT.widget);
    element.replaceChildren(
      this.top,
      this.input,
      this.grid,
      this.buttons(),
      this.sums,
      this.own.element,
      this.status,
    );
    this.shown = [];
    if (network === OWN) this.open(OWN);
    this.load(network);
  }

  buttons() {
    const all = () =>
      this.shown.flatMap((row) => CELLS.map((cell) => [row, cell]));
    this.showOne = button(TEXT.show, () => this.at && this.reveal([this.at]));
    return h(
      "div",
      { class: "lab-ledger-buttons" },
      this.showOne,
      button(TEXT.showAll, () => this.reveal(all())),
      button(TEXT.reset, () => {
        for (const row of this.rows) this.answers.forget(row);
        this.draw();
      }),
    );
  }

  async load(name) {
    try {
      this.networks = await fetchNetworks();
      if (name !== OWN && !(name in this.networks))
        throw new Error(`no ${name}`);
      this.open(name);
    } catch (error) {
      this.open(OWN);
      this.status.textContent = say(TEXT.failed, { reason: error.message });
      this.sums.append(" ", this.status.textContent);
    }
  }

  open(name) {
    if (name !== this.name) this.page = 0;
    this.name = name;
    const own = name === OWN;
    const network = own ? this.own.network() : this.networks[name];
    this.title = own ? TEXT.yours : network.title;
    this.rows = ledger(network).map((row, place) => ({
      ...row,
      key: JSON.stringify([name, place, row.layer, row.input]),
      // Of one's own networks there is no record: they change.
      mark: own ? null : `${name}/${row.name}`,
    }));
    this.own.element.hidden = !own;
    const shape = network.input.join("×");
    const texts = [say(TEXT.input, { shape }), TEXT.how];
    if (!own) texts.push(TEXT.leftOut);
    this.input.textContent = texts.join(" ");
    this.drawTop();
    this.draw();
  }

  drawTop() {
    const titles = Object.entries(this.networks).map(([name, { title }]) => [
      name,
      title,
    ]);
    const options = [...titles, [OWN, TEXT.own]];
    const network = choose(TEXT.network, options, this.name, (name) => {
      this.open(name);
      this.top.querySelector("select").focus();
    });
    const parts = pages(this.rows.length);
    this.page = Math.min(this.page, parts.length - 1);
    const texts = parts.map((part, i) => [i, say(TEXT.pages, part)]);
    const page = choose(TEXT.page, texts, this.page, (value) => {
      this.page = Number(value);
      this.draw();
    });
    this.top.replaceChildren(network, ...(parts.length > 1 ? [page] : []));
  }

  draw() {
    const { first, last } = pages(this.rows.length)[this.page];
    this.shown = this.rows.slice(first - 1, last);
    this.at = null;
    this.showOne.setAttribute("aria-disabled", "true");
    const own = this.name === OWN;
    this.drawn = new Map(
      this.shown.map((row, i) => [
        row,
        ledgerRow(row, {
          onRemove: own ? () => this.remove(first - 1 + i) : null,
          onJudge: (...at) => this.judge(...at),
          onEnter: (...at) => this.enter(...at),
          onFocus: (...at) => this.stand(at),
        }),
      ]),
    );
    const lines = [...this.drawn.values()];
    this.grid.replaceChildren(
      ledgerHead(),
      ...lines.map(({ element }) => element),
    );
    arrows(lines.map(({ boxes }) => boxes.map(({ input }) => input)));
    for (const row of this.shown) this.paint(row);
  }

  remove(place) {
    this.own.remove(place);
    // The button that had the focus is gone: on to the next one.
    const left = [...this.grid.querySelectorAll("button")];
    (left[Math.min(place, left.length - 1)] ?? this.showOne).focus();
  }

  /** A cell has the focus: its sentence is shown again. */
  stand([row, cell]) {
    this.at = [row, cell];
    this.showOne.setAttribute("aria-disabled", "false");
    const mine = this.answers.of(row);
    if (!mine[cell].sentence || mine.last === cell) return;
    mine.last = cell;
    this.paint(row);
  }

  inputOf(row, cell) {
    return this.drawn.get(row).boxes[CELLS.indexOf(cell)].input;
  }

  judge(row, cell, text) {
    this.answers.check(row, cell, text);
    this.say(row, cell);
  }

  /** Judge, and go on to the next open cell if it is right. */
  enter(row, cell, text) {
    this.judge(row, cell, text);
    const here = this.inputOf(row, cell);
    if (!here.readOnly) return;
    const inputs = [...this.grid.querySelectorAll("input")];
    const after = inputs.slice(inputs.indexOf(here));
    after.find((input) => !input.readOnly)?.focus();
  }

  reveal(places) {
    for (const [row, cell] of places) {
      if (row.right.misfit) continue;
      this.answers.reveal(row, cell);
      this.say(row, cell);
    }
  }

  say(row, cell) {
    const { sentence } = this.answers.of(row)[cell];
    const said = { cell: cellName(row, cell), sentence };
    this.status.textContent = sentence && say(TEXT.said, said);
    this.paint(row);
  }

  paint(row) {
    // A cell that is taken away with its network is judged as it goes.
    this.drawn.get(row)?.paint(this.answers.of(row));
    this.sums.textContent = sumsText(this.title, this.rows, this.answers);
  }
}
