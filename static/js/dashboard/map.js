/* The map: a ring a place, dashed areas, names that never cover each other, popups. */

import { addBasemap, Names } from "../basemap.js";
import { spread } from "../layout.js";
import { radius, ring, STATUSES } from "../marks.js";
import { ask, params, query, rememberPlace } from "../url.js";
import { gettext, ngettext } from "../words.js";
import { AreaTool } from "./area.js";
import { bounds, core, drawSizes } from "./frame.js";
import { Lettering } from "./lettering.js";
import { openPlace } from "./place.js";

const WORDS = {
  confirmed: gettext("confirmed"), reported: gettext("reported"), claimed: gettext("claimed only"),
  contested: gettext("contested"), denied: gettext("denied"), discounted: gettext("discounted"),
};

export function spoken(place) {
  const total = place.counts.reduce((sum, count) => sum + count, 0);
  const parts = place.counts.map((count, index) => (count ? `${count} ${WORDS[STATUSES[index]]}` : "")).filter(Boolean);
  return `${place.name || gettext("Unnamed place")}: ${ngettext("%(n)s strike", "%(n)s strikes", total)} (${parts.join(", ")})`;
}

export class StrikeMap {
  constructor(dash) {
    this.dash = dash;
    this.data = null;
    this.marks = [];
    this.moved = false;
    this.at = null; /* where the URL says that the map stands */
    const box = document.getElementById("map");
    if (box.clientWidth < 640) document.querySelector(".legend").open = false;
    this.map = L.map(box, {
      zoomControl: false, zoomSnap: 0.5, zoomDelta: 1, minZoom: 2, maxZoom: 14, worldCopyJump: false,
      maxBounds: [[-75, -260], [85, 260]], maxBoundsViscosity: 0.6, center: [30, 40], zoom: 3,
      fadeAnimation: false, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    this.map.attributionControl.setPrefix(gettext("Outlines: Natural Earth · Names: GeoNames"));
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution }).addTo(this.map);
    this.names = new Names(dash.dataset.labels, dash.dataset.towns);
    this.map.createPane("areas").style.zIndex = 350;
    this.areas = L.layerGroup().addTo(this.map);
    this.rings = L.layerGroup().addTo(this.map);
    this.lettering = new Lettering(this.map);
    this.area = new AreaTool(this.map);
    this.scale = document.getElementById("scale");
    this.#listen();
    this.names.ready.then(() => this.#letter(), () => {});
  }

  #listen() {
    this.map.on("zoomend", () => { this.#place(); });
    this.map.on("moveend", () => { this.#letter(); this.#scale(); this.#notLocated(); });
    /* Only what a person does is remembered in the URL, not the first fit. */
    const took = () => { this.moved = true; };
    this.map.on("dragstart", took);
    for (const kind of ["wheel", "dblclick", "keydown"]) this.map.getContainer().addEventListener(kind, took, { passive: true });
    this.map.on("moveend", () => { if (this.moved) this.#remember(); });
    new ResizeObserver(() => this.map.invalidateSize({ animate: false })).observe(this.map.getContainer());
    for (const button of document.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => { took(); this.map.setZoom(this.map.getZoom() + (button.dataset.zoom === "in" ? 1 : -1)); });
    }
    document.querySelector("[data-fit]").addEventListener("click", () => { this.moved = false; this.at = null; rememberPlace(null); this.fit({ all: true }); });
  }

  #remember() {
    const { lat, lng } = this.map.getCenter();
    this.at = `${this.map.getZoom()}/${lat.toFixed(3)}/${lng.toFixed(3)}`;
    rememberPlace(this.at);
  }

  /* The ground comes after the strikes: by then the map stands where it will stand. */
  #ground() {
    if (this.grounded || this.map.getContainer().dataset.tiles) return;
    this.grounded = true;
    addBasemap(this.map, this.dash.dataset.basemap, this.dash.dataset).catch(() => this.say(gettext("The basemap could not be loaded; the strikes are drawn without it.")));
  }

  async load(options = {}) {
    try {
      return await this.#follow(options);
    } finally {
      this.#ground();
    }
  }

  async #follow({ playing = false }) {
    const data = await ask("map", this.dash.dataset.mapUrl, query());
    const first = this.data === null;
    this.data = data;
    this.map.closePopup();
    this.area.show();
    this.#draw();
    /* A first view, a link or the way back may say where to stand. */
    const told = params().get("at") !== this.at && this.#restore();
    if (!told && (first || (!playing && (!this.moved || !this.#anyInView())))) this.fit();
    document.getElementById("map-veil").hidden = true;
    return data.total;
  }

  #restore() {
    const [zoom, lat, lon] = (params().get("at") ?? "").split("/").map(Number);
    if (![zoom, lat, lon].every(Number.isFinite) || Math.abs(lat) > 85) return false;
    this.moved = true;
    this.at = params().get("at");
    this.map.setView([lat, lon], zoom, { animate: false });
    return true;
  }

  #anyInView() {
    const all = [...this.data.sites, ...this.data.areas];
    return all.length === 0 || all.some((place) => this.map.getBounds().contains([place.lat, place.lon]));
  }

  /* All circles in view; at first, a far-off few do not shrink the rest to a heap (the note counts them). */
  fit({ all = false } = {}) {
    const places = [...this.data.sites, ...this.data.areas];
    if (!places.length) { this.map.setView([30, 42], 4, { animate: false }); return; }
    const box = this.map.getContainer();
    const side = Math.min(170, box.clientWidth * 0.14);
    const options = { paddingTopLeft: [side, 46], paddingBottomRight: [side, 40], maxZoom: 8, animate: false };
    const whole = bounds(places);
    const most = core(places);
    const room = L.point(2 * side, 86);
    const gain = this.map.getBoundsZoom(most, false, room) - this.map.getBoundsZoom(whole, false, room);
    this.map.fitBounds(!all && gain >= 1 ? most : whole, options);
  }

  #outside() {
    const view = this.map.getBounds();
    return [...this.data.sites, ...this.data.areas].filter((place) => !view.contains([place.lat, place.lon])).length;
  }

  #draw() {
    this.rings.clearLayers();
    this.areas.clearLayers();
    this.marks = this.data.sites.map((place) => this.#ring(place));
    for (const area of this.data.areas) this.#area(area);
    this.#place();
    this.#letter();
    this.#scale();
    this.#notLocated();
    drawSizes(this.marks);
    const empty = this.data.total === 0;
    this.say(empty ? gettext("No event fits these filters, so there is nothing to draw.") : this.data.sites.length + this.data.areas.length ? "" : gettext("None of these events could be located."));
  }

  #ring(place) {
    const total = place.counts.reduce((sum, count) => sum + count, 0);
    const marker = L.marker([place.lat, place.lon], { keyboard: true, riseOnHover: true, bubblingMouseEvents: false });
    const mark = { place, total, marker, r: 0, dx: 0, dy: 0 };
    marker.on("click", () => this.open(mark));
    marker.on("mouseover", () => this.#light(place.slug, true));
    marker.on("mouseout", () => this.#light(place.slug, false));
    return mark;
  }

  #light(slug, on) {
    for (const row of document.querySelectorAll(`.event[data-place="${CSS.escape(slug)}"]`)) row.classList.toggle("near", Boolean(slug) && on);
  }

  #area(area) {
    const circle = L.circle([area.lat, area.lon], { pane: "areas", radius: area.radius_m, className: "area-mark", bubblingMouseEvents: false });
    circle.addTo(this.areas);
    const path = circle.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", `${spoken(area)}, ${gettext("area only known")}`);
    const mark = { place: area, marker: circle, r: 0, dx: 0, dy: 0 };
    circle.on("click", () => this.open(mark));
    path.addEventListener("keydown", (event) => { if (event.key === "Enter") this.open(mark); });
  }

  /* Rings that would cover each other are pushed apart; a hairline leads to the true place. */
  #place() {
    if (!this.data) return;
    const most = Math.max(1, ...this.marks.map((mark) => mark.total));
    const nodes = this.marks.map((mark) => {
      const { x, y } = this.map.latLngToLayerPoint(mark.marker.getLatLng());
      return { x, y, r: radius(mark.total, most) };
    });
    spread(nodes).forEach((node, index) => {
      const mark = this.marks[index];
      Object.assign(mark, { r: node.r, dx: node.dx, dy: node.dy });
      const size = Math.ceil(node.r + 5);
      mark.marker.setIcon(L.divIcon({
        className: "pin", html: ring(mark.place.counts, node.r), iconSize: [2 * size, 2 * size],
        iconAnchor: [size - Math.round(node.dx), size - Math.round(node.dy)],
      }));
      if (!this.rings.hasLayer(mark.marker)) mark.marker.addTo(this.rings);
      const element = mark.marker.getElement();
      element.setAttribute("aria-label", spoken(mark.place));
      element.dataset.slug = mark.place.slug;
      element.onkeydown = (event) => { if (event.key === "Enter") { event.preventDefault(); this.open(mark); } };
    });
  }

  #letter() {
    if (!this.data) return;
    if (this.map.getZoom() >= 6) this.names.closer().then(() => this.lettering.names(this.names), () => {});
    this.lettering.draw(this.marks, this.data.areas, this.names);
  }

  #scale() {
    const box = this.map.getContainer();
    const [y, x] = [box.clientHeight / 2, box.clientWidth / 2];
    const width = 80;
    const metres = this.map.distance(this.map.containerPointToLatLng([x, y]), this.map.containerPointToLatLng([x + width, y]));
    const power = 10 ** Math.floor(Math.log10(metres));
    const round = [5, 2, 1].map((one) => one * power).find((one) => one <= metres) ?? power;
    this.scale.textContent = round >= 1000 ? gettext("%(n)s km", { n: round / 1000 }) : gettext("%(n)s m", { n: round });
    this.scale.style.width = `${(width * round) / metres}px`;
  }

  #notLocated() {
    if (!this.data) return;
    const away = this.#outside();
    const outside = document.getElementById("outside");
    outside.hidden = away === 0;
    outside.textContent = ngettext("%(n)s place outside", "%(n)s places outside", away);
    const note = document.getElementById("not-located");
    const count = this.data.not_located;
    note.hidden = count === 0;
    if (!count) return;
    const search = new URLSearchParams(query());
    search.set("located", "no");
    const link = document.createElement("a");
    link.href = `?${search}`;
    link.dataset.go = "";
    link.textContent = gettext("List");
    note.replaceChildren(ngettext("%(n)s not located", "%(n)s not located", count), " ", link);
  }

  open(mark) {
    const twice = [...this.data.sites, ...this.data.areas].filter((place) => place.slug && place.slug === mark.place.slug);
    openPlace(this.map, { ...mark, parted: twice.length > 1 }, this.dash.dataset.placeUrl);
  }

  say(text) {
    const message = document.getElementById("map-message");
    message.hidden = !text;
    message.textContent = text;
  }
}
