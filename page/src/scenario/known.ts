/** Places, posts and terminals that a drawn line may lead through, asked when the reader first draws. */
import { signal } from "@preact/signals";
import { once } from "../api/client";
import type { Mode, Point, Row, Table } from "../api/types";
import { short } from "../i18n/figures";
import { gateways } from "../map/network";

/** `id` is the word by which a measure names it. */
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
  const [lines, posts, known, places] = await Promise.all([rows("gauge_lines"), rows("crossings"), gateways(), rows("places")]);
  const own = (row: Row) => (row["gauges_mm"] as number[])[0] ?? 0;
  usualGauges.value = new Map(lines.filter((row) => row["is_default"]).map((row) => [String(row["territory"]), own(row)]));
  gauges.value = [...new Set(lines.flatMap((row) => row["gauges_mm"] as number[]))].sort((a, b) => a - b);
  candidates.value = [
    ...posts.map((row) => ({ ...base(row), territory: null, mode: row["mode"] as Mode, isPost: true, people: 0, gauge: (row["gauge_b_mm"] ?? row["gauge_a_mm"] ?? null) as number | null })),
    ...known.filter((one) => one.kind === "terminal" || one.kind === "port").map((one) => ({ id: one.id, name: short(one.name), at: [one.lon, one.lat] as Point, territory: one.territories[0] ?? null, mode: null, isPost: false, people: 0, gauge: null })),
    ...named(places).map((row) => ({ ...base(row), territory: String(row["territory"]), mode: null, isPost: false, people: Number(row["population"] ?? 0), gauge: null })),
  ];
}

/** Towns by name and territory, as a reader would write them; the lesser ones of one name by their id. */
function named(places: Row[]): Row[] {
  const taken = new Set<string>();
  const order = [...places].sort((a, b) => Number(b["population"] ?? 0) - Number(a["population"] ?? 0));
  return order.map((row) => {
    const word = `${String(row.name)}, ${String(row["territory"])}`;
    if (taken.has(word)) return row;
    taken.add(word);
    return { ...row, id: word };
  });
}

const base = (row: Row) => ({ id: String(row.id), name: short(String(row.name)), at: [Number(row["lon"]), Number(row["lat"])] as Point });
