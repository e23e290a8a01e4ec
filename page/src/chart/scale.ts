/** Round steps for an axis from 0 up to a value. */
export function ticks(most: number, about: number): number[] {
  if (!(most > 0)) return [0];
  const raw = most / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= raw) ?? 10);
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) => index * step);
}

export interface Box { x: number; y: number; wide: number; high: number }

/** Moves boxes up or down, off each other and off what is taken; a box that finds no room within reach is left out. */
export function apart<Item extends Box>(items: Item[], top: number, bottom: number, reach: number, taken: Box[] = []): Item[] {
  const kept: Item[] = [];
  for (const item of items) {
    for (let shift = 0; shift <= reach; shift += 2) {
      const fitting = [-shift, shift].map((by) => ({ ...item, y: item.y + by })).find((one) => one.y >= top && one.y + one.high <= bottom && ![...kept, ...taken].some((other) => meets(one, other)));
      if (fitting) {
        kept.push(fitting);
        break;
      }
    }
  }
  return kept;
}

function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.wide && b.x < a.x + a.wide && a.y < b.y + b.high && b.y < a.y + a.high;
}
