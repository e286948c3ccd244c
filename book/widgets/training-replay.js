// Recorded trainings, epoch by epoch: curves of several seeds, and of one
// network its first filters and its mistakes. config: {run, epoch}

import { button, choose, h, s, say, settings } from "./_dom.js";
import { ends } from "./_replay.js";
import { drawPanel, panelsOf } from "./_replay_curves.js";
import { diaryView } from "./_replay_diary.js";
import { RUNS, sentence, sourceLine } from "./_replay_words.js";

const TEXT = {
  widget: "Training, replayed",
  run: "Run",
  epoch: "Epoch",
  at: "{epoch} of {epochs}",
  back: "Back",
  step: "Step",
  play: "Play",
  pause: "Pause",
  log: "Logarithmic axes",
  train: "training, mean over the epoch",
  valid: "validation, after the epoch",
  key: "Thin: single seeds. Band: from the lowest to the highest.",
  failed: "The recorded runs could not be loaded: {reason}",
};

const DEFAULTS = { run: "lenet5_replay", epoch: 0 };
const STEP_MS = 1100;

let records = null; // loaded once for all widgets of a page

const load = async () => {
  const address = new URL("./data/replay.json", import.meta.url);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address.pathname}`);
  return answer.json();
};

/** Until the records are there, the still of the page stays. */
export function mount(element, config) {
  const { run, epoch } = settings(config, DEFAULTS);
  if (!(run in RUNS))
    throw new Error(`"run" (=${run}) must be of ${Object.keys(RUNS)}`);
  records ??= load();
  records
    .then((found) => new TrainingReplay(element, found, run, epoch))
    .catch((error) => {
      const words = say(TEXT.failed, { reason: error.message });
      element.append(h("p", { class: "lab-note" }, words));
      console.error(error);
    });
}

class TrainingReplay {
  constructor(element, records, run, epoch) {
    this.records = records;
    this.timer = null;
    this.log = true;
    const names = Object.keys(RUNS).filter((name) => name in records);
    const options = names.map((name) => [name, RUNS[name]]);
    const choice = choose(TEXT.run, options, run, (name) => {
      this.take(name);
      this.go(this.epochs);
    });
    this.fields = h("div", { class: "lab-controls lab-replay-runs" }, choice);
    this.status = h("p", { class: "lab-replay-now", role: "status" });
    this.panels = ["loss", "right"].map(() => s("svg", { role: "img" }));
    this.diaryPlace = h("div", {});
    this.source = h("p", { class: "lab-small" });
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", TEXT.widget);
    element.replaceChildren(
      this.fields,
      this.transport(),
      this.status,
      h("div", { class: "lab-panels" }, this.panels),
      this.key(),
      this.diaryPlace,
      this.source,
    );
    this.take(run);
    this.go(epoch);
  }

  transport() {
    const user = (epoch) => {
      this.pause();
      this.go(epoch);
    };
    const oninput = () => user(Number(this.slider.value));
    this.slider = h("input", { type: "range", step: 1, oninput });
    this.reading = h("span", {
      class: "lab-reading",
      "aria-hidden": "true",
    });
    const label = h("label", {}, TEXT.epoch, this.slider, this.reading);
    const playOrPause = () => (this.timer ? this.pause() : this.play());
    this.back = button(TEXT.back, () => user(this.at - 1));
    this.forward = button(TEXT.step, () => user(this.at + 1));
    this.player = button(TEXT.play, playOrPause);
    const buttons = [this.back, this.forward, this.player];
    return h("div", { class: "lab-replay-transport" }, label, buttons);
  }

  key() {
    const onchange = ({ target }) => {
      this.log = target.checked;
      this.paint();
    };
    const box = h("input", { type: "checkbox", checked: this.log, onchange });
    const sample = (name, mark) =>
      h(
        "span",
        { class: `lab-sample is-${name}` },
        h("span", { "aria-hidden": "true" }, mark),
        TEXT[name],
      );
    return h(
      "div",
      { class: "lab-replay-key" },
      sample("train", "■"),
      sample("valid", "●"),
      h("span", {}, TEXT.key),
      h("label", { class: "lab-toggle" }, box, TEXT.log),
    );
  }

  /** Another record. */
  take(name) {
    this.pause();
    this.record = this.records[name];
    const { diary } = this.record;
    [this.first, this.epochs] = ends(this.record);
    this.slider.min = this.first;
    this.slider.max = this.epochs;
    this.diary?.seed.remove();
    this.diary = diary ? diaryView(this.record) : null;
    this.diaryPlace.replaceChildren(...(diary ? [this.diary.element] : []));
    if (diary) this.fields.append(this.diary.seed);
    this.source.replaceChildren(...sourceLine(this.record));
  }

  go(epoch) {
    this.at = Math.min(Math.max(epoch, this.first), this.epochs);
    this.paint();
  }

  play() {
    if (this.at === this.epochs) this.go(this.first);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.go(this.epochs);
      return;
    }
    this.timer = setInterval(() => {
      this.go(this.at + 1);
      if (this.at === this.epochs) this.pause();
    }, STEP_MS);
    this.paint();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.player.textContent = TEXT.play;
    this.status.setAttribute("aria-live", "polite");
  }

  paint() {
    const { at, epochs } = this;
    const words = say(TEXT.at, { epoch: at, epochs });
    this.slider.value = at;
    this.slider.setAttribute("aria-valuetext", words);
    this.reading.textContent = words;
    const off = (button, when) =>
      button.setAttribute("aria-disabled", String(when));
    off(this.back, at === this.first);
    off(this.forward, at === epochs);
    this.player.textContent = this.timer ? TEXT.pause : TEXT.play;
    // A playing widget would talk without end.
    this.status.setAttribute("aria-live", this.timer ? "off" : "polite");
    this.status.textContent = sentence(this.record, at);
    panelsOf(this.record, this.log).forEach((panel, i) =>
      drawPanel(this.panels[i], panel, at),
    );
    this.diary?.show(at, Boolean(this.timer));
  }
}
