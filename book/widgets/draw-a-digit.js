// Draw a digit and watch LeNet-5 read it, every map and every probability.
// The weights, a quarter of a megabyte, are fetched when there is first ink.
// config: {centre, signed}

import { button, h, say, settings, show } from "./_dom.js";
import { FIELD, SIDE, centred } from "./_draw_ink.js";
import { enlarged, shrunk } from "./_draw_ink.js";
import { Maps } from "./_draw_maps.js";
import { Pad } from "./_draw_pad.js";
import { lenet, readLenet, softmax } from "./_lenet.js";
import { onTheme, paint } from "./_paint.js";

const TEXT = {
  widget: "Draw a digit for LeNet-5",
  seen: "What the network sees, 28 × 28",
  centre: "Scale and centre the drawing",
  why:
    "The digits of MNIST fill a box of 20 × 20 pixels and have their centre " +
    "of mass in the middle; a network that has seen only such ones " +
    "expects it.",
  signed: "Show the convolutions before their ReLU (below 0: orange)",
  samples: "Real digits of MNIST",
  sample: "a real {label}",
  misread: "Misread by this network",
  misreadOne: "a {label} that is misread",
  scores: "Score and probability of each digit",
  digit: "digit",
  score: "score",
  probability: "probability",
  start: "Draw a digit, or take a real one. The weights are loaded then.",
  loading: "Loading the weights (247 KB).",
  empty: "The pad is empty.",
  failed: "The weights could not be loaded: {reason}.",
  again: "Try again",
  reads: "The network reads {first} with {p} %, then {second} with {q} %.",
};

const DEFAULTS = { centre: true, signed: false };
const MISREAD = [9, 4, 5]; // after ten good ones; _ext/widget_data.py
const SETTLE_MS = 400; // a status that changes with each point is noise

export function mount(element, config) {
  return new DrawADigit(element, settings(config, DEFAULTS));
}

async function fetched(name) {
  const answer = await fetch(new URL(`./data/${name}`, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer;
}

class DrawADigit {
  constructor(element, { centre, signed }) {
    Object.assign(this, { centre, signed, layers: null, loading: null });
    this.pad = new Pad(() => this.begin());
    this.maps = new Maps();
    this.status = h("p", { class: "lab-reading", role: "status" }, TEXT.start);
    this.retry = button(TEXT.again, () => this.begin(), { hidden: true });
    this.preview = h("canvas", {
      class: "lab-preview",
      role: "img",
      "aria-label": TEXT.seen,
    });
    const seen = h("p", { class: "lab-row-title" }, TEXT.seen);
    const side = h("div", { class: "lab-scores-side" }, this.table());
    const small = h("div", {}, seen, this.preview);
    side.prepend(small);
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", TEXT.widget);
    element.replaceChildren(
      h("div", { class: "lab-draw" }, this.pad.element, side),
      this.samples(TEXT.samples, range(10), TEXT.sample, 0),
      this.samples(TEXT.misread, MISREAD, TEXT.misreadOne, 10),
      h("div", { class: "lab-reading-row" }, this.status, this.retry),
      this.toggle("centre", TEXT.centre),
      h("p", { class: "lab-draw-note" }, TEXT.why),
      this.toggle("signed", TEXT.signed),
      this.maps.element,
    );
    onTheme(() => this.compute());
    this.compute();
  }

  toggle(key, text) {
    const onchange = (event) => {
      this[key] = event.target.checked;
      this.compute();
    };
    const box = { type: "checkbox", checked: this[key], onchange };
    const label = h("label", { class: "lab-toggle" }, h("input", box), text);
    return h("div", {}, label);
  }

  samples(title, labels, name, first) {
    const buttons = labels.map((label, index) =>
      button(String(label), () => this.take(first + index), {
        "aria-label": say(name, { label }),
      }),
    );
    const row = h("div", { class: "lab-samples" }, buttons);
    row.prepend(h("span", { class: "lab-row-title" }, title));
    return row;
  }

  table() {
    const head = [TEXT.digit, TEXT.score, TEXT.probability].map((text) =>
      h("th", { scope: "col" }, text),
    );
    this.rows = range(10).map((digit) => {
      const score = h("td", {});
      const percent = h("span", {});
      const bar = h("span", { class: "lab-share" });
      const last = h("td", { class: "lab-share-cell" }, bar, percent);
      const name = h("th", { scope: "row" }, digit);
      const row = h("tr", {}, name, score, last);
      return { row, score, percent, bar };
    });
    const caption = h("caption", { class: "lab-hidden" }, TEXT.scores);
    const body = h(
      "tbody",
      {},
      this.rows.map(({ row }) => row),
    );
    const top = h("thead", {}, h("tr", {}, head));
    return h("table", { class: "lab-scores" }, caption, top, body);
  }

  /** There is ink: show it, fetch the weights if need be, read it. */
  begin() {
    this.compute();
    if (this.layers || this.loading) return;
    this.status.textContent = TEXT.loading;
    this.retry.hidden = true;
    this.loading = fetched("lenet5_mnist.safetensors")
      .then((answer) => answer.arrayBuffer())
      .then((buffer) => {
        this.layers = readLenet(buffer);
        this.compute();
      })
      .catch((error) => this.failed(error))
      .finally(() => (this.loading = null));
  }

  failed(error) {
    this.status.textContent = say(TEXT.failed, { reason: error.message });
    this.retry.hidden = false;
  }

  /** A real digit onto the pad. */
  async take(index) {
    try {
      this.digits ??= await (await fetched("digits.json")).json();
    } catch (error) {
      this.status.textContent = say(TEXT.failed, { reason: error.message });
      return;
    }
    const bytes = atob(this.digits[index].pixels);
    const pixels = Array.from(bytes, (byte) => byte.charCodeAt(0) / 255);
    this.pad.load(enlarged(pixels));
  }

  compute() {
    const { ink } = this.pad;
    const pixels = this.centre ? centred(ink, SIDE) : shrunk(ink, SIDE);
    paint(this.preview, pixels, FIELD, 1, "--lab-ink");
    const drawn = ink.some((value) => value > 0);
    const steps = this.layers && drawn ? lenet(this.layers, pixels) : null;
    this.maps.update(this.layers, steps, this.signed);
    this.show(steps?.fc3.data);
  }

  show(scores) {
    const shares = scores ? softmax(scores) : null;
    const order = range(10).sort((a, b) => shares?.[b] - shares?.[a]);
    this.rows.forEach(({ row, score, percent, bar }, digit) => {
      score.textContent = scores ? show(round(scores[digit], 10)) : "–";
      percent.textContent = scores ? `${show(share(shares[digit]))} %` : "–";
      bar.style.width = `${shares ? 100 * shares[digit] : 0}%`;
      row.classList.toggle("is-first", Boolean(scores) && digit === order[0]);
    });
    clearTimeout(this.timer);
    if (!this.layers) return;
    const [first, second] = order;
    const [p, q] = scores ? [first, second].map((d) => share(shares[d])) : [];
    const text = scores
      ? say(TEXT.reads, { first, second, p, q })
      : TEXT.empty;
    this.timer = setTimeout(() => {
      this.status.textContent = text;
    }, SETTLE_MS);
  }
}

const range = (count) => Array.from({ length: count }, (_, i) => i);
const round = (x, parts) => Math.round(x * parts) / parts;
const share = (p) => round(100 * p, 10);
