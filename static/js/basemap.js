/* A basemap of our own: land, borders and names out of packaged open data, no tile server. */

import { locale } from "./words.js";

const CLOSE = 7; /* the zoom from which 1:50m looks coarse */
const NAMES = { en: 3, id: 4, ar: 5 };

/* Turn flat steps back into [lat, lon] pairs. */
export function line(coded, grid) {
  const points = [];
  let [x, y] = [0, 0];
  for (let index = 0; index < coded.length; index += 2) {
    x += coded[index];
    y += coded[index + 1];
    points.push([y / grid, x / grid]);
  }
  return points;
}

export function rings(data) {
  const arcs = data.arcs.map((arc) => line(arc, data.grid));
  const whole = data.land.map((numbers) => numbers.flatMap((arc, index) => {
    const points = arc >= 0 ? arcs[arc] : [...arcs[~arc]].reverse();
    return index ? points.slice(1) : points;
  }));
  return {
    land: [...whole, ...data.land_parts.map((part) => line(part, data.grid))],
    coast: [...data.coast.map((arc) => arcs[arc]), ...data.coast_parts.map((part) => line(part, data.grid))],
    borders: data.borders.map((border) => line(border, data.grid)),
  };
}

/* The lines of a ring without what only follows the edge of its cell. */
export function shore(ring, grid, west, south, cell = 10, margin = 20) {
  const edges = [[1, west - margin / grid], [1, west + cell + margin / grid], [0, south - margin / grid], [0, south + cell + margin / grid]];
  const along = (a, b) => edges.some(([axis, edge]) => Math.abs(a[axis] - edge) < 1e-9 && Math.abs(b[axis] - edge) < 1e-9);
  const lines = [];
  let piece = [];
  [...ring, ring[0]].forEach((point, index, all) => {
    if (index && along(all[index - 1], point)) {
      if (piece.length > 1) lines.push(piece);
      piece = [];
    }
    piece.push(point);
  });
  if (piece.length > 1) lines.push(piece);
  return lines;
}

/* Finer land, cell by cell, once somebody looks closely. */
class Coast {
  constructor(map, folder, index) {
    Object.assign(this, { map, folder, index, known: null, asked: new Set() });
    map.createPane("fine").style.zIndex = 152;
    this.renderer = L.svg({ pane: "fine", padding: 0.6 });
    map.on("moveend", () => this.follow());
    this.follow();
  }

  async follow() {
    const { map } = this;
    const close = map.getZoom() >= CLOSE;
    map.getContainer().classList.toggle("close", close);
    if (!close) return;
    this.known ??= fetch(this.index).then((response) => response.json()).then((names) => new Set(names));
    const known = await this.known;
    const view = map.getBounds().pad(0.2);
    const first = (degree) => Math.floor(degree / 10) * 10;
    for (let west = first(view.getWest()); west < view.getEast(); west += 10) {
      for (let south = first(view.getSouth()); south < view.getNorth(); south += 10) {
        const name = `${west}_${south}`;
        if (known.has(name) && !this.asked.has(name)) this.#load(name, west, south);
      }
    }
  }

  async #load(name, west, south) {
    this.asked.add(name);
    try {
      const { grid, land } = await (await fetch(`${this.folder}${name}.json`)).json();
      const shared = { pane: "fine", renderer: this.renderer, interactive: false };
      const found = land.map((ring) => line(ring, grid));
      L.rectangle([[south, west], [south + 10, west + 10]], { ...shared, stroke: false, className: "sea" }).addTo(this.map);
      L.polygon(found.map((ring) => [ring]), { ...shared, stroke: false, className: "land" }).addTo(this.map);
      L.polyline(found.flatMap((ring) => shore(ring, grid, west, south)), { ...shared, weight: 0.8, className: "coast fine" }).addTo(this.map);
    } catch {
      this.asked.delete(name); /* the coarse land stays; the next move tries again */
    }
  }
}

const PIECE = 500; /* points that are drawn at once, so that the page answers in between */

const pause = () => (globalThis.scheduler?.yield ? scheduler.yield() : new Promise((go) => { setTimeout(go); }));

/* Lines in groups of about PIECE points; a longer one stands alone. */
function* groups(lines) {
  let [group, points] = [[], 0];
  for (const one of lines) {
    if (points && points + one.length > PIECE) { yield group; [group, points] = [[], 0]; }
    group.push(one);
    points += one.length;
  }
  if (group.length) yield group;
}

async function draw(lines, add) {
  for (const group of groups(lines)) {
    add(group);
    await pause();
  }
}

export async function addBasemap(map, url, { coast = "", coastIndex = "" } = {}) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status}`);
  const data = await response.json();
  await pause();
  const { land, coast: shores, borders } = rings(data);
  await pause();
  map.createPane("base").style.zIndex = 150;
  map.createPane("borders").style.zIndex = 154;
  const quiet = { pane: "base", renderer: L.svg({ pane: "base", padding: 0.6 }), interactive: false, smoothFactor: 1.2 };
  const over = { ...quiet, pane: "borders", renderer: L.svg({ pane: "borders", padding: 0.6 }) };
  await draw(land, (group) => L.polygon(group.map((ring) => [ring]), { ...quiet, className: "land", stroke: false }).addTo(map));
  await draw(borders, (group) => L.polyline(group, { ...over, className: "border", weight: 1 }).addTo(map));
  await draw(shores, (group) => L.polyline(group, { ...quiet, className: "coast", weight: 0.8 }).addTo(map));
  if (coastIndex) new Coast(map, coast, coastIndex);
}

/* Which names could stand on the map at this zoom, the most important first. */
export class Names {
  constructor(url, townsUrl) {
    this.townsUrl = townsUrl;
    this.countries = [];
    this.towns = [];
    this.ready = this.#load(url).then((data) => { this.countries = data.countries; this.towns = data.towns; });
    this.more = null;
  }

  async #load(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  }

  /* Smaller towns come when somebody looks closely. */
  closer() {
    this.more ??= this.#load(this.townsUrl).then((data) => { this.towns = [...this.towns, ...data.towns]; });
    return this.more;
  }

  inView(map) {
    const zoom = map.getZoom();
    const view = map.getBounds();
    const seen = (entry) => view.contains([entry[1], entry[0]]);
    const least = 2600 / 2 ** Math.max(0, zoom - 4) ;
    const countries = this.countries.filter((entry) => entry[2] * 2 ** (zoom - 4) > 2.2 && seen(entry)).map((entry) => ({
      kind: "country", lat: entry[1], lon: entry[0], size: entry[2] * 2 ** (zoom - 4), text: entry[NAMES[locale] ?? 3],
    }));
    const towns = zoom < 4.5 ? [] : this.towns.filter((entry) => entry[2] >= least && seen(entry)).slice(0, 120).map((entry) => ({
      kind: "town", lat: entry[1], lon: entry[0], text: (locale === "ar" && entry[4]) || entry[3],
    }));
    return { countries, towns };
  }
}
