/* Translated words of the scripts: Django's catalogue, or English where it could not be loaded. */

const catalogue = globalThis.django ?? {};

export const locale = document.documentElement.lang || "en";
export const rtl = document.documentElement.dir === "rtl";

export function gettext(text, values = {}) {
  return fill((catalogue.gettext ?? ((same) => same))(text), values);
}

export function ngettext(one, many, count, values = {}) {
  const chosen = catalogue.ngettext ? catalogue.ngettext(one, many, count) : count === 1 ? one : many;
  return fill(chosen, { n: number(count), ...values });
}

function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/* Digits stay Latin, as everywhere on the page. */
const tag = locale === "en" ? "en-GB" : `${locale}-u-nu-latn`;
const formats = new Map();

export function day(iso, style = { day: "numeric", month: "short", year: "numeric" }) {
  const key = JSON.stringify(style);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(tag, { timeZone: "UTC", ...style }));
  return formats.get(key).format(new Date(`${iso}T00:00:00Z`));
}

export function number(value) {
  return new Intl.NumberFormat(tag, { useGrouping: true }).format(value);
}

export function escape(text) {
  return String(text).replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
