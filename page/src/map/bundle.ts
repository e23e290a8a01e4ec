/** Where ways share a stretch they run side by side: cuts the lines of all ways into runs with an offset each. */
import type { Mode, Point } from "../api/types";

export interface Drawn { id: string; shape: [Mode, Point[]][] }
export interface Run { id: string; mode: Mode; points: Point[]; offset: number; crowd: number }

const APART_PX = 4;
/** So wide is the widest bundle; more ways in it are drawn closer. */
const BUNDLE_PX = 15;
/** A run shorter than this many points keeps the company of the run before it, lest lines jump to and fro. */
const LEAST_POINTS = 4;

export function runs(ways: Drawn[]): Run[] {
  const users = new Map<string, number[]>();
  ways.forEach((way, index) => {
    for (const [, points] of way.shape) {
      for (let at = 1; at < points.length; at++) {
        const key = segment(points[at - 1]!, points[at]!);
        const list = users.get(key);
        if (!list) users.set(key, [index]);
        else if (!list.includes(index)) list.push(index);
      }
    }
  });
  return ways.flatMap((way, index) => way.shape.flatMap(([mode, points]) => cut(way.id, index, mode, points, users)));
}

function segment(a: Point, b: Point): string {
  const [one, other] = [`${a[0].toFixed(3)},${a[1].toFixed(3)}`, `${b[0].toFixed(3)},${b[1].toFixed(3)}`];
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

function cut(id: string, index: number, mode: Mode, points: Point[], users: Map<string, number[]>): Run[] {
  const found: { company: string; points: Point[] }[] = [];
  for (let at = 1; at < points.length; at++) {
    const company = (users.get(segment(points[at - 1]!, points[at]!)) ?? [index]).join(" ");
    const last = found.at(-1);
    if (last && (last.company === company || last.points.length < LEAST_POINTS)) {
      last.points.push(points[at]!);
      last.company = company;
    } else found.push({ company, points: [points[at - 1]!, points[at]!] });
  }
  return found.map((run) => {
    const company = run.company.split(" ").map(Number);
    const place = Math.max(0, company.indexOf(index));
    const apart = company.length < 2 ? 0 : Math.min(APART_PX, BUNDLE_PX / (company.length - 1));
    return { id, mode, points: run.points, crowd: company.length, offset: (place - (company.length - 1) / 2) * apart };
  });
}
