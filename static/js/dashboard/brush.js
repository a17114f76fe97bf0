/* Choosing a period on the timeline: drag anew, move the middle, or move an end by hand or by key. */

import { day, rtl, gettext } from "../words.js";
import { iso, time } from "./chart.js";

const DAY = 86400000;

export class Brush {
  /* chosen(from, to) is called with ISO days, or nulls when the period is taken off. */
  constructor(svg, chosen) {
    this.svg = svg;
    this.chosen = chosen;
    this.drag = null;
    svg.addEventListener("pointerdown", (event) => this.#down(event));
    svg.addEventListener("pointermove", (event) => this.#move(event));
    svg.addEventListener("pointerup", (event) => this.#up(event));
    svg.addEventListener("pointercancel", () => { this.drag = null; this.draw(); });
    svg.addEventListener("dblclick", () => this.chosen(null, null));
    svg.addEventListener("keydown", (event) => this.#key(event));
  }

  /* The drawing's scale, and the chosen period as edges between bars (null: nothing chosen). */
  show(drawing, data) {
    Object.assign(this, drawing);
    const last = this.scale.edges.length - 1;
    this.free = !data.from && !data.to;
    this.from = data.from ? this.#edge(time(data.from), false) : 0;
    this.to = data.to ? this.#edge(time(data.to) + DAY, true) : last;
    this.exact = [data.from ? time(data.from) : this.scale.from, data.to ? time(data.to) + DAY : this.scale.to];
    this.draw();
  }

  #edge(stamp, up) {
    const { edges } = this.scale;
    if (up) { const found = edges.findIndex((edge) => edge >= stamp); return found < 0 ? edges.length - 1 : found; }
    return Math.max(0, edges.findLastIndex((edge) => edge <= stamp));
  }

  window(from, to) {
    this.free = false;
    [this.from, this.to] = [from, to];
    this.exact = null;
    this.draw();
  }

  draw() {
    const { scale, base } = this;
    if (!scale) return;
    const ends = this.exact ?? [scale.edges[this.from], scale.edges[this.to]];
    const [a, b] = ends.map((stamp) => scale.x(stamp));
    const under = this.svg.querySelector("#brush-under");
    const over = this.svg.querySelector("#brush-over");
    under.innerHTML = this.free ? "" : `<rect class="brush" x="${Math.min(a, b).toFixed(1)}" y="0" width="${Math.abs(b - a).toFixed(1)}" height="${base}"/>`;
    const handle = (x, name, stamp) => `<g class="handle${this.free ? " faint" : ""}" data-handle="${name}" tabindex="0" role="slider" aria-orientation="horizontal" aria-label="${name === "from" ? gettext("Begin of the period") : gettext("End of the period")}" aria-valuemin="${scale.from / DAY}" aria-valuemax="${scale.to / DAY}" aria-valuenow="${stamp / DAY}" aria-valuetext="${day(iso(name === "from" ? stamp : stamp - DAY))}" transform="translate(${x.toFixed(1)} 0)">` +
      `<path class="edge-line" d="M0 0V${base}"/><rect class="reach" x="-9" y="0" width="18" height="${base}"/><rect class="knob" x="-4" y="${(base - 48).toFixed(0)}" width="8" height="20" rx="2"/><path class="grip" d="M-1 ${(base - 42).toFixed(0)}v8m2-8v8"/></g>`;
    const focused = over.querySelector(":focus")?.dataset.handle;
    over.innerHTML = handle(a, "from", ends[0]) + handle(b, "to", ends[1]);
    if (focused) over.querySelector(`[data-handle="${focused}"]`).focus();
  }

  #x(event) {
    return event.clientX - this.svg.getBoundingClientRect().left;
  }

  #down(event) {
    if (!this.scale || event.button !== 0) return;
    const x = this.#x(event);
    const edge = this.scale.edge(x);
    const held = event.target.closest?.("[data-handle]")?.dataset.handle;
    const [a, b] = [this.scale.x(this.scale.edges[this.from]), this.scale.x(this.scale.edges[this.to])].sort((one, other) => one - other);
    const kind = held ?? (!this.free && x > a && x < b ? "middle" : "new");
    this.drag = { kind, start: edge, from: this.from, to: this.to, moved: false, x };
    this.svg.setPointerCapture(event.pointerId);
  }

  #move(event) {
    const { drag } = this;
    if (!drag) return;
    const x = this.#x(event);
    if (!drag.moved && Math.abs(x - drag.x) < 4) return;
    drag.moved = true;
    this.svg.classList.add("dragging");
    const last = this.scale.edges.length - 1;
    const edge = this.scale.edge(x);
    let [from, to] = [drag.from, drag.to];
    if (drag.kind === "new") [from, to] = [Math.min(drag.start, edge), Math.max(drag.start, edge)];
    else if (drag.kind === "from") from = Math.min(edge, to - 1);
    else if (drag.kind === "to") to = Math.max(edge, from + 1);
    else {
      const by = Math.max(-from, Math.min(last - to, edge - drag.start));
      [from, to] = [from + by, to + by];
    }
    if (to > from) this.window(from, to);
  }

  #up() {
    const { drag } = this;
    this.drag = null;
    this.svg.classList.remove("dragging");
    if (drag?.moved) this.#commit();
  }

  #commit() {
    const { edges } = this.scale;
    this.chosen(iso(edges[this.from]), iso(edges[this.to] - DAY));
  }

  #key(event) {
    const name = event.target.closest?.("[data-handle]")?.dataset.handle;
    if (event.key === "Escape" && !this.free) { this.chosen(null, null); return; }
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!name || !way) return;
    event.preventDefault();
    const by = way * (rtl ? -1 : 1) * (event.shiftKey ? 4 : 1);
    const last = this.scale.edges.length - 1;
    let [from, to] = [this.from, this.to];
    if (name === "from") from = Math.max(0, Math.min(to - 1, from + by));
    else to = Math.min(last, Math.max(from + 1, to + by));
    this.window(from, to);
    clearTimeout(this.soon);
    /* A held key asks once it rests. */
    this.soon = setTimeout(() => this.#commit(), 350);
  }
}
