/** The scenario at hand: measures, on and off, with undo; kept in the browser so that a reload finds it. */
import { computed, signal } from "@preact/signals";

export type Measure = Record<string, unknown> & { kind: string };
export interface Row { measure: Measure; isOn: boolean }
interface Draft { name: string; rows: Row[] }

const KEY = "scenario";
const past = signal<Draft[]>([]);
const future = signal<Draft[]>([]);
const draft = signal<Draft>(read());

export const measures = computed(() => draft.value.rows);
export const scenarioName = computed(() => draft.value.name);
export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);
export const isScenario = computed(() => measures.value.some((row) => row.isOn));

function read(): Draft {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as Draft | null;
    if (kept && Array.isArray(kept.rows)) return kept;
  } catch {
    // What an older page kept is not worth an error.
  }
  return { name: "", rows: [] };
}

function show(next: Draft): void {
  draft.value = next;
  localStorage.setItem(KEY, JSON.stringify(next));
}

/** Sets another draft; the one before can be had again by undo. */
export function change(next: Partial<Draft>): void {
  past.value = [...past.value, draft.value];
  future.value = [];
  show({ ...draft.value, ...next });
}

export function addMeasures(name: string, added: Measure[]): void {
  change({ name: draft.value.name || name, rows: [...draft.value.rows, ...added.map((measure) => ({ measure, isOn: true }))] });
}

export function undo(): void {
  const last = past.value.at(-1);
  if (!last) return;
  future.value = [...future.value, draft.value];
  past.value = past.value.slice(0, -1);
  show(last);
}

export function redo(): void {
  const next = future.value.at(-1);
  if (!next) return;
  past.value = [...past.value, draft.value];
  future.value = future.value.slice(0, -1);
  show(next);
}
