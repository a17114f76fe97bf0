/* The rail of filters: a form whose every change becomes a new URL; on phones it is a sheet. */

import { CHOICES, go, params } from "../url.js";
import { gettext } from "../words.js";
import { toast } from "./toast.js";

const form = document.getElementById("filters");
const rail = document.getElementById("rail");

/* What the form says, with the choices of the page that the URL holds. */
function said() {
  const search = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (!CHOICES.includes(name) && String(value).trim()) search.append(name, String(value).trim());
  }
  const text = document.getElementById("search-field").value.trim();
  if (text) search.append("q", text);
  const now = params();
  for (const name of CHOICES) if (now.has(name)) search.set(name, now.get(name));
  /* Chosen values that the rail does not show at the moment stay chosen. */
  const shown = new Set([...form.elements].filter((one) => one.type === "checkbox").map((one) => `${one.name}=${one.value}`));
  for (const [name, value] of now) {
    const facet = document.getElementById(`facet-${name}`);
    if (facet && !shown.has(`${name}=${value}`)) search.append(name, value);
  }
  return search.toString();
}

let soon = 0;
function follow(wait = 0) {
  clearTimeout(soon);
  soon = setTimeout(() => go(said()), wait);
}

/* Controls that the server does not draw anew take their value from the URL. */
export function showState() {
  const now = params();
  for (const name of ["killed_min", "killed_max", "injured_min", "injured_max"]) {
    const field = form.elements[name];
    if (field && field !== document.activeElement) field.value = now.get(name) ?? "";
  }
  const search = document.getElementById("search-field");
  if (search !== document.activeElement) search.value = now.get("q") ?? "";
  for (const button of document.querySelectorAll("button[data-choice]")) {
    const group = button.parentElement.querySelectorAll("button[data-choice]");
    const value = now.get(button.dataset.choice) ?? group[0].dataset.value;
    button.setAttribute("aria-pressed", String(button.dataset.value === value));
  }
  for (const select of document.querySelectorAll("select[data-choice]")) select.value = now.get(select.dataset.choice) ?? select.options[0].value;
  document.getElementById("dash").dataset.view = now.get("view") ?? "map";
}

async function facet(name, url, find = "") {
  const search = params();
  search.delete("at");
  search.set("facet", name);
  if (find) search.set("find", find);
  const response = await fetch(`${url}?${search}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  if (response.ok) document.getElementById(`facet-${name}`).innerHTML = await response.text();
}

function toggleRail(open = !rail.classList.contains("open")) {
  rail.classList.toggle("open", open);
  document.body.classList.toggle("rail-open", open);
  for (const button of document.querySelectorAll("[data-rail-toggle][aria-controls]")) button.setAttribute("aria-expanded", String(open));
  if (open) rail.querySelector("button, a, input").focus();
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    toast(gettext("Link copied"));
  } catch {
    toast(gettext("Copying is not allowed here: %(url)s", { url: location.href }));
  }
}

export function startRail() {
  form.addEventListener("change", (event) => { if (!event.target.matches("[data-find]")) follow(event.target.type === "date" ? 500 : 0); });
  form.addEventListener("submit", (event) => { event.preventDefault(); follow(); });
  document.getElementById("search").addEventListener("submit", (event) => { event.preventDefault(); follow(); });
  document.getElementById("search-field").addEventListener("search", () => follow());
  let finding = 0;
  form.addEventListener("input", (event) => {
    const field = event.target.closest("[data-find]");
    if (!field) return;
    clearTimeout(finding);
    finding = setTimeout(() => facet(field.dataset.find, field.dataset.url, field.value), 200);
  });
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("[data-find]")) event.preventDefault(); });
  document.getElementById("copy-link").addEventListener("click", copyLink);
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-all], [data-rail-toggle], a[data-go]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target.matches("[data-all]")) facet(target.dataset.all, target.dataset.url);
    if (target.matches("[data-rail-toggle]")) { event.preventDefault(); toggleRail(); }
    if (target.matches("a[data-go]")) { event.preventDefault(); go(new URL(target.href).search.slice(1)); }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && rail.classList.contains("open")) toggleRail(false); });
}
