/** What the reader draws on the map: a line through places and posts, or an area that is flooded. */
import { computed, signal } from "@preact/signals";
import type { Point } from "../api/types";
import type { Pixels } from "../map/map";
import { candidates, type Known } from "./known";

export type Tool = "close" | "open" | "hours" | "time" | "cost" | "build" | "flood";
/** A corner: the word by which a measure names it, and its name. */
export interface Corner extends Known { word: string }

export const tool = signal<Tool | null>(null);
export const corners = signal<Corner[]>([]);
/** Whether clicks on the map are corners now. */
export const isDrawing = signal(false);
export const pointer = signal<Point | null>(null);
/** The mode of the line: only posts of it are taken. */
export const lineMode = signal<"rail" | "road">("rail");
export const isArea = computed(() => tool.value === "flood");
export const isWhole = computed(() => corners.value.length >= (isArea.value ? LEAST_CORNERS : 2));

const LEAST_CORNERS = 3;
/** So near, in pixels, a place or a post is meant rather than the bare point. */
const NEAR_PX = 13;
/** So near, in degrees, a post of the other mode stands for the same border. */
export const SAME_BORDER = 0.25;
const DIGITS = 3;

export function take(next: Tool | null): void {
  tool.value = next;
  corners.value = [];
  pointer.value = null;
  isDrawing.value = next === "build" || next === "flood";
}

export function finish(): void {
  if (isWhole.value) stop();
}

export function stop(): void {
  isDrawing.value = false;
  pointer.value = null;
}

export const dropCorner = (at: number) => void (corners.value = corners.value.filter((_, index) => index !== at));

/** A corner where the reader pointed; the first one again closes an area, the last one again ends a line. */
export function point(at: Point, pixels: Pixels): void {
  const [first, last] = [corners.value[0], corners.value.at(-1)];
  if (isArea.value && first && isWhole.value && pixels(first.at) <= NEAR_PX) return finish();
  if (last && pixels(last.at) <= NEAR_PX / 2) return isArea.value ? undefined : finish();
  put(isArea.value ? bare(at) : (snapped(pixels) ?? bare(at)));
}

export function put(corner: Corner): void {
  if (corner.word !== corners.value.at(-1)?.word) corners.value = [...corners.value, corner];
}

function snapped(pixels: Pixels): Corner | null {
  const near = candidates.value
    .filter((one) => !one.mode || one.mode === lineMode.value)
    .map((one) => ({ one, far: pixels(one.at) - (one.isPost ? NEAR_PX / 2 : 0) }))
    .filter(({ one, far }) => far <= (one.isPost ? NEAR_PX / 2 : NEAR_PX))
    .sort((a, b) => a.far - b.far || b.one.people - a.one.people)[0];
  return near ? { ...near.one, word: near.one.id } : null;
}

export function bare([lon, lat]: Point): Corner {
  const turned = ((((lon + 180) % 360) + 360) % 360) - 180;
  const [x, y] = [Number(turned.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))];
  return { id: "", word: `${y},${x}`, name: `${y}, ${x}`, at: [x, y], territory: null, mode: null, isPost: false, people: 0, gauge: null };
}

/** Another mode for the line: posts of the old one give way to those of the new one at the same border. */
export function setMode(mode: "rail" | "road"): void {
  lineMode.value = mode;
  corners.value = corners.value.map((corner) => {
    if (!corner.mode || corner.mode === mode) return corner;
    const near = candidates.value
      .filter((one) => one.isPost && one.mode === mode)
      .map((one) => ({ one, far: Math.hypot(one.at[0] - corner.at[0], one.at[1] - corner.at[1]) }))
      .sort((a, b) => a.far - b.far)[0];
    return near && near.far < SAME_BORDER ? { ...near.one, word: near.one.id } : bare(corner.at);
  });
}

const EARTH_KM = 6371.0088;

/** Kilometres of great circle through the corners: less than that no line can be. */
export function straightKm(points: Point[]): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  return points.slice(1).reduce((sum, [lon, lat], index) => {
    const [lon0, lat0] = points[index]!;
    const half = Math.sin(radians(lat - lat0) / 2) ** 2 + Math.cos(radians(lat0)) * Math.cos(radians(lat)) * Math.sin(radians(lon - lon0) / 2) ** 2;
    return sum + 2 * EARTH_KM * Math.asin(Math.sqrt(half));
  }, 0);
}

