/** What a map names behind everything else, as far as it is in sight: countries in their middle, the largest cities. */
import type { Map as MapLibre } from "maplibre-gl";
import { once } from "../api/client";
import type { Point } from "../api/types";
import { territory } from "../i18n/figures";
import type { Label } from "./labels";
import { type Country, centreWithin } from "./land";

/** Name, lon, lat, thousands of people. */
type City = [string, number, number, number];
export const cities = async () => (await once<{ cities: City[] }>("/places/cities")).cities;

/** A country is named where so many square pixels of it are in sight. */
const LEAST_PX2 = 9000;
/** A city to so many square pixels of the map. */
const CITY_PX2 = 26_000;
const BEHIND = 500;

/** Labels of countries and cities in sight; posts, ways and ends hide them where they meet. */
export function behind(map: MapLibre, countries: Country[], towns: City[]): Label[] {
  const bounds = map.getBounds();
  const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()] as const;
  const { clientWidth: wide, clientHeight: high } = map.getContainer();
  const perDegree = wide / (box[2] - box[0]);
  const named = countries.flatMap((one): Label[] => {
    const { at, size } = centreWithin(one.ring, box);
    const cos = Math.cos((at[1] * Math.PI) / 180);
    if ((size * perDegree * perDegree) / Math.max(cos, 0.2) < LEAST_PX2) return [];
    const name = one.code ? territory(one.code) : one.name;
    return [{ key: `country-${one.name}`, at, text: name === one.code ? one.name : name, rank: BEHIND - Math.min(400, size), className: "country", reach: 0 }];
  });
  const inSight = towns.filter(([, lon, lat]) => lon > box[0] && lon < box[2] && lat > box[1] && lat < box[3]);
  const most = Math.ceil((wide * high) / CITY_PX2);
  return [...named, ...inSight.slice(0, most).map(([name, lon, lat], index): Label => (
    { key: `city-${name}-${lon}`, at: [lon, lat] as Point, text: plain(name), rank: 2 * BEHIND + index, className: "city", sign: dot, reach: 3, isQuiet: true }
  ))];
}

/** Letters of the Latin-1 page keep their marks; others would load a font of their own for a name or two. */
export function plain(name: string): string {
  return name.replace(/[\u0100-\u024f\u1e00-\u1eff]/g, (letter) => letter.normalize("NFD").replace(/[\u0300-\u036f]/g, ""));
}

function dot(): Element {
  const node = document.createElement("i");
  node.className = "city-dot";
  return node;
}
