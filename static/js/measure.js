/* How wide a text will be, before it is drawn. */

const ruler = document.createElement("canvas").getContext("2d");
const FONT = getComputedStyle(document.documentElement).getPropertyValue("--font") || "sans-serif";
const widths = new Map();

/* `style` is weight and size, as in "600 12px". */
export function textWidth(text, style = "12px") {
  const key = style + text;
  if (!widths.has(key)) {
    ruler.font = `${style} ${FONT}`;
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}
