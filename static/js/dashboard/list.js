/* The list: an event opens in its place; J and K go on, Enter opens, O leaves for its page. */

import { gettext } from "../words.js";
import { writing } from "../page.js";

const rows = () => [...document.querySelectorAll("#event-rows > .event > .event-row")];

async function fill(box, url) {
  box.innerHTML = '<span class="bone brief-bone"></span><span class="bone brief-bone"></span>';
  try {
    const response = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!response.ok) throw new Error(`${response.status}`);
    box.innerHTML = await response.text();
    box.dataset.filled = "";
  } catch {
    box.replaceChildren(Object.assign(document.createElement("p"), { className: "notice bad", textContent: gettext("This event could not be loaded.") }));
  }
}

function toggle(row) {
  const item = row.parentElement;
  const box = item.querySelector(".brief");
  const opening = box.hidden;
  for (const open of document.querySelectorAll("#event-rows > .event.open")) {
    open.classList.remove("open");
    open.querySelector(".event-row").setAttribute("aria-expanded", "false");
    open.querySelector(".brief").hidden = true;
  }
  mark(null);
  if (!opening) return;
  item.classList.add("open");
  row.setAttribute("aria-expanded", "true");
  box.hidden = false;
  mark(item.dataset.place);
  if (!("filled" in box.dataset)) fill(box, row.dataset.brief);
}

/* The circle of the event that is open, or pointed at. */
function mark(slug) {
  for (const pin of document.querySelectorAll(".pin.near")) pin.classList.remove("near");
  if (slug) document.querySelector(`.pin[data-slug="${CSS.escape(slug)}"]`)?.classList.add("near");
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.indexOf(document.activeElement?.closest?.(".event")?.querySelector(".event-row"));
  const next = all[Math.max(0, Math.min(all.length - 1, here < 0 ? 0 : here + by))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

export function startList() {
  const list = document.getElementById("list");
  list.addEventListener("click", (event) => {
    const row = event.target.closest(".event-row");
    /* A new tab stays a new tab. */
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    toggle(row);
  });
  list.addEventListener("pointerover", (event) => {
    const item = event.target.closest(".event");
    if (item) mark(item.dataset.place);
  });
  list.addEventListener("pointerleave", () => mark(document.querySelector("#event-rows > .event.open")?.dataset.place));
  document.addEventListener("keydown", (event) => {
    if (writing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); step(event.key === "j" ? 1 : -1); }
    const row = document.activeElement?.closest?.(".event-row");
    if (event.key === "o" && row) location.assign(row.href);
    if (event.key === "Escape" && document.activeElement?.closest?.(".brief")) {
      const owner = document.activeElement.closest(".event").querySelector(".event-row");
      toggle(owner);
      owner.focus();
    }
  });
}
