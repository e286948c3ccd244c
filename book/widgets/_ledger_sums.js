// What the ledger adds up, and where the numbers of a network sit.

import { say } from "./_dom.js";
import { CELLS, isLocked } from "./_ledger_answers.js";
import { grouped } from "./_ledger_read.js";

const TEXT = {
  progress: "{done} of {all} cells.",
  sums: "Parameters so far: {params}. MACs so far: {macs}.",
  finale: "{title}, all of it: {params} parameters, {macs} MACs.",
  most:
    "Most parameters: {p}, {pShare} % of them. " +
    "Most MACs: {m}, {mShare} % of them.",
  shown: "Shown to you: {count}.",
  alike: "{name} and those alike",
};

const PAGE = 12; // rows at a time

/** [{first, last, all}] of rows, counted from 1; short ones are not cut. */
export function pages(all) {
  const parts = Math.max(1, Math.ceil(all / PAGE));
  const length = Math.ceil(all / parts);
  return Array.from({ length: parts }, (_, i) => ({
    first: i * length + 1,
    last: Math.min(all, (i + 1) * length),
    all,
  }));
}

const total = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** The row with the most of `key`, and its share in percent. */
function most(rows, key) {
  const of = ({ times, right }) => times * right[key];
  const best = rows.reduce((a, b) => (of(b) > of(a) ? b : a));
  const share = Math.round((100 * of(best)) / total(rows.map(of)));
  const { name, times } = best;
  return [times > 1 ? say(TEXT.alike, { name }) : name, share];
}

/** How far the reader has come; rows that do not fit are left out. */
export function sumsText(title, rows, answers) {
  const fitting = rows.filter(({ right }) => !right.misfit);
  const cells = fitting.flatMap((row) =>
    CELLS.map((cell) => answers.of(row)[cell]),
  );
  const done = cells.filter(isLocked).length;
  const sum = (key) =>
    grouped(
      total(
        fitting
          .filter((row) => isLocked(answers.of(row)[key]))
          .map(({ times, right }) => times * right[key]),
      ),
    );
  const sums = { title, params: sum("params"), macs: sum("macs") };
  const all = cells.length;
  if (!all || done < all)
    return `${say(TEXT.progress, { done, all })} ${say(TEXT.sums, sums)}`;
  const texts = [say(TEXT.finale, sums)];
  const [p, pShare] = most(fitting, "params");
  const [m, mShare] = most(fitting, "macs");
  // A network of poolings alone has neither.
  if (pShare >= 0 && mShare >= 0)
    texts.push(say(TEXT.most, { p, pShare, m, mShare }));
  const count = cells.filter(({ state }) => state === "shown").length;
  if (count) texts.push(say(TEXT.shown, { count }));
  return texts.join(" ");
}
