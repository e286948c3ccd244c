// On every page: a mark beside what has been read in the table of contents,
// a box at the end of a page to say so, and a record of answered questions.

import { get, set, subscribe } from "./widgets/_progress.js";

const TEXT = {
  read: "read",
  box: "I have read this page",
};

const root = new URL(
  document.documentElement.dataset.content_root ?? "./",
  location.href,
);

/** ".../book/03_convolution.html#maths" -> "book/03_convolution" */
const nameOf = (address) =>
  new URL(address).pathname
    .slice(root.pathname.length)
    .replace(/\.html$/, "");

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function mark() {
  const sign = element("span", { textContent: " ✓" });
  sign.setAttribute("aria-hidden", "true");
  const word = element("span", {
    className: "lab-hidden",
    textContent: `, ${TEXT.read}`,
  });
  const properties = { className: "lab-read", title: TEXT.read };
  return element("span", properties, sign, word);
}

function showMarks() {
  const links = "nav.bd-docs-nav a.reference.internal";
  for (const link of document.querySelectorAll(links)) {
    const shown = link.querySelector(".lab-read");
    const read = get("pages", nameOf(link.href)) === true;
    if (read && !shown) link.append(mark());
    if (!read) shown?.remove();
  }
}

/** At the end of each page with a quiz: those that one reads through. */
function addBox(quiz) {
  const { page } = quiz.dataset;
  const box = element("input", {
    type: "checkbox",
    onchange: () => set("pages", page, box.checked || undefined),
  });
  const label = element("label", { className: "lab-read-box" }, box, TEXT.box);
  document.querySelector("article.bd-article")?.append(label);
  const update = () => (box.checked = get("pages", page) === true);
  subscribe(update);
  update();
}

document.addEventListener("lab:quiz", ({ detail }) => {
  const key = `${detail.page}#${detail.question}`;
  set("quizzes", key, detail.right || get("quizzes", key) === true);
});

const quiz = document.querySelector(".lab-quiz");
if (quiz) addBox(quiz);
subscribe(showMarks);
showMarks();
