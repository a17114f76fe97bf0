/* The popup of one place, drawn by the server for the selection narrowed to it. */

import { query } from "../url.js";
import { escape, gettext } from "../words.js";

const EXACT = ["0", "1", "2"];
const COARSE = ["3", "4", "5", "6", "7", "9"];

/* The selection of one place: by its site, or by a small box where the catalogue lacks it. A site that is drawn
   as a circle and as an area has its events parted between the two. */
export function narrowed({ slug, lat, lon, radius_m: area }, parted) {
  const search = new URLSearchParams(query());
  if (parted) for (const code of area ? EXACT : COARSE) search.append("geo", `-${code}`);
  if (slug) {
    search.delete("site");
    search.set("site", slug);
  } else {
    const edge = 0.0005;
    search.set("bbox", [lon - edge, lat - edge, lon + edge, lat + edge].map((one) => one.toFixed(4)).join(","));
  }
  return search.toString();
}

export function openPlace(map, { place, marker, r, dx, dy, parted = false }, url) {
  const before = document.activeElement;
  const element = marker.getElement();
  const box = document.createElement("div");
  box.className = "place";
  box.innerHTML = `<h2 class="place-name">${escape(place.name || gettext("Unnamed place"))}</h2><span class="bone place-bone"></span>`;
  const popup = L.popup({
    closeButton: true, autoPanPaddingTopLeft: [12, 52], autoPanPaddingBottomRight: [12, 12], minWidth: 248, maxWidth: 248, className: "place-popup",
    offset: [dx, dy - r + 2],
  }).setLatLng([place.lat, place.lon]).setContent(box);
  element?.classList.add("chosen");
  document.getElementById("map-box").classList.add("told");
  popup.on("remove", () => {
    document.getElementById("map-box").classList.remove("told");
    element?.classList.remove("chosen");
    if (box.contains(document.activeElement) || document.activeElement === document.body) (before ?? element)?.focus?.();
  });
  popup.openOn(map);
  name(popup, place.name || gettext("Unnamed place"));

  fetch(`${url}?${narrowed(place, parted)}&name=${encodeURIComponent(place.name)}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" })
    .then(async (response) => {
      if (!response.ok) throw new Error(`${response.status}`);
      box.innerHTML = await response.text();
      popup.update();
      if (element?.matches(":focus-visible") || before === element) box.querySelector("a")?.focus();
    })
    .catch(() => {
      box.querySelector(".place-bone")?.remove();
      box.append(Object.assign(document.createElement("p"), { className: "notice bad", textContent: gettext("This place could not be loaded. Close it and try again.") }));
      popup.update();
    });
}

/* Leaflet's own close link says nothing to a screen reader in the reader's language. */
function name(popup, words) {
  const root = popup.getElement();
  root.setAttribute("role", "dialog");
  root.setAttribute("aria-label", words);
  root.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", gettext("Close"));
  root.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); popup.close(); } });
}
