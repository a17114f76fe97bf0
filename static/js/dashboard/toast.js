/* A word at the foot of the page that goes by itself. */

let timer = 0;

export function toast(text, { bad = false, action = null } = {}) {
  const box = document.getElementById("toast");
  box.replaceChildren(text);
  box.classList.toggle("bad", bad);
  if (action) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: action.word });
    button.addEventListener("click", () => { box.classList.remove("on"); action.run(); });
    box.append(" ", button);
  }
  box.classList.add("on");
  clearTimeout(timer);
  if (!action) timer = setTimeout(() => box.classList.remove("on"), 3500);
}

export function hush() {
  document.getElementById("toast").classList.remove("on");
}
