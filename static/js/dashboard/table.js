/* The table of events: which columns it has stands in the URL; arrows go from row to row, a place goes to the map. */

import { change, onChange, params } from "../url.js";

const chooser = document.getElementById("columns");
const boxes = () => [...chooser.querySelectorAll("input[type=checkbox]")];
const usual = () => boxes().filter((box) => "usual" in box.dataset).map((box) => box.value).join(",");

function show() {
  const chosen = (params().get("cols") ?? usual()).split(",");
  for (const box of boxes()) box.checked = chosen.includes(box.value);
}

function chosen() {
  const names = boxes().filter((box) => box.checked).map((box) => box.value).join(",");
  return names === usual() || !names ? null : names;
}

function step(row, by) {
  const all = [...document.querySelectorAll("#table-view .events-table tbody tr")].filter((one) => one.querySelector("a, button"));
  const next = all[all.indexOf(row) + by];
  const target = next?.querySelector(".row-link, a, button");
  target?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

export function startTable() {
  chooser.addEventListener("change", () => change({ cols: chosen() }));
  chooser.addEventListener("click", (event) => { if (event.target.closest("[data-columns]")) change({ cols: null }); });
  onChange(show);
  const view = document.querySelector(".stage");
  view.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(".events-table tbody tr");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!row || !by || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(row, by);
  });
  view.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-on-map]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    change({ view: null, at: link.dataset.onMap });
  });
}
