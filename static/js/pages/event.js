// Pages with evidence: events, articles, sites, the review desk.

import * as dialogs from "./dialogs.js";
import * as lights from "./lights.js";

async function swapText(link) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("text").replaceWith(page.getElementById("text"));
  history.replaceState(null, "", link.href);
}

function startTexts() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-report]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    try {
      if (document.getElementById("text")?.dataset.shown !== link.dataset.report) await swapText(link);
    } catch { location.assign(link.href); return; }
    const cell = link.closest("[data-f]");
    if (cell) { lights.light(cell); lights.reveal(document.getElementById("text")); }
    else document.querySelector(`#text [data-report="${link.dataset.report}"]`)?.focus();
  });
}

function startArrangement() {
  const group = document.querySelector("[data-arrange]");
  const table = document.querySelector("table.accounts");
  if (!group || !table) return;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-arrange-to]");
    if (!button) return;
    table.dataset.mode = button.dataset.arrangeTo;
    group.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
  });
}

function startCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = globalThis.gettext ? gettext("Copied") : "Copied";
    } catch { getSelection().selectAllChildren(document.getElementById(button.dataset.copy)); return; }
    setTimeout(() => { button.textContent = words; }, 1600);
  });
}

lights.start();
dialogs.start();
startTexts();
startArrangement();
startCopying();
