// Keeps what is typed into a form until it is sent: closing a dialog or losing the connection loses no word.

const KEPT_DAYS = 14;
const skip = new Set(["csrfmiddlewaretoken", "next", "revision"]);
const key = (form) => `draft:${form.dataset.draft}`;

function entries(form) {
  return [...new FormData(form)].filter(([name, value]) => !skip.has(name) && typeof value === "string");
}

function fill(form, kept) {
  const values = new Map();
  for (const [name, value] of kept) values.set(name, [...(values.get(name) || []), value]);
  for (const control of form.elements) {
    if (!control.name || skip.has(control.name) || control.type === "file") continue;
    const given = values.get(control.name) || [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = given.includes(control.value);
    else if (given.length) control.value = given[0];
  }
}

export function forget(form) {
  localStorage.removeItem(key(form));
}

export function keep(form) {
  const note = form.querySelector("[data-draft-note]");
  const first = JSON.stringify(entries(form));
  const wrong = form.querySelector("[role='alert']");
  try {
    const kept = JSON.parse(localStorage.getItem(key(form)) || "null");
    const fresh = kept && Date.now() - kept.at < KEPT_DAYS * 86400000;
    // A form that came back with a complaint already holds what was typed.
    if (fresh && !wrong && JSON.stringify(kept.entries) !== first) {
      fill(form, kept.entries);
      if (note) note.hidden = false;
    }
  } catch { localStorage.removeItem(key(form)); }
  form.addEventListener("input", () => {
    try { localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), entries: entries(form) })); } catch { /* storage is full or off: typing goes on */ }
  });
  form.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
    forget(form);
    fill(form, JSON.parse(first));
    if (note) note.hidden = true;
  });
}
