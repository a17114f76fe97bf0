/* Pictures of map and timeline as PNG: drawn here from what is seen, with caption, period, filters and date. */

import { day, gettext, ngettext, rtl } from "../words.js";
import { toast } from "./toast.js";

const KEPT = [
  "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
  "opacity", "font-family", "font-size", "font-weight", "font-style", "letter-spacing", "text-anchor", "text-transform", "paint-order",
  "direction", "visibility", "vector-effect",
];
const EDGE = 24;
const LINE = 20;
const SHARP = 2; /* pixels of the picture for one of the screen */

const colour = (name) => getComputedStyle(document.getElementById(name)).backgroundColor;
const family = () => getComputedStyle(document.body).fontFamily;

/* A colour of the page's tokens as the theme has it now. */
function shade(name) {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = `var(${name})`;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/* A copy that no style sheet has to reach: a picture is drawn alone. */
function alone(drawing) {
  const copy = drawing.cloneNode(true);
  const [from, to] = [[drawing, ...drawing.querySelectorAll("*")], [copy, ...copy.querySelectorAll("*")]];
  const gone = [];
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    if (style.display === "none" || element.matches("title, .handle")) { gone.push(to[index]); return; }
    for (const name of KEPT) to[index].style.setProperty(name, style.getPropertyValue(name));
    to[index].removeAttribute("class");
  });
  copy.style.removeProperty("transform");
  for (const element of gone) element.remove();
  return copy;
}

const level = (element) => {
  const pane = element.closest(".leaflet-pane:not(.leaflet-map-pane)");
  return Number(pane && getComputedStyle(pane).zIndex) || 0;
};

/* All drawings of a box, each where it stands, the lowest first. */
function gathered(box) {
  const frame = box.getBoundingClientRect();
  const all = box.matches("svg") ? [box] : [...box.querySelectorAll(".leaflet-map-pane svg")];
  all.sort((one, other) => level(one) - level(other));
  const parts = all.map((drawing) => {
    const place = drawing.getBoundingClientRect();
    if (!place.width || getComputedStyle(drawing).visibility === "hidden") return "";
    const copy = alone(drawing);
    for (const [name, value] of Object.entries({ x: place.left - frame.left, y: place.top - frame.top, width: place.width, height: place.height })) copy.setAttribute(name, value);
    copy.style.overflow = "visible";
    return new XMLSerializer().serializeToString(copy);
  });
  const ground = box.matches("svg") ? shade("--surface") : colour("map");
  const defs = [...document.querySelectorAll("body > svg defs")].map((one) => new XMLSerializer().serializeToString(one)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${frame.width}" height="${frame.height}">${defs}<rect width="100%" height="100%" style="fill:${ground}"/>${parts.join("")}</svg>`;
}

async function image(text) {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  return picture;
}

/* What stands over and under the picture. */
function captions() {
  const chips = [...document.querySelectorAll("#chips .chip")].map((chip) => `${chip.querySelector("em").textContent}: ${chip.querySelector("bdi").textContent}`);
  const total = Number(document.getElementById("list-count").dataset.count);
  const today = day(new Date().toISOString().slice(0, 10));
  return {
    title: document.querySelector("main h1").textContent,
    about: [ngettext("%(n)s strike", "%(n)s strikes", total), ...(chips.length ? chips : [document.getElementById("chips").textContent.trim()])].join(" · "),
    key: [...document.querySelectorAll(".legend li")].map((one) => one.textContent.trim()).join(" · "),
    foot: `conflictwatch · ${location.origin}${location.pathname} · ${gettext("drawn on %(day)s", { day: today })} · ${gettext("Outlines: Natural Earth · Names: GeoNames")}`,
  };
}

function wrapped(pen, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (pen.measureText(longer).width > width && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/* `names`: "map", "time" or both; the answer is a canvas. */
export async function picture(names) {
  const boxes = names.map((name) => document.getElementById(name === "map" ? "map" : "time-chart"));
  const drawn = await Promise.all(boxes.map((box) => image(gathered(box))));
  const width = Math.max(...drawn.map((one) => one.width));
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const letters = family();
  const told = captions();
  pen.font = `13px ${letters}`;
  const about = wrapped(pen, told.about, width);
  const foot = wrapped(pen, names.includes("map") ? `${told.key} · ${told.foot}` : told.foot, width);
  const height = 2 * EDGE + LINE * (about.length + foot.length + 2) + drawn.reduce((sum, one) => sum + one.height + 12, 0);
  canvas.width = (width + 2 * EDGE) * SHARP;
  canvas.height = height * SHARP;
  pen.scale(SHARP, SHARP);
  pen.fillStyle = shade("--surface");
  pen.fillRect(0, 0, width + 2 * EDGE, height);
  pen.direction = rtl ? "rtl" : "ltr";
  pen.textAlign = "start";
  const start = rtl ? width + EDGE : EDGE;
  let y = EDGE + 14;
  const write = (lines, font, token) => {
    pen.font = `${font} ${letters}`;
    pen.fillStyle = shade(token);
    for (const line of lines) { pen.fillText(line, start, y); y += LINE; }
  };
  write([told.title], "600 18px", "--text");
  write(about, "13px", "--text");
  for (const one of drawn) {
    pen.drawImage(one, EDGE, y - 8, one.width, one.height);
    y += one.height + 12;
  }
  y += 6;
  write(foot, "12px", "--muted");
  return canvas;
}

export function startPictures(dash) {
  dash.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-picture]");
    if (!button) return;
    button.closest("details").open = false;
    try {
      const canvas = await picture(button.dataset.picture.split(" "));
      const blob = await new Promise((go) => { canvas.toBlob(go, "image/png"); });
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `conflictwatch-${new Date().toISOString().slice(0, 10)}.png` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    } catch {
      toast(gettext("The picture could not be drawn."), { bad: true });
    }
  });
}
