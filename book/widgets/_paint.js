// Numbers as pictures: a canvas with one pixel a number, in the colours of
// the page, on the paper behind it.

/** [red, green, blue] of a colour variable of the style sheets. */
function colour(canvas, name) {
  const value = getComputedStyle(canvas).getPropertyValue(name).trim();
  const brush = document.createElement("canvas").getContext("2d");
  brush.fillStyle = value; // and is read back as #rrggbb
  const hex = brush.fillStyle.slice(1);
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/**
 * Paints `values`, row by row, on a canvas that is `cols` wide: 0 is paper,
 * `most` full colour; what is negative has the second colour.
 */
export function paint(canvas, values, cols, most, ink = "--lab-accent-ink") {
  const rows = values.length / cols;
  Object.assign(canvas, { width: cols, height: rows });
  const brush = canvas.getContext("2d");
  const image = brush.createImageData(cols, rows);
  const above = colour(canvas, ink);
  const below = colour(canvas, "--lab-accent-2-ink");
  values.forEach((value, at) => {
    const alpha = Math.min(1, Math.abs(value) / (most || 1));
    image.data.set([...(value < 0 ? below : above), 255 * alpha], 4 * at);
  });
  brush.putImageData(image, 0, 0);
}

/** Calls `repaint` when the reader changes between light and dark. */
export function onTheme(repaint) {
  const watcher = new MutationObserver(repaint);
  const attributeFilter = ["data-theme", "data-mode"];
  watcher.observe(document.documentElement, { attributeFilter });
}
