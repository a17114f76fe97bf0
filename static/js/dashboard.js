/* The dashboard: one selection in the URL; map, timeline, figures, facets and list follow it together. */

import { StrikeMap } from "./dashboard/map.js";
import { startList } from "./dashboard/list.js";
import { startPictures } from "./dashboard/picture.js";
import { showState, startRail } from "./dashboard/rail.js";
import { startTable } from "./dashboard/table.js";
import { startTabs } from "./dashboard/tabs.js";
import { startTake } from "./dashboard/take.js";
import { Timeline } from "./dashboard/timeline.js";
import { startVisits } from "./dashboard/visits.js";
import { hush, toast } from "./dashboard/toast.js";
import { change, onChange, query } from "./url.js";
import { gettext } from "./words.js";

const dash = document.getElementById("dash");
const map = new StrikeMap(dash);
const timeline = new Timeline(dash);
const progress = document.getElementById("progress");
let turn = 0;

/* Figures, chips, facets, list and table come drawn from the server, each to its place. */
async function update() {
  let failed = "";
  const refused = (event) => { failed = event.detail.xhr?.responseText || String(event.detail.xhr?.status ?? gettext("no answer")); };
  dash.addEventListener("htmx:responseError", refused);
  dash.addEventListener("htmx:sendError", refused);
  try {
    await htmx.ajax("GET", `${dash.dataset.updateUrl}?${query()}`, { source: dash, target: dash, swap: "none" });
  } finally {
    dash.removeEventListener("htmx:responseError", refused);
    dash.removeEventListener("htmx:sendError", refused);
  }
  if (failed) throw new Error(new DOMParser().parseFromString(failed, "text/html").body.textContent.trim());
  return listed();
}

const listed = () => Number(document.getElementById("list-count").dataset.count);

async function refresh({ parts = "all", playing = false } = {}, again = true) {
  turn += 1;
  const mine = turn;
  progress.hidden = false;
  dash.setAttribute("aria-busy", "true");
  showState();
  const jobs = parts === "timeline" ? [timeline.load()] : [update(), map.load({ playing }), ...(playing ? [] : [timeline.load()])];
  const done = await Promise.allSettled(jobs);
  if (mine !== turn) return;
  progress.hidden = true;
  dash.removeAttribute("aria-busy");
  const broken = done.find((one) => one.status === "rejected" && one.reason?.name !== "AbortError");
  if (broken) { failed(broken.reason); return; }
  hush();
  agree(done.map((one) => one.value), again);
}

/* All parts answer for the same events; where one was written in between, ask once more. */
function agree(totals, again) {
  if (again && new Set(totals.filter(Number.isFinite)).size > 1) refresh({}, false);
}

function failed(reason) {
  const text = navigator.onLine ? gettext("The page could not be brought up to date: %(reason)s", { reason: reason.message }) : gettext("No connection. What you see is as it was before.");
  toast(text, { bad: true, action: { word: gettext("Try again"), run: () => refresh() } });
}

function startChoices() {
  dash.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-choice]");
    if (!button) return;
    const first = button.parentElement.querySelector("button[data-choice]");
    const { choice, value } = button.dataset;
    change({ [choice]: button === first ? null : value }, { parts: choice === "by" ? "timeline" : "all" });
  });
  dash.addEventListener("change", (event) => {
    const select = event.target.closest("select[data-choice]");
    if (select) change({ [select.dataset.choice]: select.selectedIndex === 0 ? null : select.value });
  });
}

async function start() {
  startRail();
  startList();
  startChoices();
  startTabs();
  startTable();
  startPictures(dash);
  startTake(dash);
  onChange((detail) => refresh(detail));
  const done = await Promise.allSettled([map.load(), timeline.load()]);
  const broken = done.find((one) => one.status === "rejected");
  if (broken) failed(broken.reason);
  else agree([...done.map((one) => one.value), listed()], true);
  startVisits(dash).catch(() => {});
}

start();
