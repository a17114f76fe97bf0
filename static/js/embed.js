/* The map of an embedded view: rings and names, nothing to choose. */

import { addBasemap } from "./basemap.js";
import { spread } from "./layout.js";
import { radius, ring } from "./marks.js";
import { gettext, ngettext } from "./words.js";

const box = document.getElementById("map");
const map = L.map(box, { zoomSnap: 0.5, minZoom: 1, maxZoom: 14, center: [30, 40], zoom: 3, scrollWheelZoom: false, zoomAnimation: false, fadeAnimation: false });
map.attributionControl.setPrefix(gettext("Outlines: Natural Earth · Names: GeoNames"));
if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution }).addTo(map);
else addBasemap(map, box.dataset.basemap, box.dataset).catch(() => {});
const rings = L.layerGroup().addTo(map);

const total = (place) => place.counts.reduce((sum, count) => sum + count, 0);

function mark(place) {
  const words = `${place.name || gettext("Unnamed place")}: ${ngettext("%(n)s strike", "%(n)s strikes", total(place))}`;
  const marker = L.marker([place.lat, place.lon], { alt: words, title: words, keyboard: true });
  marker.bindPopup(Object.assign(document.createElement("b"), { textContent: words }));
  return { marker, total: total(place), counts: place.counts };
}

function draw(marks) {
  const most = Math.max(1, ...marks.map((one) => one.total));
  const nodes = marks.map((one) => ({ ...map.latLngToLayerPoint(one.marker.getLatLng()), r: radius(one.total, most) }));
  spread(nodes).forEach((node, index) => {
    const size = Math.ceil(node.r + 5);
    const { marker, counts } = marks[index];
    marker.setIcon(L.divIcon({
      className: "pin", html: ring(counts, node.r), iconSize: [2 * size, 2 * size],
      iconAnchor: [size - Math.round(node.dx), size - Math.round(node.dy)],
    }));
    if (!rings.hasLayer(marker)) marker.addTo(rings);
  });
}

async function start() {
  const answer = await fetch(box.dataset.mapUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const data = await answer.json();
  const areas = data.areas.map((area) => L.circle([area.lat, area.lon], { radius: area.radius_m, className: "area-mark" }).addTo(map));
  const marks = data.sites.map(mark);
  const points = [...marks.map((one) => one.marker.getLatLng()), ...areas.map((one) => one.getLatLng())];
  if (points.length) map.fitBounds(L.latLngBounds(points).pad(0.2), { maxZoom: 8, animate: false });
  draw(marks);
  map.on("zoomend", () => draw(marks));
}

start();
