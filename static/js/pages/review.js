// The review desk by keyboard. A key presses what stands on the screen: nothing is done that a button does not do.

import * as dialogs from "./dialogs.js";
import * as lights from "./lights.js";

const rows = () => [...document.querySelectorAll("[data-row]")];
let chosen = Math.max(0, rows().findIndex((row) => row.classList.contains("differs")));

function choose(index) {
  const all = rows();
  if (!all.length) return;
  chosen = (index + all.length) % all.length;
  all.forEach((row, place) => { row.tabIndex = place === chosen ? 0 : -1; row.classList.toggle("chosen", place === chosen); });
  all[chosen].focus({ preventScroll: false });
  lights.light(all[chosen]);
  lights.reveal(document.getElementById("text"));
}

const submit = (name) => document.querySelector(`[data-key-form="${name}"]`)?.requestSubmit();
const follow = (name) => document.querySelector(`[data-key-link="${name}"]`)?.click();

const actions = {
  a: () => submit("accept"),
  c: () => { const link = rows()[chosen]?.querySelector("[data-correct]"); if (link) dialogs.open(link); },
  x: () => follow("reject"),
  m: () => follow("merge"),
  s: () => follow("split"),
  u: () => submit("undo"),
  g: () => document.querySelector("[data-key-press='take']")?.click(),
  n: () => follow("next"),
  j: () => follow("next"),
  k: () => follow("before"),
  "?": () => document.getElementById("keys-help")?.showModal(),
  ArrowDown: () => choose(chosen + 1),
  ArrowUp: () => choose(chosen - 1),
  Enter: () => actions.c(),
};
const named = { correct: "c", undo: "u", help: "?" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "Enter" && !event.target.closest("[data-row]")) return;
  if (/^[1-9]$/.test(event.key)) {
    const link = document.querySelectorAll("#text header a[data-report]")[Number(event.key) - 1];
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-key]");
  if (button) actions[named[button.dataset.key]]();
  const row = event.target.closest("[data-row]");
  if (row && !event.target.closest("a, button")) choose(rows().indexOf(row));
});
document.querySelector("[data-submit-on-change]")?.addEventListener("change", (event) => event.target.form.submit());
document.querySelector("[data-queue][aria-current]")?.scrollIntoView({ block: "nearest" });
rows()[chosen]?.classList.add("chosen");
