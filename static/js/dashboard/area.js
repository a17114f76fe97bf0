/* Narrowing to a piece of the map: what is in view, or an area drawn by its corners, by hand or by keys. */

import { change, params } from "../url.js";
import { ngettext } from "../words.js";

const NEAR = 14; /* pixels within which a click on the first corner closes the area */
const MOST = 100;

const held = (value, most) => Math.max(-most, Math.min(most, value));

/* [[lat, lon], ...] of "POLYGON((lon lat,...))", or null. */
export function corners(text) {
  const found = /^-?POLYGON ?\(\((.+)\)\)$/.exec(text ?? "");
  if (!found) return null;
  const all = found[1].split(",").map((pair) => pair.trim().split(/ +/).map(Number).reverse());
  return all.every((one) => one.length === 2 && one.every(Number.isFinite)) ? all : null;
}

export class AreaTool {
  constructor(map) {
    this.map = map;
    this.box = document.getElementById("map-box");
    this.bar = document.getElementById("drawing-bar");
    this.pen = this.box.querySelector("[data-area=draw]");
    this.done = this.bar.querySelector("[data-area=close]");
    this.shown = L.layerGroup().addTo(map);
    this.sketch = L.layerGroup().addTo(map);
    this.points = null;
    this.box.addEventListener("click", (event) => this.#press(event.target.closest("[data-area]")?.dataset.area));
    map.on("click", (event) => { if (this.points) this.#add(event.latlng, event.layerPoint); });
    map.on("mousemove", (event) => { if (this.points?.length) this.#sketch(event.latlng); });
    map.getContainer().addEventListener("keydown", (event) => this.#key(event), true);
    this.bar.addEventListener("keydown", (event) => { if (event.key === "Escape") this.stop(); });
  }

  /* Draws what the URL narrows the map to. */
  show() {
    this.shown.clearLayers();
    const area = params().get("area");
    const ring = corners(area);
    if (ring) L.polygon(ring, { className: `drawn${area.startsWith("-") ? " left-out" : ""}`, interactive: false }).addTo(this.shown);
    const [west, south, east, north] = (params().get("bbox") ?? "").split(",").map(Number);
    if ([west, south, east, north].every(Number.isFinite) && east - west > 0.01) {
      L.rectangle([[south, west], [north, east]], { className: "drawn", interactive: false }).addTo(this.shown);
    }
  }

  #press(name) {
    if (name === "view") this.#view();
    if (name === "draw") { if (this.points) this.stop(); else this.#start(); }
    if (name === "close") this.#close();
    if (name === "stop") this.stop();
  }

  #view() {
    const bounds = this.map.getBounds();
    const digits = this.map.getZoom() > 8 ? 4 : 2;
    const edges = [held(bounds.getWest(), 180), held(bounds.getSouth(), 90), held(bounds.getEast(), 180), held(bounds.getNorth(), 90)];
    change({ bbox: edges.map((edge) => edge.toFixed(digits)).join(",") });
  }

  #start() {
    this.points = [];
    this.#mode(true);
    this.map.getContainer().focus({ preventScroll: true });
  }

  stop() {
    if (!this.points) return;
    this.points = null;
    this.sketch.clearLayers();
    this.#mode(false);
    this.pen.focus({ preventScroll: true });
  }

  #mode(on) {
    this.map.closePopup();
    this.box.classList.toggle("drawing", on);
    this.bar.hidden = !on;
    this.done.disabled = true;
    this.pen.setAttribute("aria-pressed", String(on));
    this.map.doubleClickZoom[on ? "disable" : "enable"]();
  }

  #add(latlng, at = this.map.latLngToLayerPoint(latlng)) {
    const near = (point) => this.map.latLngToLayerPoint(point).distanceTo(at) < NEAR;
    if (this.points.length > 2 && near(this.points[0])) { this.#close(); return; }
    /* The second click of a double click stands where the first did: it closes. */
    if (this.points.length && this.map.latLngToLayerPoint(this.points.at(-1)).distanceTo(at) < 3) { this.#close(); return; }
    if (this.points.length >= MOST) return;
    this.points.push(L.latLng(held(latlng.lat, 90), held(latlng.lng, 180)));
    this.done.disabled = this.points.length < 3;
    this.bar.querySelector("[aria-live]")?.remove();
    const told = Object.assign(document.createElement("span"), { className: "only-read", textContent: ngettext("%(n)s corner", "%(n)s corners", this.points.length) });
    told.setAttribute("aria-live", "polite");
    this.bar.append(told);
    this.#sketch(null);
  }

  #sketch(pointer) {
    this.sketch.clearLayers();
    L.polygon(pointer ? [...this.points, pointer] : this.points, { className: "drawn", interactive: false }).addTo(this.sketch);
    for (const point of this.points) L.circleMarker(point, { radius: 4, className: "corner", interactive: false }).addTo(this.sketch);
  }

  #close() {
    if (!this.points || this.points.length < 3) return;
    const digits = this.map.getZoom() > 8 ? 4 : 3;
    const ring = [...this.points, this.points[0]].map(({ lat, lng }) => `${Number(lng.toFixed(digits))} ${Number(lat.toFixed(digits))}`);
    this.stop();
    change({ area: `POLYGON((${ring.join(",")}))` });
  }

  #key(event) {
    if (!this.points) return;
    const keys = { " ": () => this.#add(this.map.getCenter()), Enter: () => this.#close(), Escape: () => this.stop() };
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }
}
