// A part of the page that moves on by itself while work is under way: asked for again, and put in place.

const EVERY = 2000;
const SLOWER = 8000;

async function fresh(id) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
}

async function watch(id) {
  let part = document.getElementById(id);
  if (part?.dataset.progress !== "1") return;
  let pause = document.hidden ? SLOWER : EVERY;
  if (!document.hidden && !part.contains(document.activeElement)) {
    try {
      const next = await fresh(id);
      if (next) part.replaceWith(next);
      part = next;
    } catch { pause = SLOWER; }
  }
  if (part?.dataset.progress === "1") setTimeout(watch, pause, id);
}

for (const part of document.querySelectorAll("[data-progress='1']")) setTimeout(watch, EVERY, part.id);
