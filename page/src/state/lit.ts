/** What lies under the pointer or the focus: a way, or a post of ways; cards, map and charts light it up together. */
import { computed, signal } from "@preact/signals";
import { seen } from "./answer";

export const litWay = signal("");
export const litPost = signal("");

/** Ids of the ways that stay bright; null where all do. */
export const bright = computed<Set<string> | null>(() => {
  if (litPost.value) {
    const through = seen.value.filter((way) => way.stops.some((stop) => stop.id === litPost.value));
    return through.length ? new Set(through.map((way) => way.id)) : null;
  }
  return litWay.value ? new Set([litWay.value]) : null;
});

export const isDim = (id: string) => bright.value !== null && !bright.value.has(id);

export const lightWay = (id: string) => ({
  onPointerEnter: () => void (litWay.value = id),
  onPointerLeave: () => void (litWay.value = ""),
  onFocusIn: () => void (litWay.value = id),
  onFocusOut: () => void (litWay.value = ""),
});

export const lightPost = (id: string) => ({
  onPointerEnter: () => void (litPost.value = id),
  onPointerLeave: () => void (litPost.value = ""),
  onFocusIn: () => void (litPost.value = id),
  onFocusOut: () => void (litPost.value = ""),
});
