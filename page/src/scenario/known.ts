/** Places, posts and terminals that a drawn line may lead through, asked when the reader first draws. */
import { signal } from "@preact/signals";
import { language } from "../i18n/language";
import { once } from "../api/client";
import type { Mode, Point, Row, Table } from "../api/types";
import { short } from "../i18n/figures";
import { gateways } from "../map/network";

/** `id` is the word by which a measure names it; `people` ranks the towns of a territory, the largest highest. */
export interface Known { id: string; name: string; at: Point; territory: string | null; mode: Mode | null; isPost: boolean; people: number; gauge: number | null }

export const candidates = signal<Known[]>([]);
/** The gauge of the lines of a territory, where no other is known. */
export const usualGauges = signal<Map<string, number>>(new Map());
/** Every gauge in use. */
export const gauges = signal<number[]>([]);

/** Name, lon, lat, and the word that means it where its name does not. */
type Town = [string, number, number, string?];
const POSTS = ["name", "lon", "lat", "mode", "gauge_a_mm", "gauge_b_mm"];
const GAUGES = ["territory", "gauges_mm", "is_default"];

let asked: { language: string; done: Promise<void> } | null = null;

export function learn(): Promise<void> {
  if (!asked || asked.language !== language.value) asked = { language: language.value, done: read().catch(() => void (asked = null)) };
  return asked.done;
}

async function read(): Promise<void> {
  const rows = async (table: string, columns: string[]) => (await once<Table>(`/facts/${table}?${columns.map((name) => `column=${name}`).join("&")}`));
  const [{ rows: lines }, { rows: posts, names }, known, { towns }] = await Promise.all([rows("gauge_lines", GAUGES), rows("crossings", POSTS), gateways(), once<{ towns: Record<string, Town[]> }>("/places/towns")]);
  const own = (row: Row) => (row["gauges_mm"] as number[])[0] ?? 0;
  usualGauges.value = new Map(lines.filter((row) => row["is_default"]).map((row) => [String(row["territory"]), own(row)]));
  gauges.value = [...new Set(lines.flatMap((row) => row["gauges_mm"] as number[]))].sort((a, b) => a - b);
  candidates.value = [
    ...posts.map((row) => ({ ...base(row, names), territory: null, mode: row["mode"] as Mode, isPost: true, people: 0, gauge: (row["gauge_b_mm"] ?? row["gauge_a_mm"] ?? null) as number | null })),
    ...known.filter((one) => one.kind === "terminal" || one.kind === "port").map((one) => ({ id: one.id, name: short(one.name), at: [one.lon, one.lat] as Point, territory: one.territories[0] ?? null, mode: null, isPost: false, people: 0, gauge: null })),
    ...Object.entries(towns).flatMap(([territory, own]) => own.map(([name, lon, lat, word], index) => (
      { id: word ?? `${name}, ${territory}`, name, at: [lon, lat] as Point, territory, mode: null, isPost: false, people: own.length - index, gauge: null }
    ))),
  ];
}

const base = (row: Row, names: Record<string, string>) => ({ id: String(row.id), name: short(names[String(row.id)] ?? String(row.name)), at: [Number(row["lon"]), Number(row["lat"])] as Point });
