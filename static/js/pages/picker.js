// A text field with suggestions from the catalogue: type a name in any script, choose with arrows and Enter.

let count = 0;

export function dress(input) {
  const list = document.createElement("ul");
  list.className = "picker-list";
  list.id = `picker-${++count}`;
  list.role = "listbox";
  list.hidden = true;
  input.after(list);
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })
    .forEach(([name, value]) => input.setAttribute(name, value));
  let options = [];
  let chosen = -1;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    input.value = option.slug;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  };
  const mark = (index) => {
    chosen = (index + options.length) % options.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    input.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    list.replaceChildren(...options.map((option, place) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${place}`;
      item.role = "option";
      const name = document.createElement("b");
      const note = document.createElement("span");
      name.textContent = option.name;
      note.textContent = option.note;
      note.className = "muted";
      item.append(name, note);
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(option); });
      return item;
    }));
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    chosen = -1;
  };
  const ask = async () => {
    const turn = ++asked;
    const text = input.value.trim();
    if (!text) { options = []; show(); return; }
    try {
      const answer = await fetch(`/${input.dataset.picker}/options?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || turn !== asked) return;
      options = (await answer.json()).options;
      if (options.length === 1 && options[0].slug === text) options = [];
      show();
    } catch { close(); }
  };

  let pause;
  input.addEventListener("input", (event) => {
    clearTimeout(pause);
    if (event.isTrusted) pause = setTimeout(ask, 150);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(options[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
}
