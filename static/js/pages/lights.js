// Pointing at a value lights its words in the article; pointing at words lights the value they feed.

const sharesWord = (own, wanted) => !wanted || !own || own.split(" ").some((word) => wanted.split(" ").includes(word));

function partners(element) {
  const fields = (element.dataset.f || "").split(" ");
  const owners = element.dataset.r || "";
  const selector = fields.map((field) => `[data-f~="${CSS.escape(field)}"]`).join(",");
  return [...document.querySelectorAll(selector)].filter((other) => sharesWord(other.dataset.r, owners));
}

export function light(element) {
  document.querySelectorAll(".lit").forEach((other) => other.classList.remove("lit"));
  if (!element) return;
  for (const other of partners(element)) other.classList.add("lit");
}

export function start(root = document) {
  for (const type of ["pointerover", "focusin"]) {
    root.addEventListener(type, (event) => light(event.target.closest("[data-f]")));
  }
}

// Brings the first lit words of the article into view without moving the rest of the page.
export function reveal(root = document) {
  const words = root.querySelector("mark.lit");
  if (!words) return;
  words.closest("details.gap")?.setAttribute("open", "");
  words.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}
