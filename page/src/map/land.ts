/** Land, borders and the names of countries, from Natural Earth; no address but our own. */
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import worldUrl from "world-atlas/countries-50m.json?url";
import { once } from "../api/client";
import type { Point } from "../api/types";

export interface Country { code: string; name: string; at: Point; size: number; ring: Point[] }
export interface Land { land: GeoJSON.FeatureCollection; borders: GeoJSON.GeoJSON; coast: GeoJSON.MultiLineString; countries: Country[] }
type Named = GeometryCollection<{ name: string }>;

let asked: Promise<Land> | null = null;

/** Land, and borders as the server was told: those that ship, a file of the user's own, or none at all. */
export function land(): Promise<Land> {
  asked ??= read();
  return asked;
}

async function read(): Promise<Land> {
  const [response, meta] = await Promise.all([fetch(worldUrl), once<{ boundaries: string }>("/meta").catch(() => ({ boundaries: "shipped" }))]);
  const world = (await response.json()) as Topology<{ countries: Named }>;
  const found = feature(world, world.objects.countries);
  const shipped = mesh(world, world.objects.countries as never, (a, b) => a !== b) as GeoJSON.MultiLineString;
  const own = meta.boundaries === "file" ? await once<GeoJSON.GeoJSON>("/boundaries") : null;
  const none: GeoJSON.MultiLineString = { type: "MultiLineString", coordinates: [] };
  const isShown = meta.boundaries !== "none";
  return { land: found as GeoJSON.FeatureCollection, borders: own ?? (isShown ? shipped : none), coast: mesh(world, world.objects.countries as never, (a, b) => a === b) as GeoJSON.MultiLineString, countries: isShown ? found.features.map(country) : [] };
}

/** A country by its ISO code: the file has the number, of which the browser knows the letters. */
function country(one: GeoJSON.Feature<GeoJSON.Geometry, { name: string }>): Country {
  const number = one.id === undefined ? "" : String(one.id).padStart(3, "0");
  const code = /^\d{3}$/.test(number) ? (Intl.getCanonicalLocales(`und-${number}`)[0]?.split("-")[1] ?? "") : "";
  const rings = one.geometry.type === "MultiPolygon" ? one.geometry.coordinates.map((part) => part[0]!) : one.geometry.type === "Polygon" ? [one.geometry.coordinates[0]!] : [];
  let best: { at: Point; size: number; ring: Point[] } = { at: [0, 0], size: 0, ring: [] };
  for (const ring of rings) {
    const middle = centre(ring as Point[]);
    if (middle.size > best.size) best = { ...middle, ring: ring as Point[] };
  }
  return { code, name: one.properties.name, ...best };
}

/** Centre of a ring by its area, and the area in square degrees. */
function centre(ring: Point[]): { at: Point; size: number } {
  let [x, y, twice] = [0, 0, 0];
  for (let index = 0; index + 1 < ring.length; index++) {
    const [ax, ay] = ring[index]!;
    const [bx, by] = ring[index + 1]!;
    const cross = ax * by - bx * ay;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
    twice += cross;
  }
  return twice ? { at: [x / (3 * twice), y / (3 * twice)], size: Math.abs(twice / 2) } : { at: ring[0] ?? [0, 0], size: 0 };
}

/** The part of a ring within a box of west, south, east, north (Sutherland and Hodgman), and its centre. */
export function centreWithin(ring: Point[], [west, south, east, north]: readonly [number, number, number, number]): { at: Point; size: number } {
  let points = ring;
  for (const [axis, limit, sign] of [[0, west, 1], [0, east, -1], [1, south, 1], [1, north, -1]] as const) {
    const cut: Point[] = [];
    points.forEach((point, index) => {
      const before = points.at(index - 1)!;
      const [isIn, wasIn] = [sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0];
      if (isIn !== wasIn) {
        const share = (limit - before[axis]) / (point[axis] - before[axis]);
        cut.push([before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])]);
      }
      if (isIn) cut.push(point);
    });
    points = cut;
  }
  return points.length ? centre([...points, points[0]!]) : { at: [0, 0], size: 0 };
}
