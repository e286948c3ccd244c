// What the reader has done, in words and page by page, with the buttons that
// take the record out of this browser, bring it in and clear it.

import { button, h, say, settings } from "./_dom.js";
import * as record from "./_progress.js";

const FILE = "cnnlab-progress.json";

const TEXT = {
  sum:
    "{read} of {pages} pages read, {right} of {questions} questions " +
    "answered right, cells of the ledger filled in: {cells}.",
  unkept:
    "This browser keeps nothing when the page is closed: export your " +
    "progress before.",
  list: "Page by page",
  head: ["Page", "Read", "Questions right"],
  read: "✓ read",
  unread: "not yet",
  part: "{right} of {questions}",
  out: "Export to a file",
  in: "Import from a file",
  file: "File with your progress",
  clear: "Clear",
  undo: "Undo",
  exported: "Written to {name}.",
  imported: "The marks of {name} were added to yours.",
  refused: "{name} was not imported: {reason}. Nothing was changed.",
  cleared: "Cleared. You can undo it until you leave this page.",
  undone: "Your progress is back.",
};

const done = (area) =>
  Object.keys(record.all(area)).filter((key) => record.get(area, key));

function rightOn(page) {
  return done("quizzes").filter((key) => key.startsWith(`${page}#`)).length;
}

function sum(pages) {
  const total = (count) => pages.reduce((n, page) => n + count(page), 0);
  return say(TEXT.sum, {
    read: total(({ page }) => (record.get("pages", page) ? 1 : 0)),
    pages: pages.length,
    right: total(({ page }) => rightOn(page)),
    questions: total(({ questions }) => questions),
    cells: done("ledger").length,
  });
}

function row({ page, title, href, questions }) {
  const right = rightOn(page);
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("a", { href }, title)),
    h("td", {}, record.get("pages", page) ? TEXT.read : TEXT.unread),
    h("td", {}, say(TEXT.part, { right, questions })),
  );
}

function download() {
  const file = new Blob([record.exported()], { type: "application/json" });
  const href = URL.createObjectURL(file);
  h("a", { href, download: FILE }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
  return say(TEXT.exported, { name: FILE });
}

async function upload(file) {
  const { name } = file;
  try {
    record.restore(record.parse(await file.text()));
    return say(TEXT.imported, { name });
  } catch (error) {
    return say(TEXT.refused, { name, reason: error.message });
  }
}

/** Export, import, clear and undo; `tell` says what has happened. */
function buttons(tell) {
  let before = null;
  const chooser = h("input", {
    type: "file",
    accept: ".json,application/json",
    "aria-label": TEXT.file,
    hidden: true,
    onchange: async () => {
      if (chooser.files.length) tell(await upload(chooser.files[0]));
      chooser.value = ""; // the same file may be chosen again
    },
  });
  const undo = button(TEXT.undo, () => {
    record.restore(before);
    clear.focus();
    undo.hidden = true;
    tell(TEXT.undone);
  });
  undo.hidden = true;
  const clear = button(TEXT.clear, () => {
    const taken = record.clear();
    // A second press on nothing must not lose what the first one took.
    if (Object.values(taken).some((marks) => Object.keys(marks).length))
      before = taken;
    undo.hidden = before === null;
    tell(TEXT.cleared);
  });
  return h(
    "div",
    { class: "lab-controls" },
    button(TEXT.out, () => tell(download())),
    button(TEXT.in, () => chooser.click()),
    chooser,
    clear,
    undo,
  );
}

export function mount(element, config) {
  const { pages } = settings(config, { pages: [] });
  const told = h("p", { class: "lab-told", role: "status" });
  const summed = h("p", { class: "lab-sum", role: "status" });
  const body = h("tbody");
  const head = TEXT.head.map((text) => h("th", { scope: "col" }, text));
  const table = h("table", {}, h("thead", {}, h("tr", {}, head)), body);
  const list = h("details", {}, h("summary", {}, TEXT.list), table);
  element.replaceChildren(
    summed,
    list,
    buttons((text) => (told.textContent = text)),
    told,
  );
  if (!record.kept()) told.textContent = TEXT.unkept;
  const update = () => {
    summed.textContent = sum(pages);
    body.replaceChildren(...pages.map(row));
  };
  record.subscribe(update);
  update();
}
