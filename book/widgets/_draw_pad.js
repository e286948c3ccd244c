// The pad of draw-a-digit: a pen by mouse, touch and arrow keys.

import { button, h, say } from "./_dom.js";
import { FIELD, SIDE, blank, stroke } from "./_draw_ink.js";
import { onTheme, paint } from "./_paint.js";

const TEXT = {
  pad: "Drawing pad",
  help:
    "Draw with the mouse or a finger. By keyboard: arrow keys move, " +
    "the space bar puts the pen down and lifts it.",
  place: "Row {row}, column {col}, {tool} {state}.",
  down: "down",
  up: "lifted",
  tool: "Tool",
  pen: "Pen",
  eraser: "Eraser",
  clear: "Clear",
};

const RADIUS = { pen: 5, eraser: 9 }; // points: a stroke of 2.5 pixels
const CELL = SIDE / FIELD; // points that an arrow key moves
const MOVES = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

let count = 0; // of pads, for names that are one's own

/** The pad; it calls `onInk()` after every change of `ink`. */
export class Pad {
  constructor(onInk) {
    this.onInk = onInk;
    this.ink = blank();
    this.tool = "pen";
    this.cursor = [FIELD / 2, 8]; // column and row, for the keyboard
    this.last = null; // where the pointer was, while it draws
    this.down = false; // the pen of the keyboard
    const id = `lab-pad-${++count}`;
    this.canvas = h("canvas", {
      class: "lab-pad",
      role: "application",
      tabindex: "0",
      "aria-label": TEXT.pad,
      "aria-describedby": id,
      ...this.pointer(),
      onkeydown: (event) => this.key(event),
      onfocus: () => this.showCursor(),
      onblur: () => this.lift(),
    });
    this.mark = h("div", { class: "lab-cursor", hidden: true });
    this.place = h("p", { class: "lab-hidden", role: "status" });
    this.element = h(
      "div",
      { class: "lab-pad-side" },
      h("div", { class: "lab-pad-frame" }, this.canvas, this.mark),
      this.tools(id),
      h("p", { class: "lab-draw-note", id }, TEXT.help),
      this.place,
    );
    onTheme(() => this.paint());
    this.paint();
  }

  tools(name) {
    const choice = (tool) => {
      const onchange = () => (this.tool = tool);
      const type = { type: "radio", name, checked: tool === this.tool };
      const input = h("input", { ...type, onchange });
      return h("label", { class: "lab-toggle" }, input, TEXT[tool]);
    };
    const legend = h("legend", { class: "lab-hidden" }, TEXT.tool);
    return h(
      "div",
      { class: "lab-pad-tools" },
      h("fieldset", {}, legend, choice("pen"), choice("eraser")),
      button(TEXT.clear, () => this.load(blank())),
    );
  }

  pointer() {
    const at = ({ clientX, clientY }) => {
      const box = this.canvas.getBoundingClientRect();
      const scale = SIDE / box.width;
      return [(clientX - box.left) * scale, (clientY - box.top) * scale];
    };
    const onpointerdown = (event) => {
      if (event.button) return;
      this.canvas.setPointerCapture(event.pointerId);
      this.mark.hidden = true;
      this.last = at(event);
      this.line(this.last, this.last);
    };
    const onpointermove = (event) => {
      if (!this.last) return;
      const steps = event.getCoalescedEvents?.() ?? [];
      for (const step of steps.length ? steps : [event]) {
        const next = at(step);
        this.line(this.last, next);
        this.last = next;
      }
    };
    const stop = () => (this.last = null);
    const ends = { onpointerup: stop, onpointercancel: stop };
    return { onpointerdown, onpointermove, ...ends };
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") this.down = !this.down;
    else if (!(event.key in MOVES)) return;
    event.preventDefault();
    const from = this.centre();
    const [dx, dy] = MOVES[event.key] ?? [0, 0];
    const within = (i) => Math.min(Math.max(i, 0), FIELD - 1);
    this.cursor = [within(this.cursor[0] + dx), within(this.cursor[1] + dy)];
    if (this.down) this.line(from, this.centre());
    this.showCursor();
  }

  centre() {
    return this.cursor.map((i) => (i + 0.5) * CELL);
  }

  showCursor() {
    // A pointer focuses the pad too; the cursor is the keyboard's.
    this.mark.hidden = !this.canvas.matches(":focus-visible");
    if (this.mark.hidden) return;
    const [col, row] = this.cursor;
    this.mark.style.left = `${((col + 0.5) / FIELD) * 100}%`;
    this.mark.style.top = `${((row + 0.5) / FIELD) * 100}%`;
    this.mark.classList.toggle("is-down", this.down);
    const state = this.down ? TEXT.down : TEXT.up;
    const tool = TEXT[this.tool].toLowerCase();
    this.place.textContent = say(TEXT.place, { row, col, tool, state });
  }

  lift() {
    this.down = false;
    this.mark.hidden = true;
  }

  line(from, to) {
    const value = this.tool === "pen" ? 1 : 0;
    stroke(this.ink, from, to, RADIUS[this.tool], value);
    this.changed();
  }

  /** Other ink on the pad. */
  load(ink) {
    this.ink = ink;
    this.changed();
  }

  changed() {
    this.paint();
    this.onInk();
  }

  paint() {
    paint(this.canvas, this.ink, SIDE, 1, "--lab-ink");
  }
}
