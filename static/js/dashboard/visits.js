/* What changed since the last visit. Only this browser knows when that was; nothing is told to the server
   until somebody asks for it. */

import { ask, change, onChange, params } from "../url.js";
import { gettext, ngettext } from "../words.js";

const KEY = "conflictwatch-visits";
const PAUSE = 30 * 60000; /* a longer silence begins another visit */

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function write(visits) {
  try {
    localStorage.setItem(KEY, JSON.stringify(visits));
  } catch { /* storage is shut: then nobody is told of earlier visits */ }
}

/* When the visit before this one ended, as ISO; null for a first visit. */
function before() {
  const { last, before: earlier = null } = read();
  const another = last && Date.now() - Date.parse(last) > PAUSE;
  const found = another ? last : earlier;
  write({ last: new Date().toISOString(), before: found });
  return found;
}

function mark(since) {
  for (const row of document.querySelectorAll(".event[data-changed]:not(.fresh)")) {
    if (Date.parse(row.dataset.changed) <= Date.parse(since)) continue;
    row.classList.add("fresh");
    row.querySelector(".title")?.append(Object.assign(document.createElement("span"), { className: "only-read", textContent: ` (${gettext("changed since your last visit")})` }));
  }
}

export async function startVisits(dash) {
  const since = before();
  addEventListener("pagehide", () => write({ ...read(), last: new Date().toISOString() }));
  if (!since) return;
  const moment = since.replace(/\.\d+Z$/, "Z");
  mark(since);
  document.body.addEventListener("htmx:afterSettle", () => mark(since));
  document.body.addEventListener("htmx:oobAfterSwap", () => mark(since));
  const button = document.getElementById("since-visit");
  const { total } = await ask("since", dash.dataset.timelineUrl, new URLSearchParams({ since: moment }).toString());
  if (!total) return;
  button.textContent = ngettext("%(n)s changed since your last visit", "%(n)s changed since your last visit", total);
  const show = () => { button.hidden = params().has("since"); };
  show();
  onChange(show);
  button.addEventListener("click", () => change({ since: moment, sort: "changed" }));
}
