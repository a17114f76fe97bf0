/* Names and hairlines over the rings: one drawing, made anew whenever the map stands still. */

import { around, placeLabels, Room } from "../layout.js";
import { textWidth } from "../measure.js";
import { escape, gettext, number } from "../words.js";

/* A catalogue name without what stands in brackets or behind a stroke, so that labels stay short. */
export function short(name) {
  return name.replace(/\s*\([^)]*\)|\s+\/\s.*$/g, "").trim() || name;
}

export class Lettering {
  constructor(map) {
    this.map = map;
    const pane = map.createPane("letters");
    pane.style.zIndex = 620;
    pane.style.pointerEvents = "none";
    this.under = this.#drawing(map.createPane("hairlines"), 590);
    this.over = this.#drawing(pane, 620);
    this.last = null;
    map.on("zoomstart", () => { this.over.style.visibility = "hidden"; this.under.style.visibility = "hidden"; });
  }

  #drawing(pane, level) {
    pane.style.zIndex = level;
    pane.style.pointerEvents = "none";
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "letters");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("direction", "ltr");
    pane.append(svg);
    return svg;
  }

  names(names) {
    if (this.last) this.draw(this.last.marks, this.last.areas, names);
  }

  draw(marks, areas, names) {
    this.last = { marks, areas };
    const { map } = this;
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint([0, 0]);
    for (const svg of [this.over, this.under]) {
      L.DomUtil.setPosition(svg, corner);
      svg.setAttribute("width", size.x);
      svg.setAttribute("height", size.y);
      svg.style.visibility = "";
    }
    const bounds = { left: 2, top: 2, right: size.x - 2, bottom: size.y - 2 };
    const at = (place) => map.latLngToContainerPoint([place.lat, place.lon]);
    const inside = (point) => point.x > -40 && point.y > -40 && point.x < size.x + 40 && point.y < size.y + 40;
    const room = new Room();
    this.#takeControls(room);
    const shown = marks.map((mark) => {
      const { x, y } = at(mark.place);
      return { mark, x: x + mark.dx, y: y + mark.dy, trueX: x, trueY: y, r: mark.r };
    }).filter(inside);
    for (const one of shown) room.take(around(one.x, one.y, one.r + 1));
    const sites = placeLabels(shown, room, ({ mark }) => textWidth(short(mark.place.name), "600 12px") + 7 + textWidth(number(mark.total), "12px"), { bounds });
    const areaItems = areas.map((area) => ({ area, ...this.#rim(area, at) })).filter(inside);
    const areaLabels = placeLabels(areaItems, room, ({ area }) => textWidth(this.#areaText(area), "italic 11px") + 4, { height: 14, bounds });
    this.under.innerHTML = this.#hairlines(shown);
    this.over.innerHTML = this.#base(names, room, at, bounds) + areaLabels.map((label) => this.#area(label)).join("") + sites.map((label) => this.#site(label)).join("");
  }

  /* Names go around the controls that lie on the map. */
  #takeControls(room) {
    const map = this.map.getContainer().getBoundingClientRect();
    for (const control of document.querySelectorAll("#map-box .over, .view-switch, #scale, #map .leaflet-control-attribution")) {
      const box = control.getBoundingClientRect();
      if (box.width) room.take({ left: box.left - map.left - 3, right: box.right - map.left + 3, top: box.top - map.top - 3, bottom: box.bottom - map.top + 3 });
    }
  }

  #hairlines(shown) {
    return shown.filter(({ mark }) => Math.hypot(mark.dx, mark.dy) > 3).map((one) =>
      `<path class="hairline" d="M${one.trueX} ${one.trueY}L${one.x.toFixed(1)} ${one.y.toFixed(1)}"/><circle class="anchor" cx="${one.trueX}" cy="${one.trueY}" r="1.8"/>`).join("");
  }

  #rim(area, at) {
    const middle = at(area);
    const metresPerPixel = (40075016 * Math.cos((area.lat * Math.PI) / 180)) / (256 * 2 ** this.map.getZoom());
    return { x: middle.x, y: middle.y, r: Math.max(4, area.radius_m / metresPerPixel) };
  }

  #areaText(area) {
    const total = area.counts.reduce((sum, count) => sum + count, 0);
    return `${short(area.name)} · ${gettext("area only: %(n)s", { n: number(total) })}`;
  }

  #area({ item, x, y, anchor }) {
    return `<text class="label-area" x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escape(this.#areaText(item.area))}</text>`;
  }

  #site({ item, x, y, anchor }) {
    return `<text class="label-site" x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}"><tspan class="strong">${escape(short(item.mark.place.name))}</tspan> ${number(item.mark.total)}</text>`;
  }

  #base(names, room, at, bounds) {
    const { countries, towns } = names.inView(this.map);
    const parts = [];
    for (const town of towns) {
      const point = at(town);
      const [label] = placeLabels([{ ...point, x: point.x, y: point.y, r: 1 }], room, () => textWidth(town.text, "11px"), { height: 13, bounds });
      if (label) parts.push(`<circle class="town-dot" cx="${point.x}" cy="${point.y}" r="1.7"/><text class="label-town" x="${label.x.toFixed(1)}" y="${label.y.toFixed(1)}" text-anchor="${label.anchor}">${escape(town.text)}</text>`);
    }
    for (const country of countries) {
      const point = at(country);
      const wide = textWidth(country.text, "600 11px") * 1.25 + country.text.length * 1.4;
      for (const shift of [0, -22, 22, -44, 44]) {
        const box = { left: point.x - wide / 2, right: point.x + wide / 2, top: point.y + shift - 8, bottom: point.y + shift + 6 };
        if (box.left < bounds.left || box.right > bounds.right || box.top < 0 || box.bottom > bounds.bottom || !room.free(box)) continue;
        room.take(box);
        parts.push(`<text class="label-country" x="${point.x}" y="${point.y + shift + 3}" text-anchor="middle">${escape(country.text)}</text>`);
        break;
      }
    }
    return parts.join("");
  }
}
