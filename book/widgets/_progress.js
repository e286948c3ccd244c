// What a reader has done, kept in this browser and nowhere else.
//
//   get("ledger", "lenet5/conv1/shape")        -> true, false or undefined
//   set("ledger", "lenet5/conv1/shape", true)  undefined takes it out again
//   all("ledger")                              -> {"lenet5/conv1/shape": true}
//   const stop = subscribe(() => ...)          after each change, here or in
//                                              another window; stop() ends it
//
// `true` means done: page read, question answered right, cell locked; `false`
// means begun: answered, but not right yet. Nothing here throws where the
// browser keeps nothing; then a record lasts as long as the page.

const KEY = "cnnlab-progress";
const VERSION = 1;
const AREAS = ["pages", "quizzes", "ledger"];

const TEXT = {
  json: "this is not a JSON file ({reason})",
  kind: 'this is not a record of CNN Lab: it has no "cnnlab-progress"',
  version: 'version "{found}" of the record is not known here, only {known}',
  area: '"{area}" should be a group of marks and is {found}',
  unknown: '"{area}" is no part of a record; there is {known}',
  mark: '"{key}" in "{area}" should be true or false and is {found}',
  call: 'unknown area "{area}"; there is {known}',
};

const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const empty = () => Object.fromEntries(AREAS.map((area) => [area, {}]));
const listeners = new Set();
let unkept = empty(); // the record where there is no storage

/** Does this browser keep what is set? */
export function kept() {
  try {
    localStorage.setItem(`${KEY}-try`, "1");
    localStorage.removeItem(`${KEY}-try`);
    return localStorage instanceof Storage; // not the layout's stand-in
  } catch {
    return false;
  }
}

// Read anew each time: another window may have written.
function load() {
  let text;
  try {
    text = localStorage.getItem(KEY);
  } catch {
    return structuredClone(unkept);
  }
  try {
    return text === null ? structuredClone(unkept) : parse(text);
  } catch {
    return empty(); // somebody else's text
  }
}

function save(record) {
  try {
    localStorage.setItem(KEY, exported(record));
  } catch {
    unkept = record; // private window or full disk
  }
  for (const listener of listeners) listener();
}

function checked(area) {
  if (!AREAS.includes(area))
    throw new Error(fill(TEXT.call, { area, known: AREAS.join(", ") }));
  return area;
}

export const all = (area) => load()[checked(area)];

export function get(area, key) {
  const marks = all(area);
  return Object.hasOwn(marks, key) ? marks[key] : undefined;
}

export function set(area, key, value) {
  const record = load();
  if (value === undefined) delete record[checked(area)][key];
  else record[checked(area)][key] = Boolean(value);
  save(record);
}

/** Take everything out; what was there is returned, for `restore`. */
export function clear() {
  const record = load();
  save(empty());
  return record;
}

/** Add the marks of a record to those that are there. Done stays done. */
export function restore(record) {
  const sum = load();
  for (const area of AREAS)
    for (const [key, done] of Object.entries(record[area]))
      sum[area][key] = done || sum[area][key] === true;
  save(sum);
}

/** The record as the text of a file. */
export const exported = (record = load()) =>
  JSON.stringify({ [KEY]: VERSION, ...record }, null, 1) + "\n";

/** A record from such a text; an error says what is wrong with it. */
export function parse(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch (error) {
    throw new Error(fill(TEXT.json, { reason: error.message }));
  }
  const isRecord = isGroup(found) && Object.hasOwn(found, KEY);
  if (!isRecord) throw new Error(TEXT.kind);
  const { [KEY]: version, ...areas } = found;
  if (version !== VERSION)
    throw new Error(fill(TEXT.version, { found: version, known: VERSION }));
  const record = empty();
  for (const [area, marks] of Object.entries(areas))
    record[area] = parseArea(area, marks);
  return record;
}

const isGroup = (x) =>
  x !== null && typeof x === "object" && !Array.isArray(x);

function parseArea(area, marks) {
  if (!AREAS.includes(area))
    throw new Error(fill(TEXT.unknown, { area, known: AREAS.join(", ") }));
  if (!isGroup(marks))
    throw new Error(fill(TEXT.area, { area, found: JSON.stringify(marks) }));
  for (const [key, mark] of Object.entries(marks)) {
    const found = JSON.stringify(mark);
    if (typeof mark !== "boolean")
      throw new Error(fill(TEXT.mark, { area, key, found }));
  }
  return { ...marks };
}

/** Call `listener` after each change; the result ends that. */
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

if (typeof addEventListener === "function")
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null)
      for (const listener of listeners) listener();
  });
