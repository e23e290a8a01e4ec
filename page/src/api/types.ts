/** What the API answers: the same JSON as the command line (docs/reference/json.md), as far as the page reads it. */
export type Mode = "road" | "rail" | "sea" | "air";
export type Evidence = "measured" | "published" | "claimed" | "assumed";
export type Shares = Partial<Record<Evidence, number>>;
export type Point = [number, number];

export interface Place { id: string; name: string; territory: string | null; lon: number; lat: number }
export interface Reason { what: string; where: string; since: string | null; source: string[]; rule: string | null }

/** What holds a way back though it may be gone: a train that does not run, a change of trucks, a guarantee, a gauge. */
export interface Held extends Reason { kind: string; time_h: number; time_p50_h: number; time_p90_h: number; cost_usd: number; evidence: { time: Shares; cost: Shares } }

export interface Totals {
  distance_km: number; time_h: number; time_sd_h: number; time_p10_h: number; time_p50_h: number; time_p90_h: number;
  cost_usd: number; co2e_kg: number; evidence: { time: Shares; cost: Shares };
}

export interface Step {
  kind: "leg" | "transfer" | "charge"; operation: string; what: string | null; mode: Mode | null; from: string; to: string;
  territory: string | null; distance_km: number; time_h: number; time_p50_h: number; time_p90_h: number; cost_usd: number;
  evidence: { time: Evidence; cost: Evidence }; source: string[]; why: string | null;
}

export interface OpenDays { days: number; open_days: number }
export interface Variant { id: string; gateways: string[]; time_p50_h: number; time_p90_h: number; added_time_h: number; added_cost_usd: number }
export interface Price { name: string; cost_usd: number }

export interface Offer extends Totals {
  id: string; label: string; family: string; modes: Mode[]; territories: string[]; gateways: string[]; pareto: boolean;
  steps: Step[]; variants: Variant[]; limited: Reason[]; held_back: Held[]; open_days: OpenDays | null; price: Price[];
}

export interface NotOffered { label: string; family?: string; territories: string[]; modes: Mode[]; reasons: Reason[]; corridor?: string | null; held_back: Held[]; otherwise: Totals }
export interface SpokenOf { id: string; name: string; state: string; why: string; instead: string | null; evidence: Evidence; source: string[] }

export interface Routes {
  origin: Place; destination: Place;
  cargo: { cargo: string; tonnes: number; commodity: string; product: string | null; keeps_days: number[] | null };
  network: string; prices: { year: number } | null;
  routes: Offer[]; not_offered: NotOffered[]; why_none: string | null; to_open: NotOffered | null; spoken_of: SpokenOf[]; notes: Reason[];
  names: Record<string, string>; bands?: Record<string, { kinds: Record<string, [number, number]>; stops: Record<string, [number, number]> }>; positions: Record<string, Point>; shapes: Record<string, [Mode, Point[]][]>; kinds: Record<string, string>;
}

export interface FoundPlace extends Place { what: string; codes: string[]; names: string[]; population: number | null }
export interface Places { query: string; meant: string | null; places: FoundPlace[]; gateways: { id: string; name: string; what: string; territories: string[] }[] }

/** `low` to `high` is the range of its rows; `recorded` their mean in the dollars of their own `years`. */
export interface Entry {
  low: number | null; high: number | null; recorded: number | null; years: number[]; value: number; unit: string; evidence: Evidence; source: string[];
  behind: Measure[];
}
export interface Period {
  state: string; direction: string; since: string | null; until: string | null; why: string | null; last_seen: string | null;
  evidence: Evidence; source: string[];
}
export interface Source { id: string; title: string; address: string; read_on: string; licence: string }
export interface Measure {
  metric: string; direction: string; side: string | null; value: number; low: number | null; high: number | null; unit: string;
  year: number | null; evidence: Evidence; source: string[];
}
export interface Post {
  id: string; name: string; name_other_side: string | null; territories: [string, string]; directions: [string, string]; mode: Mode;
  lat: number; lon: number; passage: string; hours: string | null; way_name: string | null; evidence: Evidence; note: string | null;
  state: string; periods: Period[]; history: Period[];
  taken: { direction: string; side: string | null; time: Entry | null; cost: Entry | null }[]; figures: Measure[]; sources: Source[];
}
export interface Posts { on: string; prices_of: number | null; posts: Post[] }

export interface Column { name: string; type: string; unit: string | null; description: string }
export type Row = Record<string, unknown> & { id?: string; name?: string };
export interface Table { table: string; columns: Column[]; rows: Row[]; names: Record<string, string> }
export interface TableInfo { table: string; description: string; rows: number; evidence: Shares }
