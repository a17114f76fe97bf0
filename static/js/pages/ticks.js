// Ticked rows of the list of submissions: counted, all at once, by keyboard. Without script the same form
// sends whatever is ticked.

const form = document.querySelector("[data-ticked]");
const list = document.querySelector(".subs");
const boxes = () => (list ? [...list.querySelectorAll(".check[form]")] : []);
const words = (number) =>
  (globalThis.ngettext ? ngettext("%s ticked", "%s ticked", number) : "%s ticked").replace("%s", number);
const all = form?.querySelector("[data-tick-all] .check");
const before = form?.querySelector("[data-tick-words]").textContent;
let last = null;

// How many of the ticked rows each button would move; a button that would move none is off.
export function count() {
  if (!form) return;
  const ticked = boxes().filter((box) => box.checked);
  form.querySelector("[data-tick-words]").textContent = ticked.length ? words(ticked.length) : before;
  for (const button of form.querySelectorAll("button[name=do]")) {
    const able = ticked.filter((box) => box.dataset.can === button.value).length;
    button.querySelector("[data-tick-count]").textContent = able ? ` (${able})` : "";
    button.disabled = !able;
  }
  all.checked = ticked.length > 0 && ticked.length === boxes().length;
  all.indeterminate = ticked.length > 0 && !all.checked;
  all.classList.toggle("not", all.indeterminate);
  all.disabled = !boxes().length;
}

// A row that was laid anew stays ticked, as long as something can be done about it.
export function carry(old, fresh) {
  const box = fresh.querySelector(".check[form]");
  if (box && old.querySelector(".check[form]")?.checked) box.checked = true;
}

function between(from, to) {
  const rows = boxes();
  const [start, end] = [rows.indexOf(from), rows.indexOf(to)].sort((a, b) => a - b);
  return start < 0 ? [] : rows.slice(start, end + 1);
}

function step(box, by, ticking) {
  const rows = boxes();
  const next = rows[rows.indexOf(box) + by];
  if (!next) return;
  next.focus();
  if (ticking) next.checked = box.checked = true;
  count();
}

if (form && list) {
  form.querySelector("[data-tick-all]").hidden = false;
  form.querySelector("[data-tick-keys]").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    count();
  });
  list.addEventListener("click", (event) => {
    const box = event.target.closest(".check[form]");
    if (!box) return;
    if (event.shiftKey && last) for (const one of between(last, box)) one.checked = box.checked;
    last = box;
    count();
  });
  list.addEventListener("keydown", (event) => {
    const box = event.target.closest(".check[form]");
    if (!box) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(box, event.key === "ArrowDown" ? 1 : -1, event.shiftKey);
    } else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      for (const one of boxes()) one.checked = true;
      count();
    }
  });
  count();
}
