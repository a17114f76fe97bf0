/* Where circles and names go so that none covers another. Pure geometry in pixels, no page. */

/* Push overlapping circles apart a little; each {x, y, r} gets {dx, dy} from its true place.
   `least` keeps the middles as far apart as a finger needs (WCAG 2.5.8). */
export function spread(nodes, { rounds = 24, gap = 1.5, most = 26, least = 24.5 } = {}) {
  const placed = nodes.map((node) => ({ ...node, dx: 0, dy: 0 }));
  for (let round = 0; round < rounds; round += 1) {
    let moved = false;
    for (let i = 0; i < placed.length; i += 1) {
      for (let j = i + 1; j < placed.length; j += 1) {
        const [a, b] = [placed[i], placed[j]];
        let vx = b.x + b.dx - a.x - a.dx;
        let vy = b.y + b.dy - a.y - a.dy;
        const wanted = Math.max(a.r + b.r + gap, least);
        if (Math.abs(vx) >= wanted || Math.abs(vy) >= wanted) continue;
        let apart = Math.hypot(vx, vy);
        if (apart >= wanted) continue;
        if (apart < 0.01) { vx = Math.cos(j); vy = Math.sin(j); apart = 1; }
        const push = (wanted - apart) / 2 / apart;
        /* The larger circle keeps its place, the smaller one gives way. */
        const share = b.r / (a.r + b.r);
        a.dx -= vx * push * 2 * share; a.dy -= vy * push * 2 * share;
        b.dx += vx * push * 2 * (1 - share); b.dy += vy * push * 2 * (1 - share);
        moved = true;
      }
    }
    for (const node of placed) {
      const far = Math.hypot(node.dx, node.dy);
      if (far > most) { node.dx *= most / far; node.dy *= most / far; }
    }
    if (!moved) break;
  }
  return placed;
}

export class Room {
  /* What is taken on the map, in cells, so that asking stays cheap with hundreds of marks. */
  constructor(cell = 48) {
    this.cell = cell;
    this.cells = new Map();
  }

  * #keys(box) {
    const floor = (value) => Math.floor(value / this.cell);
    for (let x = floor(box.left); x <= floor(box.right); x += 1) {
      for (let y = floor(box.top); y <= floor(box.bottom); y += 1) yield `${x},${y}`;
    }
  }

  take(box) {
    for (const key of this.#keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  free(box, except) {
    for (const key of this.#keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (other !== except && box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top) return false;
      }
    }
    return true;
  }
}

export function around(x, y, r) {
  return { left: x - r, right: x + r, top: y - r, bottom: y + r };
}

const SIDES = [
  /* anchor, and where the box lies from the circle's middle */
  ["start", (r, w, h) => ({ x: r + 4, left: r + 3, top: -h / 2, w, h })],
  ["end", (r, w, h) => ({ x: -r - 4, left: -r - 3 - w, top: -h / 2, w, h })],
  ["middle", (r, w, h) => ({ x: 0, left: -w / 2, top: -r - 3 - h, w, h })],
  ["middle", (r, w, h) => ({ x: 0, left: -w / 2, top: r + 2, w, h })],
  ["start", (r, w, h) => ({ x: r * 0.7 + 3, left: r * 0.7 + 2, top: -r * 0.7 - h, w, h })],
  ["start", (r, w, h) => ({ x: r * 0.7 + 3, left: r * 0.7 + 2, top: r * 0.5, w, h })],
  ["end", (r, w, h) => ({ x: -r * 0.7 - 3, left: -r * 0.7 - 2 - w, top: -r * 0.7 - h, w, h })],
  ["end", (r, w, h) => ({ x: -r * 0.7 - 3, left: -r * 0.7 - 2 - w, top: r * 0.5, w, h })],
];

/* Greedy: names of the first items win. `measure(item)` gives a width; items without room get no name. */
export function placeLabels(items, room, measure, { height = 15, bounds = null } = {}) {
  const found = [];
  for (const item of items) {
    const width = measure(item);
    for (const [anchor, side] of SIDES) {
      const { x, left, top, w, h } = side(item.r, width, height);
      const box = { left: item.x + left, right: item.x + left + w, top: item.y + top, bottom: item.y + top + h };
      const inside = !bounds || (box.left >= bounds.left && box.right <= bounds.right && box.top >= bounds.top && box.bottom <= bounds.bottom);
      if (inside && room.free(box)) {
        room.take(box);
        found.push({ item, x: item.x + x, y: box.top + h - 3.5, anchor });
        break;
      }
    }
  }
  return found;
}
