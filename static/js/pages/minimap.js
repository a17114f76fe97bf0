// A small still map of one place on the basemap of our own: a ring where the place is known, a dashed area
// where only its surroundings are.

import { addBasemap, Names } from "../basemap.js";
import { ring } from "../marks.js";

const STATUSES = ["confirmed", "reported", "claimed", "contested", "denied", "discounted"];
const APART = 64;

function zoomFor(radius, lat, width) {
  // The area fills at most a third of the map's width.
  const metres = Math.max(radius * 6, 420000);
  return Math.min(7, Math.max(3, Math.log2((40075016 * Math.cos((lat * Math.PI) / 180) * width) / (256 * metres))));
}

function addNames(map, box, names) {
  const taken = [map.latLngToContainerPoint(map.getCenter())];
  for (const town of names.inView(map).towns) {
    const point = map.latLngToContainerPoint([town.lat, town.lon]);
    if (taken.length > 6 || taken.some((other) => Math.abs(other.x - point.x) < APART * 1.4 && Math.abs(other.y - point.y) < APART / 2)) continue;
    taken.push(point);
    const icon = L.divIcon({ className: "mini-name", html: "", iconSize: [0, 0] });
    const marker = L.marker([town.lat, town.lon], { icon, interactive: false, keyboard: false }).addTo(map);
    marker.getElement().textContent = town.text;
  }
}

async function draw(box) {
  const { lat, lon, radius, status, precision, basemap, labels, towns } = box.dataset;
  const at = [Number(lat), Number(lon)];
  box.hidden = false;
  const map = L.map(box, {
    attributionControl: false, zoomControl: false, dragging: false, scrollWheelZoom: false, doubleClickZoom: false,
    boxZoom: false, keyboard: false, touchZoom: false, tap: false, zoomSnap: 0.25,
  });
  map.setView(at, zoomFor(Number(radius), at[0], box.clientWidth));
  if (Number(precision) > 2) {
    L.circle(at, { radius: Math.max(Number(radius), 15000), className: "mini-area", interactive: false }).addTo(map);
  } else {
    const html = ring(STATUSES.map((one) => (one === (status || "confirmed") ? 1 : 0)), 9);
    const icon = L.divIcon({ className: "mini-pin", html, iconSize: [28, 28], iconAnchor: [14, 14] });
    L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
  }
  await addBasemap(map, basemap);
  const names = new Names(labels, towns);
  await names.ready;
  addNames(map, box, names);
}

for (const box of document.querySelectorAll("[data-mini-map]")) {
  // Words beside it say the same: without the map nothing is missing.
  draw(box).catch(() => { box.hidden = true; });
}
