/* The URL is the whole state: every change goes through here first, then all parts follow together. */

export const CHOICES = ["view", "sort", "by", "bin", "cols"];
const OWN = ["at"]; /* where the map stands; the server has no use for it */

const hearers = [];

/* hear({query, parts, first}) is called after each change; parts: "all" or "timeline". */
export function onChange(hear) {
  hearers.push(hear);
}

function tell(detail) {
  for (const hear of hearers) hear({ query: query(), ...detail });
}

/* What is asked of the server: the URL without what only this page understands. */
export function query() {
  const params = new URLSearchParams(location.search);
  for (const name of OWN) params.delete(name);
  return params.toString();
}

export function params() {
  return new URLSearchParams(location.search);
}

export function choice(name) {
  return params().get(name);
}

const PLAIN = { "%2C": ",", "%3A": ":", "%28": "(", "%29": ")" };

/* Signs that need no escape stay readable, as the server writes them. */
function address(search) {
  const text = search.replace(/%2C|%3A|%28|%29/g, (code) => PLAIN[code]);
  return `${location.pathname}${text ? `?${text}` : ""}`;
}

/* Show another selection. The map stays where it is unless the new query says otherwise. */
export function go(search, { parts = "all", replace = false, playing = false } = {}) {
  const next = new URLSearchParams(search.replace(/^\?/, ""));
  const at = params().get("at");
  if (at && !next.has("at")) next.set("at", at);
  const target = address(next.toString());
  if (target === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", target);
  tell({ parts, playing });
}

export function change(changes, options) {
  const next = params();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  go(next.toString(), options);
}

/* Remember where the map stands, without asking the server for anything. */
export function rememberPlace(at) {
  const next = params();
  if (at === null) next.delete("at");
  else next.set("at", at);
  history.replaceState(history.state, "", address(next.toString().replaceAll("%2F", "/")));
}

addEventListener("popstate", () => tell({ parts: "all", playing: false }));

/* One answer per kind of question: a newer question ends the older one. */
const running = new Map();

export async function ask(kind, url, search) {
  running.get(kind)?.abort();
  const control = new AbortController();
  running.set(kind, control);
  const response = await fetch(`${url}${search ? `?${search}` : ""}`, {
    signal: control.signal, headers: { Accept: "application/json" }, credentials: "same-origin",
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.detail || `${response.status}`);
  return body;
}
