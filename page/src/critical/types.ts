/** The ranking of what pairs cannot do without, as the API tells it. */
export interface Ranked {
  kind: string; id: string; name: string; pairs: number; lost: string[]; added: number; added_time_h: number | null; added_cost_usd_t: number | null;
  /** Bands, where the answer has them. */
  added_time_p50_h?: number | null; added_time_p90_h?: number | null; added_p50?: number | null; added_p90?: number | null;
  substitute: { name: string; share: number } | null;
}
export interface Pair { name: string; origin: string; origin_id: string; destination: string; destination_id: string; on: string; cargo: string; gateways: string[]; gateway_ids: string[]; time_h: number | null; cost_usd: number | null }
export interface Critical { unit: string; ranking: Ranked[]; pairs: Pair[] }
export type Order = "added" | "added_time_h" | "pairs";
export const amount = (one: Ranked, order: Order): number => one[order] ?? 0;

/** The pairs whose best way leads through it. */
export const hitBy = (one: Ranked, pairs: Pair[]): Pair[] => pairs.filter((pair) => pair.gateway_ids.includes(one.id));
