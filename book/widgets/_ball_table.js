// The ball chart as a table, for those who would rather read it.

import { h } from "./_dom.js";
import { grouped } from "./_ledger_read.js";

const TEXT = {
  open: "The same as a table",
  region: "Networks of the chart",
  title: "network",
  family: "family",
  accuracy: "accuracy, %",
  macs: "MACs",
  params: "parameters",
  beaten: "better with less work",
  source: "cited from",
  none: "none",
};

// prettier-ignore
const COLUMNS = [
  "title", "family", "accuracy", "macs", "params", "beaten", "source",
];

function row(entry) {
  const { title, family, accuracy, macs, params, beaten, source } = entry;
  const texts = [
    family,
    String(accuracy),
    grouped(macs),
    grouped(params),
    beaten.join(", ") || TEXT.none,
    source,
  ];
  const cells = texts.map((text) => h("td", {}, text));
  return h("tr", {}, h("th", { scope: "row" }, title), cells);
}

/** `show(entries)` fills it, the most accurate first. */
export function ballTable() {
  const body = h("tbody", {});
  const head = COLUMNS.map((key) => h("th", { scope: "col" }, TEXT[key]));
  const table = h("table", {}, h("thead", {}, h("tr", {}, head)), body);
  const region = { role: "region", "aria-label": TEXT.region, tabindex: "0" };
  const box = h("div", { class: "lab-ball-table", ...region }, table);
  const element = h("details", {}, h("summary", {}, TEXT.open), box);
  const show = (entries) => {
    const best = [...entries].sort((a, b) => b.accuracy - a.accuracy);
    body.replaceChildren(...best.map(row));
  };
  return { element, show };
}
