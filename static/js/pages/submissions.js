// Submitting: links are counted before they are sent, and rows move on while they are read.

import * as drafts from "./drafts.js";
import * as ticks from "./ticks.js";

const EVERY = 1200;
const SLOWER = 6000;
const say = (text) => (globalThis.gettext ? gettext(text) : text);
const count = (one, many, number) =>
  (globalThis.ngettext ? ngettext(one, many, number) : number === 1 ? one : many).replace("%s", number);

// --- ways in: three forms, one shown ---
document.querySelector("[data-ways]")?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-way]");
  if (!link) return;
  event.preventDefault();
  link.parentElement.querySelectorAll("a").forEach((other) => other.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  document.querySelectorAll("[data-way-form]").forEach((form) => { form.hidden = form.dataset.wayForm !== link.dataset.way; });
  document.querySelector(`[data-way-form="${link.dataset.way}"] :is(textarea, input:not([type=hidden]))`)?.focus();
});

// --- what is typed stays until it is sent; a form that came with an address or a complaint keeps its own ---
for (const form of document.querySelectorAll("[data-way-form=links], [data-way-form=text]")) {
  if (location.search.includes("url=")) break;
  form.dataset.draft = `submit-${form.dataset.wayForm}`;
  drafts.keep(form);
  form.addEventListener("submit", () => drafts.forget(form));
}

// --- counting before sending ---
function line(number, tone, words) {
  const item = document.createElement("li");
  const tag = document.createElement("span");
  tag.className = `tag ${tone}`;
  tag.textContent = number;
  item.append(tag, ` ${words}`);
  return item;
}

function showCount(form, found) {
  const list = form.querySelector("[data-counted]");
  const lines = [line(found.good, found.good ? "ok" : "", count("link to read", "links to read", found.good))];
  if (found.known) lines.push(line(found.known, "accent", count("of them was read before", "of them were read before", found.known)));
  const doubled = found.doubles.slice(0, 3).map((pair) => `${pair.line} = ${pair.of}`).join(", ");
  if (found.doubles.length) lines.push(line(found.doubles.length, "", `${count("the same page again, left out", "the same pages again, left out", found.doubles.length)} (${say("lines")} ${doubled})`));
  for (const bad of found.refused.slice(0, 5)) lines.push(line(bad.line, "warn", `“${bad.text.slice(0, 60)}”: ${bad.why}`));
  if (found.refused.length > 5) lines.push(line(found.refused.length - 5, "warn", say("more lines without a usable link")));
  list.replaceChildren(...lines);
  list.hidden = false;
  const button = form.querySelector("[data-submit]");
  button.textContent = found.good ? count("Submit %s link", "Submit %s links", found.good) : say("Submit links");
  button.disabled = !found.good;
}

const linksForm = document.querySelector("[data-preview]");
if (linksForm) {
  const box = linksForm.querySelector("[data-links]");
  const button = linksForm.querySelector("[data-submit]");
  const clear = linksForm.querySelector("[data-clear]");
  const words = button.textContent;
  let turn = 0;
  let pause;
  const look = async () => {
    const mine = ++turn;
    clear.hidden = !box.value.trim();
    if (!box.value.trim()) {
      linksForm.querySelector("[data-counted]").hidden = true;
      button.textContent = words;
      button.disabled = false;
      return;
    }
    const answer = await fetch(linksForm.dataset.preview, { method: "POST", body: new FormData(linksForm) });
    if (answer.ok && mine === turn) showCount(linksForm, await answer.json());
  };
  box.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(() => look().catch(() => {}), 250); });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) linksForm.requestSubmit(); });
  clear.addEventListener("click", () => { box.value = ""; look(); box.focus(); });
  if (box.value.trim()) look().catch(() => {});
}

// --- rows that move on ---
const live = document.querySelector("[data-live]");
const working = () => [...live.querySelectorAll(".sub[data-working='1']")];

function tick() {
  const now = Date.now() / 1000;
  for (const time of live.querySelectorAll("time[data-since]")) {
    const seconds = Math.max(0, Math.floor(now - Number(time.dataset.since)));
    time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

function put(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old || old.dataset.version === fresh.dataset.version) return "";
  if (old.contains(document.activeElement) && old.dataset.state === fresh.dataset.state) return "";
  ticks.carry(old, fresh);
  old.replaceWith(fresh);
  return old.dataset.working === "1" && fresh.dataset.working === "0" ? fresh.dataset.state : "";
}

async function refresh(ids) {
  const query = ids.map((id) => `id=${id}`).join("&");
  const answer = await fetch(`${live.dataset.rowsUrl}?${query}&scope=${live.dataset.scope}`, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const ended = [...page.querySelectorAll(".sub")].map(put).filter(Boolean);
  const summary = page.querySelector("template[data-summary]")?.content.firstElementChild;
  const shown = document.querySelector("[data-summary-panel]");
  if (summary && shown) shown.replaceWith(summary);
  ticks.count();
  return ended;
}

function tell(ended) {
  const words = live.querySelector("[data-live-words]");
  if (!words || !ended.length) return;
  const failed = ended.filter((state) => state === "failed").length;
  const parts = [count("%s submission is done.", "%s submissions are done.", ended.length - failed)];
  if (failed) parts.push(count("%s submission failed.", "%s submissions failed.", failed));
  words.textContent = parts.join(" ");
}

async function watch() {
  const ids = working().map((row) => row.dataset.id);
  const tag = live.querySelector("[data-live-tag]");
  if (tag) tag.hidden = !ids.length;
  if (!ids.length) return;
  let pause = EVERY;
  if (document.hidden) pause = SLOWER;
  else {
    try {
      const ended = await refresh(ids);
      tell(ended);
      // The page of one submission shows more than its row: it is laid anew when the reading has ended.
      if (ended.length && live.hasAttribute("data-whole")) { location.reload(); return; }
    } catch { pause = SLOWER; }
  }
  setTimeout(watch, pause);
}

if (live) {
  setInterval(tick, 1000);
  setTimeout(watch, EVERY);
}
