/* A basemap of our own: land, borders and names out of packaged open data, no tile server. */

import { locale } from "./words.js";

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

export async function addBasemap(map, url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status}`);
  const { land, coast, borders } = rings(await response.json());
  map.createPane("base").style.zIndex = 150;
  const renderer = L.svg({ pane: "base", padding: 0.6 });
  const quiet = { pane: "base", renderer, interactive: false, smoothFactor: 1.2 };
  L.polygon(land.map((ring) => [ring]), { ...quiet, className: "land", stroke: false, noClip: false }).addTo(map);
  L.polyline(borders, { ...quiet, className: "border", weight: 1 }).addTo(map);
  L.polyline(coast, { ...quiet, className: "coast", weight: 0.8 }).addTo(map);
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
