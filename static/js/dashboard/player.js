/* Play through time: the period walks over the bars, and map, figures and list follow. */

import { change, go, params } from "../url.js";
import { gettext } from "../words.js";

const STEP = 900;

export class Player {
  constructor(timeline) {
    this.timeline = timeline;
    this.button = document.getElementById("play");
    this.before = null;
    this.button.addEventListener("click", () => (this.before === null ? this.start() : this.stop()));
    addEventListener("popstate", () => this.stop(true));
  }

  get playing() {
    return this.before !== null;
  }

  start() {
    const { brush } = this.timeline;
    if (!brush.scale) return;
    const [first, last] = this.timeline.range;
    this.before = params().toString();
    /* Wide enough that something is seen in each step, narrow enough that it walks. */
    this.length = Math.max(1, Math.round((last - first) / 20));
    [this.at, this.last] = [first, last];
    this.#show();
    this.#step();
  }

  async #step() {
    if (!this.playing) return;
    if (this.at + this.length > this.last) { const back = this.before; this.stop(true); go(back); return; }
    this.timeline.brush.window(this.at, this.at + this.length);
    change(this.timeline.period(this.at, this.length), { replace: true, playing: true });
    this.at += this.length;
    this.timer = setTimeout(() => this.#step(), STEP);
  }

  /* Stop where we are: the period that was just shown stays chosen. */
  stop(quietly = false) {
    if (!this.playing) return;
    this.before = null;
    clearTimeout(this.timer);
    this.#show();
    if (!quietly) this.timeline.load().catch(() => {});
  }

  #show() {
    this.button.setAttribute("aria-pressed", String(this.playing));
    const use = this.button.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, this.playing ? "#pause" : "#play"));
    this.button.title = this.playing ? gettext("Stop") : gettext("Play through time");
    this.button.querySelector(".only-read").textContent = this.button.title;
  }
}
