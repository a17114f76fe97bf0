/* Files of the selection: the link does the work; for many events this tells how far it has come. */

import { toast } from "./toast.js";
import { gettext, number } from "../words.js";

const MANY = 5000;
const EVERY = 1000;

export function startTake(dash) {
  dash.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-export]");
    if (!link) return;
    link.closest("details").open = false;
    if (Number(document.getElementById("list-count").dataset.count) < MANY) return;
    const key = crypto.randomUUID();
    const address = new URL(link.href);
    address.searchParams.set("progress", key);
    event.preventDefault();
    location.assign(address);
    follow(new URL(`../export-progress/${key}`, address.origin + address.pathname));
  });
}

async function follow(address, tries = 0) {
  await new Promise((go) => { setTimeout(go, EVERY); });
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) {
    if (tries < 5) follow(address, tries + 1);
    return;
  }
  const { done, total } = await answer.json();
  toast(gettext("%(done)s of %(total)s events written", { done: number(done), total: number(total) }));
  if (done < total) follow(address, 0);
}
