/* Drawing of counts by claim status: fill tells, colour repeats. Pure strings and numbers, no page. */

export const STATUSES = ["confirmed", "reported", "claimed", "contested", "denied", "discounted"];
export const CLASSES = {
  confirmed: "seg-solid", reported: "seg-hollow", claimed: "seg-hollow",
  contested: "seg-struck", denied: "seg-denied", discounted: "seg-out",
};
const STEP = 4.3; /* radius of one strike, in pixels */
const LARGEST = 34;
const SMALLEST = 5;

/* Radius for a count so that areas compare; `most` is the largest count on the map. */
export function radius(count, most) {
  return Math.max(SMALLEST, step(most) * Math.sqrt(count));
}

const step = (most) => Math.min(STEP, LARGEST / Math.sqrt(Math.max(1, most)));

/* Two round counts for the key of sizes: one small circle and one of middle size, both true to the rule. */
export function keySizes(most) {
  const nice = (r) => {
    const rough = Math.max(1, (r / step(most)) ** 2);
    const power = 10 ** Math.floor(Math.log10(rough));
    return [5, 2, 1].map((one) => one * power).find((one) => one <= rough);
  };
  return [...new Set([most <= 64 ? 1 : nice(7.5), nice(15)])];
}

function at(r, share) {
  const angle = 2 * Math.PI * share - Math.PI / 2;
  return `${(r * Math.cos(angle)).toFixed(2)} ${(r * Math.sin(angle)).toFixed(2)}`;
}

/* A piece of a ring between two shares of the full turn. */
export function piece(outer, inner, from, to) {
  if (to - from > 0.9999) {
    const circle = (r, sweep) => `M0 ${-r}A${r} ${r} 0 1 ${sweep} 0 ${r}A${r} ${r} 0 1 ${sweep} 0 ${-r}Z`;
    return circle(outer, 1) + circle(inner, 0);
  }
  const large = to - from > 0.5 ? 1 : 0;
  return `M${at(outer, from)}A${outer} ${outer} 0 ${large} 1 ${at(outer, to)}` +
    `L${at(inner, to)}A${inner} ${inner} 0 ${large} 0 ${at(inner, from)}Z`;
}

/* The ring of one place: `counts` in the order of STATUSES. */
export function ring(counts, r) {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  const inner = r * (r > 11 ? 0.46 : 0.4);
  const middle = (r + inner) / 2;
  const parts = [`<circle class="ground" r="${(r + 1.5).toFixed(1)}"/>`];
  let share = 0;
  counts.forEach((count, index) => {
    if (!count) return;
    const status = STATUSES[index];
    const from = share;
    share += count / total;
    parts.push(`<path class="${CLASSES[status]}" d="${piece(r, inner, from, share)}"/>`);
    if (status === "reported") parts.push(`<path class="seg-half" d="${piece(middle, inner, from, share)}"/>`);
    if (status === "contested" || status === "denied") {
      const line = share - from > 0.9999 ? piece(middle, middle - 0.01, 0, 1)
        : `M${at(middle, from)}A${middle} ${middle} 0 ${share - from > 0.5 ? 1 : 0} 1 ${at(middle, share)}`;
      parts.push(`<path class="strike" d="${line}"/>`);
    }
  });
  parts.push(`<circle class="hole" r="${(inner - 0.5).toFixed(1)}"/>`);
  if (inner >= 6 && 6.6 * String(total).length <= 2 * inner - 1) parts.push(`<text class="count" y="4">${total}</text>`);
  const size = Math.ceil(r + 5);
  return `<svg class="ring" width="${2 * size}" height="${2 * size}" viewBox="${-size} ${-size} ${2 * size} ${2 * size}" aria-hidden="true">` +
    `<circle class="hit" r="${Math.max(size, 12)}"/><circle class="focus" r="${(r + 3.5).toFixed(1)}"/>${parts.join("")}</svg>`;
}

/* One bar of the timeline: segments from the bottom up, `y` gives the pixel of a count. */
export function bar(x, width, base, y, segments) {
  let sum = 0;
  return segments.map(({ count, cls, status }) => {
    if (!count) return "";
    const bottom = y(sum);
    sum += count;
    const top = y(sum);
    const tall = Math.max(bottom - top - 1, 0.6);
    let part = `<rect class="${cls}" x="${(x + 0.5).toFixed(1)}" y="${(top + 0.5).toFixed(1)}" width="${Math.max(width - 1, 1).toFixed(1)}" height="${tall.toFixed(1)}"/>`;
    if (status === "reported" && width > 3) part += `<rect class="seg-half" x="${(x + 1).toFixed(1)}" y="${(top + 1).toFixed(1)}" width="${((width - 2) / 2).toFixed(1)}" height="${Math.max(tall - 1, 0.5).toFixed(1)}"/>`;
    if ((status === "contested" || status === "denied") && width > 3) part += `<path class="strike" d="M${(x + 1).toFixed(1)} ${((top + bottom) / 2).toFixed(1)}h${(width - 2).toFixed(1)}"/>`;
    return part;
  }).join("");
}

/* Round steps for an axis: 1, 2 or 5 times a power of ten. */
export function ticks(most, wanted = 3) {
  const rough = Math.max(1, most / wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough));
  const found = [];
  for (let value = 0; value <= most; value += step) found.push(value);
  return found;
}
