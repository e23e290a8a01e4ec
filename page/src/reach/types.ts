/** How far goods come from a place, as the API tells it (docs/reference/json.md). */
import type { Place, Point } from "../api/types";

export interface Figures { time_h: number | null; time_p50_h?: number | null; time_p90_h?: number | null; cost_usd: number | null; band: number | null }
export interface City extends Figures { id: string; name: string; territory: string | null; lon: number; lat: number; population: number; base: Figures | null }
export interface Band { name: string; limit: number; cities: number; population: number; base_cities: number | null; base_population: number | null }
export interface Reached {
  territory: string; name: string; cities: number; population: number; population_by_band: number[]; population_without_way: number;
  nearest: string | null; nearest_value: number | null; nearest_time_p50_h?: number | null; nearest_time_p90_h?: number | null;
}
export interface Reach {
  origin: Place; on: string; cargo: string; unit: "h" | "USD"; bands: Band[]; territories: Reached[]; cities: City[];
  areas: { what: string; bands: Point[][][][]; moved: { band: number; limit: string; lines: Point[][] } | null };
}

/** Days or dollars that bands count of a city: the median, where there is one. */
export function valueOf(one: Figures, unit: Reach["unit"]): number | null {
  return unit === "USD" ? one.cost_usd : (one.time_p50_h ?? one.time_h);
}
