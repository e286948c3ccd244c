// Networks as balls: accuracy against multiply-adds, area for parameters.
// config: {measure, chosen}; measure is "top1" or "top5", chosen a name.

import { h, s, say, settings } from "./_dom.js";
import { amount, beatenBy } from "./_balls.js";
import { FAMILIES, ballControls, nameOf } from "./_ball_controls.js";
import { ballForm } from "./_ball_form.js";
import { ballTable } from "./_ball_table.js";
import { drawBalls } from "./_ball_view.js";

const TEXT = {
  widget: "Ball chart of networks",
  chart:
    "Balls: left and right go by work, up and down by accuracy. " +
    "Enter chooses.",
  key: "Right is more work, up is more accurate, area is parameters.",
  ball: "{title}: {accuracy} %, {macs} MACs, {params} parameters",
  sizes: "{title}: {accuracy} % {measure}, {macs} MACs, {params} parameters.",
  beaten: "Better with less work ({count}): {names}.",
  best: "None shown here is better with less work.",
  beats: "It beats {names}.",
  cited: "Accuracy cited: {source}, crop of {pixels} pixels.",
  typed: "Typed in by you.",
  pick: "Choose a ball.",
  loading: "The networks are being fetched.",
  failed: "The networks could not be fetched ({reason}).",
};

const DEFAULTS = { measure: "top1", chosen: "resnet50" };

// The axis to go along, and which way.
const MOVES = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowUp: [1, 1],
  ArrowDown: [1, -1],
};

async function fetchBalls() {
  const response = await fetch(new URL("./data/balls.json", import.meta.url));
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { sources, ...networks } = await response.json();
  return Object.entries(networks).map(([name, network]) => ({
    name,
    ...network,
    source: sources[network.source],
  }));
}

export function mount(element, config) {
  return new BallChart(element, settings(config, DEFAULTS));
}

class BallChart {
  constructor(element, { measure, chosen }) {
    this.measure = measure;
    this.chosen = chosen;
    this.networks = [];
    this.own = [];
    this.families = new Set([...FAMILIES, "own"]);
    this.line = true;
    this.svg = s("svg", {
      role: "group",
      "aria-label": TEXT.chart,
      width: "100%",
    });
    this.canvas = h("div", { class: "lab-balls" }, this.svg);
    this.status = h("p", { role: "status", class: "lab-ball-text" });
    this.status.textContent = TEXT.loading;
    this.form = ballForm({
      onAdd: (network) => this.add(network),
      onRemove: (name) => this.remove(name),
    });
    this.table = ballTable();
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", TEXT.widget);
    element.replaceChildren(
      this.controls(),
      this.canvas,
      h("p", { class: "lab-ball-how" }, TEXT.key),
      this.status,
      this.form.element,
      this.table.element,
    );
    this.load();
  }

  async load() {
    try {
      this.networks = await fetchBalls();
    } catch (error) {
      this.failure = say(TEXT.failed, { reason: error.message });
    }
    new ResizeObserver(([entry]) => this.fit(entry.contentRect.width)).observe(
      this.canvas,
    );
    this.paint();
  }

  controls() {
    const changed = (change) => {
      change();
      this.paint();
    };
    return ballControls(this.measure, {
      onMeasure: (key) => changed(() => (this.measure = key)),
      onFamily: (family, on) =>
        changed(() => this.families[on ? "add" : "delete"](family)),
      onLine: (on) => changed(() => (this.line = on)),
    });
  }

  add(network) {
    const { accuracy, ...rest } = network;
    const name = `own-${this.own.length}-${network.title}`;
    this.own.push({ name, ...rest, [this.measure]: accuracy, family: "own" });
    this.chosen = name;
    this.paint();
  }

  remove(name) {
    this.own = this.own.filter((network) => network.name !== name);
    this.paint();
  }

  /** What is on the chart now, with its point and its words. */
  shown() {
    return [...this.networks, ...this.own]
      .filter((n) => this.families.has(n.family) && n[this.measure] != null)
      .map((network) => {
        const accuracy = network[this.measure];
        const words = { ...network, accuracy, params: amount(network.params) };
        const text = say(TEXT.ball, { ...words, macs: amount(network.macs) });
        const point = [network.macs, accuracy];
        return { ...network, accuracy, point, text };
      });
  }

  fit(width) {
    if (!width || Math.abs(width - (this.width ?? 0)) < 1) return;
    this.width = width;
    this.paint();
  }

  paint() {
    const entries = this.shown();
    const points = entries.map(({ point }) => point);
    entries.forEach((entry, k) => {
      const beaten = beatenBy(points, k);
      entry.beaten = beaten.map((other) => entries[other].title);
      entry.beats = entries.filter((_, j) => beatenBy(points, j).includes(k));
    });
    this.entries = entries;
    if (this.width) this.draw(entries);
    this.status.textContent = this.sentences(entries).join(" ");
    this.table.show(
      entries.map((entry) => ({
        ...entry,
        family: nameOf(entry.family),
        source: entry.source ?? TEXT.typed,
      })),
    );
    this.form.show(this.own);
  }

  draw(entries) {
    const focused = this.svg.contains(document.activeElement);
    const em = parseFloat(getComputedStyle(this.svg).fontSize);
    // Axes stay where they are when a family is hidden.
    const all = [...this.networks, ...this.own]
      .filter((network) => network[this.measure] != null)
      .map((network) => [network.macs, network[this.measure]]);
    if (!all.length) return this.svg.replaceChildren();
    const { width, chosen, line: steps } = this;
    const how = { all, width, em, chosen, steps };
    drawBalls(this.svg, entries, how, {
      choose: (name) => this.choose(name),
      press: (event, name) => this.press(event, name),
    });
    const stop = this.ball(chosen) ?? this.svg.querySelector(".lab-ball");
    stop?.setAttribute("tabindex", "0");
    if (focused) stop?.focus();
    return undefined;
  }

  ball(name) {
    const balls = [...this.svg.querySelectorAll(".lab-ball")];
    return balls.find((ball) => ball.dataset.name === name);
  }

  choose(name) {
    this.chosen = name;
    this.paint();
    this.ball(name)?.focus();
  }

  /** Arrow keys: the next dearer, cheaper, better or worse network. */
  press(event, name) {
    const order = MOVES[event.key];
    if (!order && event.key !== "Enter" && event.key !== " ") return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [axis, step] = order ?? [0, 0];
    const sorted = [...this.entries].sort(
      (a, b) => a.point[axis] - b.point[axis],
    );
    const place = sorted.findIndex((entry) => entry.name === name) + step;
    if (sorted[place]) this.choose(sorted[place].name);
  }

  sentences(entries) {
    if (this.failure) return [this.failure];
    const entry = entries.find(({ name }) => name === this.chosen);
    if (!entry) return [TEXT.pick];
    const [macs, params] = [amount(entry.macs), amount(entry.params)];
    const measure = nameOf(this.measure);
    const texts = [say(TEXT.sizes, { ...entry, measure, macs, params })];
    const { beaten, beats } = entry;
    const names = beaten.join(", ");
    texts.push(
      names ? say(TEXT.beaten, { count: beaten.length, names }) : TEXT.best,
    );
    const won = beats.map(({ title }) => title).join(", ");
    if (won) texts.push(say(TEXT.beats, { names: won }));
    texts.push(entry.source ? say(TEXT.cited, entry) : TEXT.typed);
    return texts;
  }
}
