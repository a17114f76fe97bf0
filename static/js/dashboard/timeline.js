/* The timeline: bars of the selection, the period drawn over them, and play through time. */

import { ask, change, query } from "../url.js";
import { escape, ngettext, number, gettext } from "../words.js";
import { Brush } from "./brush.js";
import { barWords, claimSentence, draw, gapWords, iso, seriesClass } from "./chart.js";
import { Player } from "./player.js";

const TITLES = {
  day: gettext("Strikes per day"), week: gettext("Strikes per week"), month: gettext("Strikes per month"), year: gettext("Strikes per year"),
};

export class Timeline {
  constructor(dash) {
    this.dash = dash;
    this.svg = document.getElementById("time-chart");
    this.data = null;
    this.brush = new Brush(this.svg, (from, to) => { this.player.stop(); change({ from, to }); });
    this.player = new Player(this);
    this.totals = document.getElementById("totals");
    this.totals.addEventListener("change", () => this.redraw());
    new ResizeObserver(() => this.redraw()).observe(this.svg);
    this.svg.addEventListener("pointermove", (event) => this.#tell(event));
  }

  async load() {
    const data = await ask("timeline", this.dash.dataset.timelineUrl, query());
    this.data = data;
    this.redraw();
    document.getElementById("time-veil").hidden = true;
    return data.total;
  }

  redraw() {
    const { data } = this;
    if (!data || !this.svg.clientWidth) return;
    const message = document.getElementById("time-message");
    message.hidden = data.starts.length > 0;
    message.textContent = data.undated ? gettext("None of these events has a date.") : gettext("No event fits these filters.");
    document.getElementById("time-title").textContent = TITLES[data.bin];
    document.getElementById("totals-switch").hidden = !data.running;
    const run = data.running;
    document.getElementById("totals-words").textContent = run ? `${gettext("%(n)s claimed", { n: number(run.claimed.at(-1).count) })} · ${gettext("%(n)s recorded", { n: number(run.recorded_at_last) })} · ${gapWords(run)}` : "";
    this.#key();
    if (!data.starts.length) { this.svg.replaceChildren(); this.brush.scale = null; return; }
    const held = this.svg.querySelector("[data-handle]:focus")?.dataset.handle;
    this.brush.show(draw(this.svg, data, { withTotals: this.totals.checked }), data);
    if (held) this.svg.querySelector(`[data-handle="${held}"]`).focus();
    this.#words();
  }

  #key() {
    const { data } = this;
    const key = document.getElementById("series-key");
    key.hidden = data.by === "claim";
    key.innerHTML = data.by === "claim" ? "" : data.series.map((one, index) =>
      `<li class="key-item"><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="${seriesClass(data.by, one.key, index)}" x="0.5" y="0.5" width="9" height="9"/></svg>${escape(one.word)}</li>`).join("");
  }

  /* The chart in a sentence or two, for those who do not see it. */
  #words() {
    const { data } = this;
    const parts = [ngettext("%(n)s strike in the period", "%(n)s strikes in the period", data.total)];
    if (data.undated) parts.push(ngettext("%(n)s has no date", "%(n)s have no date", data.undated));
    if (data.running) parts.push(`${claimSentence(data.running)}; ${gettext("%(n)s recorded", { n: data.running.recorded_at_last })}`);
    document.getElementById("time-words").textContent = parts.join(". ");
  }

  #tell(event) {
    const { scale } = this.brush;
    if (!scale || this.brush.drag) return;
    const x = event.clientX - this.svg.getBoundingClientRect().left;
    const index = scale.edges.findIndex((edge, place) => place + 1 < scale.edges.length &&
      x >= Math.min(scale.x(edge), scale.x(scale.edges[place + 1])) && x < Math.max(scale.x(edge), scale.x(scale.edges[place + 1])));
    if (index === this.told) return;
    this.told = index;
    this.svg.querySelector("title.tip")?.remove();
    for (const group of this.svg.querySelectorAll(".bar.lit")) group.classList.remove("lit");
    if (index < 0) return;
    const group = this.svg.querySelector(`.bar[data-index="${index}"]`);
    group?.classList.add("lit");
    const tip = document.createElementNS("http://www.w3.org/2000/svg", "title");
    tip.setAttribute("class", "tip");
    tip.textContent = barWords(this.data, index);
    this.svg.prepend(tip);
  }

  /* First and last bar of what is to be played: the chosen period, or everything. */
  get range() {
    return [this.brush.from, this.brush.to];
  }

  period(index, length) {
    const { edges } = this.brush.scale;
    return { from: iso(edges[index]), to: iso(edges[index + length] - 86400000) };
  }
}

