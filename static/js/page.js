/* What every page does: theme, menus, the way to the search field. */

const DAY = 86400;

function themeNow() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen) return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme};path=/;max-age=${365 * DAY};samesite=lax`;
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.setAttribute("aria-pressed", String(theme === "dark"));
    const use = button.querySelector("use");
    if (use) use.setAttribute("href", use.getAttribute("href").replace(/#.*/, theme === "dark" ? "#sun" : "#moon"));
  }
  document.dispatchEvent(new CustomEvent("cw:theme", { detail: theme }));
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except && !menu.contains(except)) menu.open = false;
  }
}

/* Whether keys belong to a field in which somebody writes. */
export function writing(target) {
  return target instanceof Element && Boolean(target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]"));
}

function openSearch() {
  const form = document.querySelector("[role=search]");
  if (!form) return;
  form.classList.add("open");
  document.querySelector("[data-search-toggle]")?.setAttribute("aria-expanded", "true");
  form.querySelector("input[type=search]").focus();
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  closeMenus(target?.closest("details.menu") ?? null);
  if (target?.closest("[data-theme-toggle]")) setTheme(themeNow() === "dark" ? "light" : "dark");
  if (target?.closest("[data-search-toggle]")) openSearch();
  else if (target && !target.closest("[role=search]")) document.querySelector("[role=search]")?.classList.remove("open");
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    if (document.activeElement?.matches("[role=search] input")) {
      document.activeElement.blur();
      document.querySelector("[role=search]").classList.remove("open");
    }
  }
  if (event.key === "/" && !writing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    openSearch();
  }
});

if (document.documentElement.dataset.theme || themeNow() === "dark") {
  for (const use of document.querySelectorAll("[data-theme-toggle] use")) {
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, themeNow() === "dark" ? "#sun" : "#moon"));
  }
}
