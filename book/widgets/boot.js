// Starts every widget of a page when it comes near the viewport.
// widgets/NAME.js exports mount(element, config), NAME.css is its style; until
// it has run, and if it cannot, the reader sees the still of the page.

const TEXT = {
  failed: "This interactive figure could not start: {reason}",
};

const styles = new Map();

function style(name) {
  if (!styles.has(name)) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`./${name}.css`, import.meta.url);
    const loaded = new Promise((resolve, reject) => {
      link.onload = resolve;
      link.onerror = () => reject(new Error(`no style ${link.href}`));
    });
    styles.set(name, loaded);
    document.head.append(link);
  }
  return styles.get(name);
}

async function start(element) {
  const still = [...element.childNodes];
  try {
    const name = element.dataset.widget;
    const [widget] = await Promise.all([import(`./${name}.js`), style(name)]);
    widget.mount(element, JSON.parse(element.dataset.config));
    element.dataset.ready = "true";
  } catch (error) {
    const note = document.createElement("p");
    note.className = "lab-note";
    note.textContent = TEXT.failed.replace("{reason}", error.message);
    element.replaceChildren(...still, note);
    console.error(error);
  }
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((e) => e.isIntersecting)) {
      watcher.unobserve(entry.target);
      start(entry.target);
    }
  },
  { rootMargin: "600px" },
);

for (const element of document.querySelectorAll(".lab-widget")) {
  watcher.observe(element);
}
