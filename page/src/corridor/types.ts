/** A corridor as the API tells it (docs/reference/json.md), as far as the page reads it. */
import type { Evidence, Mode, Point, Reason, Shares, Source } from "../api/types";
import type { Plotted } from "../chart/plot";
import { capital, short, words } from "../i18n/figures";
import { type Key, locale, t } from "../i18n/language";
import { hues } from "../ways/hues";
import { letter, type Along, type Stop } from "../ways/way";

export interface Listed { id: string; name: string; status: string; opened: string | null; origin: string; destination: string; modes: Mode[]; territories: string[]; evidence: Evidence; note: string | null }
export interface Row {
  kind: "section" | "stop" | "gap" | "charge"; from: string; to: string; from_name: string; to_name: string; mode: Mode | null; territory: string | null; gauge_mm: number | null; is_planned: boolean | null;
  great_circle_km: number | null; distance_km: number; time_h: number; time_p50_h: number; time_p90_h: number; cost_usd: number; total_km: number; total_time_h: number; total_cost_usd: number; reasons: Reason[];
  steps: { operation: string; evidence: { time: Evidence; cost: Evidence }; source: string[] }[];
}
export const INDICATORS = ["post_time_h", "post_cost_usd", "trip_cost_usd", "speed_kmh", "speed_with_delay_kmh"] as const;
type Name = (typeof INDICATORS)[number];
interface Observed { value: number; years: number[]; source: string[] }
export interface Indicators { territory: string | null; mode: Mode | null; post_sides: number; modelled: Record<Name, number | null>; observed: Record<Name, Observed | null> }
export interface Regime { id: string; name: string; kind: string; state: string; since: string | null; who_signs: string | null; meaning: string | null; source: string[] }
export interface GaugeBreak { where: string; from_mm: number; to_mm: number; time_h: number; time_p50_h: number; time_p90_h: number; cost_usd: number }
export interface Corridor {
  id: string; name: string; status: string; opened: string | null; note: string | null; modes: Mode[]; territories: string[];
  distance_km: number; time_h: number; time_p50_h: number; time_p90_h: number; cost_usd: number; co2e_kg: number; evidence: { time: Shares; cost: Shares };
  rows: Row[]; reasons: Reason[]; limited: Reason[]; shut_stretches: unknown[]; gauge_breaks: GaugeBreak[]; worst_by_hours: string[]; worst_by_dollars: string[];
  prices_of: number | null; indicators: Indicators[]; regimes: { territory: string; mode: Mode; in_force: Regime[] }[]; bars: Regime[]; not_in_force: Regime[]; sources: Source[];
}
type Drawn = [Mode | "planned" | "none", Point[]][];
export interface Cards {
  /** Stretches of each corridor in order; where its stops and waypoints lie; what each gateway is. */
  shapes: Record<string, Drawn>; positions: Record<string, Point>; kinds: Record<string, string>;
  on: string; cargo: { cargo: string; tonnes: number; commodity: string }; also: string[]; corridors: Corridor[]
}

const STATUS: Record<string, Key> = { open: "state.open", closed: "state.closed", planned: "state.planned", partly: "status.partly", suspended: "status.suspended" };

/** The status of a corridor in the reader's language. */
export function statusWords(status: string): string {
  const key = STATUS[status];
  return key ? t(key).toLocaleLowerCase(locale()) : words(status);
}

/** Names of waypoints and gateways of a corridor. */
export function namesOf(one: Corridor): Map<string, string> {
  return new Map(one.rows.flatMap((row) => [[row.from, short(row.from_name)], [row.to, short(row.to_name)]] as const));
}

/** Corridors as the chart draws them, each in the hue that its modes and territories claim. */
export function plotted(corridors: Corridor[]): Plotted[] {
  const colours = hues(corridors);
  return corridors.map((one, index) => ({ id: one.id, letter: letter(index), hue: colours.get(one.id)!, name: capital(one.name), offer: one, stops: stopsOf(one), along: alongOf(one) }));
}

function stopsOf(one: Corridor): Stop[] {
  return one.rows.filter((row) => row.kind === "stop").map((row) => ({ id: row.from, name: short(row.from_name), hours: row.time_h, band: [row.time_p50_h, row.time_p90_h], usd: row.cost_usd, isPost: row.steps.some((step) => step.operation === "cross"), changesGauge: row.steps.some((step) => step.operation === "change_gauge"), km: row.total_km }));
}

function alongOf(one: Corridor): Along[] {
  return [{ km: 0, hours: 0, usd: 0 }, ...one.rows.map((row) => ({ km: row.total_km, hours: row.total_time_h, usd: row.total_cost_usd }))];
}
