/** Places, posts and terminals that a drawn line may lead through, asked when the reader first draws. */
import { signal } from "@preact/signals";
import { once } from "../api/client";
import type { Mode, Point, Row, Table } from "../api/types";
import { short } from "../i18n/figures";
import { gateways } from "../map/network";

/** `id` is the word by which a measure names it; `people` ranks towns, the largest highest. */
export interface Known { id: string; name: string; at: Point; territory: string | null; mode: Mode | null; isPost: boolean; people: number; gauge: number | null }

export const candidates = signal<Known[]>([]);
/** The gauge of the lines of a territory, where no other is known. */
export const usualGauges = signal<Map<string, number>>(new Map());
/** Every gauge in use. */
export const gauges = signal<number[]>([]);

let asked: Promise<void> | null = null;

export function learn(): Promise<void> {
  asked ??= read().catch(() => void (asked = null));
  return asked;
}

async function read(): Promise<void> {
  const rows = async (table: string) => (await once<Table>(`/facts/${table}`)).rows;
  const [lines, posts, known, { towns }] = await Promise.all([rows("gauge_lines"), rows("crossings"), gateways(), once<{ towns: [string, number, number, string?][] }>("/places/towns")]);
  const own = (row: Row) => (row["gauges_mm"] as number[])[0] ?? 0;
  usualGauges.value = new Map(lines.filter((row) => row["is_default"]).map((row) => [String(row["territory"]), own(row)]));
  gauges.value = [...new Set(lines.flatMap((row) => row["gauges_mm"] as number[]))].sort((a, b) => a - b);
  candidates.value = [
    ...posts.map((row) => ({ ...base(row), territory: null, mode: row["mode"] as Mode, isPost: true, people: 0, gauge: (row["gauge_b_mm"] ?? row["gauge_a_mm"] ?? null) as number | null })),
    ...known.filter((one) => one.kind === "terminal" || one.kind === "port").map((one) => ({ id: one.id, name: short(one.name), at: [one.lon, one.lat] as Point, territory: one.territories[0] ?? null, mode: null, isPost: false, people: 0, gauge: null })),
    ...towns.map(([word, lon, lat, meant], index) => {
      const [name, territory] = split(meant ?? word);
      return { id: word, name, at: [lon, lat] as Point, territory, mode: null, isPost: false, people: towns.length - index, gauge: null };
    }),
  ];
}

/** `Herat, AF` as name and territory. */
function split(word: string): [string, string | null] {
  const at = word.lastIndexOf(", ");
  return at < 0 ? [word, null] : [word.slice(0, at), word.slice(at + 2)];
}

const base = (row: Row) => ({ id: String(row.id), name: short(String(row.name)), at: [Number(row["lon"]), Number(row["lat"])] as Point });
