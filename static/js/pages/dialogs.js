// Links with data-dialog open their page's form in a dialog; without script they are ordinary links.

import * as drafts from "./drafts.js";
import * as evidence from "./evidence.js";
import { dress } from "./picker.js";

const HEADERS = { "X-Dialog": "1", Accept: "text/html" };
const { gettext } = globalThis;
const say = (text) => (gettext ? gettext(text) : text);

export function prepare(root) {
  const form = root.querySelector("form.mend-form");
  root.querySelectorAll("[data-picker]").forEach(dress);
  if (!form) return null;
  drafts.keep(form);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  return form;
}

function dialog() {
  let box = document.getElementById("form-dialog");
  if (!box) {
    box = document.createElement("dialog");
    box.id = "form-dialog";
    box.className = "dialog";
    document.body.append(box);
    box.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) box.close();
    });
  }
  return box;
}

function fill(box, html, found) {
  box.innerHTML = html;
  const form = prepare(box);
  if (!form) return;
  evidence.attach(form, found);
  form.addEventListener("submit", (event) => { event.preventDefault(); send(box, form, found); });
  const wrong = box.querySelector("[role='alert']");
  const first = box.querySelector(".inputs input:not([type=hidden]), .inputs select, .why input");
  (wrong ? wrong.closest(".field")?.querySelector("input") || first : box.querySelector(".inputs input:checked") || first)?.focus();
}

async function send(box, form, found) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: HEADERS });
    if (answer.status === 204) {
      drafts.forget(form);
      location.assign(answer.headers.get("X-Location"));
      // The same address with a fragment would not load again by itself.
      if (new URL(answer.headers.get("X-Location"), location.href).pathname === location.pathname) location.reload();
      return;
    }
    fill(box, await answer.text(), found);
  } catch {
    button.disabled = false;
    complain(form, say("The server could not be reached. What you typed is kept; send it again."));
  }
}

function complain(form, sentence) {
  const note = form.querySelector(".lost") || document.createElement("p");
  note.className = "notice bad lost";
  note.role = "alert";
  note.textContent = sentence;
  form.querySelector(".foot").before(note);
}

export async function open(link) {
  const found = evidence.marked();
  const answer = await fetch(link.href, { headers: HEADERS });
  if (!answer.ok || answer.redirected) { location.assign(link.href); return; }
  const box = dialog();
  fill(box, await answer.text(), found);
  box.showModal();
  // A radio that is chosen before the first of its group: arrows go on from the present value.
  (box.querySelector(".inputs input[type=radio]:checked") || box.querySelector(".inputs input:not([type=hidden]), .inputs select, .why input"))?.focus();
  box.addEventListener("close", () => link.focus(), { once: true });
}

export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link).catch(() => location.assign(link.href));
  });
  document.querySelectorAll(".lone-form").forEach(prepare);
}
