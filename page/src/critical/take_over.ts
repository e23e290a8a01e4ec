/** What takes over when a post, port or strait is shut: the best way of a pair through it, and the best without it. */
import { computed, signal } from "@preact/signals";
import { language } from "../i18n/language";
import { useEffect } from "preact/hooks";
import { get, post } from "../api/client";
import type { Offer, Routes } from "../api/types";
import type { Pair, Ranked } from "./types";

/** The row that is looked at, and the name of the pair on the map. */
export const looked = signal("");
export const pairName = signal("");
export interface TakeOver { base: Routes; shut: Routes; best: Offer; next: Offer | undefined }
const found = signal<{ key: string; told: TakeOver } | null>(null);
const failed = signal<{ key: string; what: string } | null>(null);
const wanted = signal("");
export const takeOver = computed(() => (found.value?.key === wanted.value ? found.value.told : null));
export const takeOverFailed = computed(() => (failed.value?.key === wanted.value ? failed.value.what : ""));

/** Surface modes: the ranking leaves flights out. */
const MODES = "road,rail,sea";

/** Asks for both ways of the pair that is looked at. */
export function useTakeOver(one: Ranked | undefined, pair: Pair | undefined): void {
  const key = one && pair ? `${one.id} ${pair.name} ${language.value}` : "";
  useEffect(() => {
    wanted.value = key;
    if (!one || !pair || found.peek()?.key === key) return;
    const stop = new AbortController();
    const question = { from: pair.origin_id, to: pair.destination_id, on: pair.on, cargo: pair.cargo, modes: MODES };
    const measures = [{ kind: "close", at: one.id, reason: one.name }];
    Promise.all([get<Routes>("/routes", question, stop.signal), post<Routes>("/routes", { question, measures }, stop.signal)]).then(
      ([base, shut]) => {
        const best = base.routes.find((offer) => offer.gateways.includes(one.id)) ?? base.routes[0];
        if (best) found.value = { key, told: { base, shut, best, next: shut.routes[0] } };
      },
      (error: Error) => error.name !== "AbortError" && void (failed.value = { key, what: error.message }),
    );
    return () => stop.abort();
  }, [key]);
}
