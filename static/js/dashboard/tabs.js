/* The bar at the thumb: jumps to a part of the page and shows which part is in sight. */

const PARTS = { map: ".stage", time: "#time", list: "#list" };

export function startTabs() {
  const bar = document.querySelector(".tabs");
  const mark = (name) => {
    for (const tab of bar.querySelectorAll("[data-tab]")) {
      if (tab.dataset.tab === name) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  };
  bar.addEventListener("click", (event) => {
    const part = PARTS[event.target.closest("[data-tab]")?.dataset.tab];
    if (!part) return;
    event.preventDefault();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.querySelector(part).scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  });
  const seen = new Map();
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) seen.set(entry.target, entry.isIntersecting);
    const first = Object.entries(PARTS).find(([, part]) => seen.get(document.querySelector(part)));
    if (first) mark(first[0]);
  }, { rootMargin: "-110px 0px -45% 0px" });
  for (const part of Object.values(PARTS)) watch.observe(document.querySelector(part));
}
