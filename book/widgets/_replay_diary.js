// What the training-replay widget shows of one network: its first filters and
// its answers to the watched digits.

import { choose, h, say, show } from "./_dom.js";
import { learnedAndForgotten, misread, numbers } from "./_replay.js";
import { relativeChange } from "./_replay.js";
import { digitList, drawFilter, paintAnswers } from "./_replay_pictures.js";

const TEXT = {
  seed: "Seed",
  filters: "The first layer's filters",
  key: "The area of a square is the size of a weight: filled +, hollow −.",
  drawn: "Drawn at random, before training.",
  moved: "In this epoch they moved by {percent} % of their length.",
  digits: "Some digits of the test part",
  chosen:
    "Each {every}th of those that another LeNet-5 finds hardest, hardest " +
    "first, here averaged two by two.",
  right: "{right} of {all} are read right.",
  since: " In this epoch: {learned} learned, {forgotten} forgotten.",
};

const UNIT = 1000; // filters are kept as thousandths
const SIDE = 5; // rows of a filter of LeNet-5

/** Cut a layer's weights into square filters. */
function filtersOf(text, side) {
  const weights = numbers(text).map((w) => w / UNIT);
  const count = weights.length / side ** 2;
  return Array.from({ length: count }, (_, i) =>
    weights.slice(i * side ** 2, (i + 1) * side ** 2),
  );
}

/** The filters after an epoch, and how far they went in it. */
function paintFilters({ filters, moves }, page, epoch) {
  const all = page.filters.map((text) => numbers(text));
  const most = Math.max(...all.flat().map(Math.abs)) / UNIT;
  const shown = filtersOf(page.filters[epoch], SIDE);
  filters.replaceChildren(
    ...shown.map((w, i) => drawFilter(w, SIDE, most, i + 1)),
  );
  const change = epoch && relativeChange(all[epoch - 1], all[epoch]);
  const percent = show(Math.round(100 * change));
  moves.textContent = epoch ? say(TEXT.moved, { percent }) : TEXT.drawn;
}

/** How many digits are read right, and what changed in the epoch. */
function scoreText({ guesses }, labels, epoch) {
  const all = labels.length;
  const right = all - misread(guesses[epoch], labels).length;
  const text = say(TEXT.right, { right, all });
  if (!epoch) return text;
  const pair = [guesses[epoch - 1], guesses[epoch]];
  const { learned, forgotten } = learnedAndForgotten(...pair, labels);
  const counts = { learned: learned.length, forgotten: forgotten.length };
  return text + say(TEXT.since, counts);
}

function layOut({ filters, moves, score, list }, watched) {
  const titled = (text, ...content) =>
    h("div", {}, h("p", { class: "lab-head" }, text), content);
  const note = (text) => h("p", { class: "lab-small" }, text);
  return h(
    "div",
    { class: "lab-diary" },
    titled(TEXT.filters, filters, moves, note(TEXT.key)),
    titled(TEXT.digits, score, list, note(say(TEXT.chosen, watched))),
  );
}

/**
 * The view of a record with a diary. `show(epoch, playing)` moves it; while
 * it plays nothing is read out.
 */
export function diaryView({ seeds, watched, diary }) {
  let page = diary[0];
  let now = 0;
  const parts = {
    filters: h("div", { class: "lab-filters" }),
    moves: h("p", {}),
    score: h("p", { role: "status" }),
    ...digitList(watched),
  };
  const facts = { ...watched, indices: watched.indices.split(" ") };
  const paint = (epoch, playing = false) => {
    now = epoch;
    const sure = numbers(page.sure[epoch]);
    paintFilters(parts, page, epoch);
    paintAnswers(parts.items, facts, page.guesses[epoch], sure);
    parts.score.setAttribute("aria-live", playing ? "off" : "polite");
    parts.score.textContent = scoreText(page, watched.labels, epoch);
  };
  const options = seeds.map((seed, i) => [i, String(seed)]);
  const seed = choose(TEXT.seed, options, 0, (i) => {
    page = diary[i];
    paint(now);
  });
  return { element: layOut(parts, watched), seed, show: paint };
}
