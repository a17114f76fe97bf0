/* The drawing of the timeline: stacked bars, uncertain dates hatched, claimed totals over the recorded count. */

import { bar, CLASSES, ticks } from "../marks.js";
import { textWidth } from "../measure.js";
import { day, escape, ngettext, number, rtl, gettext } from "../words.js";

const BELOW = 22;
const TOTALS = 56; /* height of the upper part, with the running totals */
const DAY = 86400000;

export const time = (iso) => Date.parse(`${iso}T00:00:00Z`);
export const iso = (stamp) => new Date(stamp).toISOString().slice(0, 10);

export function seriesClass(by, key, index) {
  if (by === "claim") return CLASSES[key] ?? "seg-out";
  if (key === "none") return "series-none";
  return key === "other" ? "series-6" : `series-${Math.min(index + 1, 5)}`;
}

export class Scale {
  /* Pixels of days; the axis runs against the reading direction's start, so that the newest is read last. */
  constructor(data, width, left, right) {
    this.from = time(data.starts[0]);
    this.to = time(data.end) + DAY;
    this.edges = [...data.starts.map(time), this.to];
    this.width = width;
    this.left = left;
    this.room = width - left - right;
  }

  x(stamp) {
    const along = this.left + (this.room * (Math.min(Math.max(stamp, this.from), this.to) - this.from)) / (this.to - this.from);
    return rtl ? this.width - along : along;
  }

  /* The edge between two bars that lies nearest to a pixel. */
  edge(x) {
    const along = rtl ? this.width - x : x;
    const stamp = this.from + ((along - this.left) / this.room) * (this.to - this.from);
    let best = 0;
    this.edges.forEach((edge, index) => { if (Math.abs(edge - stamp) < Math.abs(this.edges[best] - stamp)) best = index; });
    return best;
  }
}

function monthTicks(scale, bin) {
  const found = [];
  const long = (scale.to - scale.from) / DAY > 1100;
  const start = new Date(scale.from);
  let stamp = Date.UTC(start.getUTCFullYear(), long ? 0 : start.getUTCMonth(), 1);
  while (stamp < scale.to) {
    const date = new Date(stamp);
    if (stamp >= scale.from) found.push({ stamp, year: long || date.getUTCMonth() === 0 });
    stamp = long ? Date.UTC(date.getUTCFullYear() + 1, 0, 1) : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  }
  if (found.length < 3 && bin === "day") {
    return scale.edges.filter((_edge, index) => index % 7 === 0).map((stamp) => ({ stamp, day: true, year: false }));
  }
  return found;
}

function tickText({ stamp, day: daily, year }, first, long) {
  const date = iso(stamp);
  if (daily) return day(date, { day: "numeric", month: "short" });
  if (long) return day(date, { year: "numeric" });
  return day(date, year || first ? { month: "short", year: "numeric" } : { month: "short" });
}

function axis(scale, base, bin) {
  const marks = monthTicks(scale, bin);
  const long = (scale.to - scale.from) / DAY > 1100;
  let free = -Infinity; // where the label before has ended
  return marks.map((mark, index) => {
    const x = scale.x(mark.stamp);
    const place = rtl ? scale.width - x : x;
    const text = tickText(mark, index === 0, long);
    const fits = place > free && place + text.length * 6 < scale.width;
    if (fits) free = place + text.length * 6.4 + 10;
    return `<path class="tick" d="M${x.toFixed(1)} ${base}v4"/>${fits ? `<text class="axis" x="${(x + (rtl ? -3 : 3)).toFixed(1)}" y="${base + 15}" text-anchor="start">${escape(text)}</text>` : ""}`;
  }).join("");
}

function segments(data, index, outside) {
  return data.series.map((series, order) => ({
    count: (outside ? series.outside : series.inside)[index],
    cls: seriesClass(data.by, series.key, order), status: data.by === "claim" ? series.key : "",
  }));
}

/* The bars; returns the drawing and what each says. */
function bars(data, scale, base, top) {
  const sums = data.starts.map((_start, index) => data.series.reduce((sum, one) => sum + one.inside[index] + one.outside[index], 0));
  const most = Math.max(1, ...sums);
  const y = (count) => base - ((base - top) * count) / most;
  const side = rtl ? scale.width - scale.left : scale.left;
  const far = scale.x(rtl ? scale.to : scale.to);
  const grid = ticks(most).map((value) => `<path class="grid" d="M${side} ${y(value).toFixed(1)}H${far.toFixed(1)}"/><text class="axis" x="${rtl ? scale.width - scale.left + 6 : scale.left - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${number(value)}</text>`).join("");
  const drawn = data.starts.map((start, index) => {
    const [a, b] = [scale.x(scale.edges[index]), scale.x(scale.edges[index + 1])];
    const full = Math.abs(b - a);
    const width = Math.max(1, Math.min(full * 0.8, 30));
    const x = Math.min(a, b) + (full - width) / 2;
    const inside = data.series.reduce((sum, one) => sum + one.inside[index], 0);
    const unsure = data.uncertain[index];
    const lift = (count) => y(inside + count);
    return `<g class="bar" data-index="${index}">${bar(x, width, base, y, segments(data, index, false))}` +
      (sums[index] > inside ? `<g class="outside">${bar(x, width, base, lift, segments(data, index, true))}</g>` : "") +
      (unsure ? `<rect class="unsure" fill="url(#hatch)" x="${x.toFixed(1)}" y="${y(inside).toFixed(1)}" width="${width.toFixed(1)}" height="${(y(0) - y(unsure)).toFixed(1)}"/>` : "") + "</g>";
  });
  return grid + drawn.join("");
}

function steps(points, x, y) {
  return points.map(([stamp, count], index) => (index ? `H${x(stamp).toFixed(1)}V${y(count).toFixed(1)}` : `M${x(stamp).toFixed(1)} ${y(count).toFixed(1)}`)).join("");
}

/* The part of a running count that the axis shows; what was reached before is where it begins. */
function inView(points, scale) {
  const before = points.filter(([stamp]) => stamp < scale.from).at(-1);
  const seen = points.filter(([stamp]) => stamp >= scale.from && stamp <= scale.to);
  return before ? [[scale.from, before[1]], ...seen] : seen;
}

/* Claimed totals and the recorded running count share one scale: their distance is the point. */
function totals(run, scale, bottom, right) {
  const last = run.claimed.at(-1);
  const most = highest(run);
  const y = (count) => bottom - ((bottom - 12) * count) / most;
  const x = (stamp) => scale.x(stamp);
  const start = [time(run.since), 0];
  const end = time(last.day);
  const recorded = [start, ...run.recorded.map(([date, count]) => [time(date), count]).filter(([stamp]) => stamp <= end), [end, run.recorded_at_last]];
  const upTo = inView(recorded, scale);
  const claimed = inView([start, ...run.claimed.map((one) => [time(one.day), one.count])], scale);
  if (!upTo.length || !claimed.length) return "";
  const dots = run.claimed.filter((one) => time(one.day) >= scale.from && time(one.day) <= scale.to).map((one) => `<circle class="claimed-dot" cx="${x(time(one.day)).toFixed(1)}" cy="${y(one.count).toFixed(1)}" r="2.6"><title>${escape(gettext("%(count)s claimed, %(day)s, %(who)s", { count: one.count, day: day(one.day), who: one.issuer || gettext("issuer not told") }))}</title></circle>`).join("");
  const path = steps(upTo, x, y);
  const zero = `<path class="grid" d="M${x(scale.from).toFixed(1)} ${bottom + 0.5}H${x(scale.to).toFixed(1)}"/>`;
  const side = rtl ? scale.width - scale.left + 6 : scale.left - 6;
  const labels = `<text class="axis" x="${side}" y="${bottom + 4}" text-anchor="end">0</text><text class="axis" x="${side}" y="${(y(most) + 4).toFixed(1)}" text-anchor="end">${number(most)}</text>`;
  return `<g class="totals">${zero}${labels}<path class="recorded-area" d="${path}V${bottom}H${x(upTo[0][0]).toFixed(1)}Z"/><path class="recorded" d="${path}"/><path class="claimed" d="${steps(claimed, x, y)}"/>${dots}</g>` +
    (right ? beside(run, last, scale, y) : "");
}

const highest = (run) => Math.max(run.recorded_at_last, ...run.claimed.map((one) => one.count), 1);

const besideWords = (run) => [
  `${number(run.claimed.at(-1).count)} ${gettext("claimed")}`, `${number(run.recorded_at_last)} ${gettext("recorded")}`, gapWords(run),
];

function axisNumbers(data, run) {
  const sums = data.starts.map((_start, index) => data.series.reduce((sum, one) => sum + one.inside[index] + one.outside[index], 0));
  return [...ticks(Math.max(1, ...sums)).slice(-1), run ? highest(run) : 0];
}

function beside(run, last, scale, y) {
  const end = scale.x(time(last.day));
  const turn = rtl ? -1 : 1;
  const x = scale.x(scale.to) + 10 * turn;
  const [high, low] = [y(Math.max(last.count, run.recorded_at_last)), y(Math.min(last.count, run.recorded_at_last))];
  return `<path class="gap" d="M${(end + 4 * turn).toFixed(1)} ${high.toFixed(1)}h${3 * turn}V${low.toFixed(1)}h${-3 * turn}"/>` +
    `<text class="note claimed-note" x="${x}" y="18"><tspan class="strong">${number(last.count)}</tspan> ${escape(gettext("claimed"))}</text>` +
    `<text class="note" x="${x}" y="34"><tspan class="strong">${number(run.recorded_at_last)}</tspan> ${escape(gettext("recorded"))}</text>` +
    `<text class="note quiet" x="${x}" y="50">${escape(gapWords(run))}</text>`;
}

/* The gap in words. */
export function gapWords(run) {
  if (run.gap > 0) return ngettext("%(n)s not recorded", "%(n)s not recorded", run.gap);
  return run.gap < 0 ? ngettext("%(n)s more than claimed", "%(n)s more than claimed", -run.gap) : gettext("no gap");
}

/* The sentence over the totals: how many, since when, who said so. */
export function claimSentence(run) {
  const last = run.claimed.at(-1);
  return gettext("%(count)s claimed since %(since)s · %(who)s, %(day)s", {
    count: number(last.count), since: day(run.since, { day: "numeric", month: "short", year: "numeric" }), who: last.issuer || gettext("issuer not told"), day: day(last.day, { day: "numeric", month: "short", year: "numeric" }),
  });
}

export function draw(svg, data, { withTotals }) {
  const [width, height] = [svg.clientWidth, svg.clientHeight];
  const run = withTotals && height > 130 && width > 480 ? data.running : null;
  const right = run && width > 560 ? 14 + Math.max(...besideWords(run).map((words) => textWidth(words, "600 12px"))) : 10;
  const left = 10 + Math.max(24, ...axisNumbers(data, run).map((value) => textWidth(number(value), "11px")));
  const scale = new Scale(data, width, left, right);
  const base = height - BELOW;
  const top = run ? TOTALS + 22 : 12;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.innerHTML = '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V5"/></pattern></defs>' +
    `<g id="brush-under"></g>${bars(data, scale, base, top)}${axis(scale, base, data.bin)}` +
    (run ? totals(run, scale, TOTALS, right > 20) : "") +
    (run && width > 560 ? `<text class="note claimed-note" x="${rtl ? width - left - 8 : left + 8}" y="12">${escape(claimSentence(run))}</text>` : "") +
    '<g id="brush-over"></g>';
  return { scale, base, height };
}

/* What a bar says when it is pointed at. */
export function barWords(data, index) {
  const start = data.starts[index];
  const stop = index + 1 < data.starts.length ? iso(time(data.starts[index + 1]) - DAY) : data.end;
  const span = start === stop ? day(start) : `${day(start)} – ${day(stop)}`;
  const parts = data.series.filter((one) => one.inside[index] + one.outside[index]).map((one) => `${one.word} ${one.inside[index] + one.outside[index]}`);
  const total = data.series.reduce((sum, one) => sum + one.inside[index] + one.outside[index], 0);
  const unsure = data.uncertain[index] ? ` · ${ngettext("%(n)s with an uncertain date", "%(n)s with an uncertain date", data.uncertain[index])}` : "";
  return `${span}: ${ngettext("%(n)s strike", "%(n)s strikes", total)}${parts.length ? ` (${parts.join(", ")})` : ""}${unsure}`;
}
