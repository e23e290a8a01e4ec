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

/** The draft of a link; without one that which was kept, its measures off where the link asks something: it means the facts as they are. */
function read(): Draft {
  const words = new URLSearchParams(location.search);
  const linked = parsed(words.get("measures"));
  if (linked) return linked;
  const kept = parsed(localStorage.getItem(KEY)) ?? { name: "", rows: [] };
  return words.has("from") ? { ...kept, rows: kept.rows.map((row) => ({ ...row, isOn: false })) } : kept;
}

function parsed(text: string | null): Draft | null {
  try {
    const found = JSON.parse(text ?? "null") as Partial<Draft> | null;
    if (!found || !Array.isArray(found.rows)) return null;
    const rows = found.rows.filter((row) => typeof row?.measure?.kind === "string").map((row) => ({ measure: row.measure, isOn: Boolean(row.isOn) }));
    return { name: String(found.name ?? ""), rows };
  } catch {
    // What an older page kept, or a link cut short, is not worth an error.
    return null;
  }
}

/** The draft as a link holds it; empty where no measure is on. */
export function draftInLink(): string {
  return draft.value.rows.some((row) => row.isOn) ? JSON.stringify(draft.value) : "";
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
