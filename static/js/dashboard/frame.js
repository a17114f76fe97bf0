/* What the map shows at first, and the key of sizes. */

import { keySizes, radius } from "../marks.js";
import { number } from "../words.js";

export const bounds = (places) => L.latLngBounds(places.map((place) => [place.lat, place.lon]));

/* The box around nine tenths of the strikes: places far from the middle of all are left out first. */
export function core(places) {
  const weighed = places.map((place) => ({ ...place, weight: place.counts.reduce((sum, count) => sum + count, 0) }));
  const total = weighed.reduce((sum, place) => sum + place.weight, 0);
  const middle = (key) => {
    let passed = 0;
    return [...weighed].sort((a, b) => a[key] - b[key]).find((place) => (passed += place.weight) >= total / 2)[key];
  };
  const [lat, lon] = [middle("lat"), middle("lon")];
  let kept = 0;
  const near = weighed.sort((a, b) => Math.hypot(a.lat - lat, a.lon - lon) - Math.hypot(b.lat - lat, b.lon - lon))
    .filter((place) => { const take = kept < total * 0.9; kept += place.weight; return take; });
  return bounds(near);
}

/* The key of sizes is drawn with the same rule as the rings. */
export function drawSizes(marks) {
  const most = Math.max(1, ...marks.map((mark) => mark.total));
  const steps = keySizes(most);
  const largest = Math.max(...steps.map((one) => radius(one, most)));
  let x = 0;
  const parts = steps.map((one) => {
    const r = radius(one, most);
    x += r + 2;
    const part = `<circle cx="${x}" cy="${2 * largest - r + 1}" r="${r}"/><text x="${x + r + 4}" y="${2 * largest - 1}">${number(one)}</text>`;
    x += r + 12 + 7 * String(one).length;
    return part;
  });
  const svg = document.getElementById("sizes");
  svg.setAttribute("width", Math.ceil(x));
  svg.setAttribute("height", Math.ceil(2 * largest + 2));
  svg.innerHTML = parts.join("");
}
