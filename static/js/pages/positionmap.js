// A map that takes a position: press a place (or move the pin) and latitude and longitude follow; type them
// and the pin follows. Without script the two fields are enough.

import { addBasemap, Names } from "../basemap.js";

const FAR = 4;
const NEAR = 8;

/* Names of the towns in view, as many as stand clear of each other. */
function label(map, names, layer) {
  const taken = [];
  layer.clearLayers();
  for (const town of names.inView(map).towns) {
    const point = map.latLngToContainerPoint([town.lat, town.lon]);
    if (taken.length > 24 || taken.some((other) => Math.abs(other.x - point.x) < 96 && Math.abs(other.y - point.y) < 28)) continue;
    taken.push(point);
    const icon = L.divIcon({ className: "mini-name", html: "", iconSize: [0, 0] });
    const marker = L.marker([town.lat, town.lon], { icon, interactive: false, keyboard: false }).addTo(layer);
    marker.getElement().textContent = town.text;
  }
}

async function start(box) {
  const form = box.closest("form");
  const [lat, lon, radius] = ["lat", "lon", "radius_m"].map((name) => form.elements[name]);
  box.hidden = false;
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.5, minZoom: 2, maxZoom: 14 });
  const pin = L.marker([0, 0], { draggable: true, keyboard: false, icon: L.divIcon({ className: "position-pin", iconSize: [16, 16] }) });
  const area = L.circle([0, 0], { radius: 1, className: "mini-area", interactive: false });

  const typed = () => (lat.value.trim() && lon.value.trim() ? [Number(lat.value), Number(lon.value)] : null);
  const show = () => {
    const at = typed();
    const known = at && at.every(Number.isFinite) && Math.abs(at[0]) <= 90 && Math.abs(at[1]) <= 180;
    [pin, area].forEach((layer) => (known ? layer.addTo(map) : layer.remove()));
    if (!known) return null;
    pin.setLatLng(at);
    area.setLatLng(at).setRadius(Number(radius.value) || 1);
    return at;
  };
  const take = (point) => {
    const whole = point.wrap();
    lat.value = whole.lat.toFixed(4);
    lon.value = whole.lng.toFixed(4);
    lat.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  };

  const at = typed();
  map.setView(at || [29, 44], at ? NEAR : FAR);
  show();
  map.on("click", (event) => take(event.latlng));
  pin.on("dragend", () => take(pin.getLatLng()));
  [lat, lon, radius].forEach((input) => input.addEventListener("change", () => {
    const now = show();
    if (now && !map.getBounds().contains(now)) map.setView(now);
  }));
  await addBasemap(map, box.dataset.basemap);
  const names = new Names(box.dataset.labels, box.dataset.towns);
  await names.ready;
  const layer = L.layerGroup().addTo(map);
  label(map, names, layer);
  map.on("moveend", () => label(map, names, layer));
}

for (const box of document.querySelectorAll("[data-position-map]")) {
  start(box).catch(() => { box.hidden = true; });
}
