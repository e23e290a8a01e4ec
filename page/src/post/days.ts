/** What a post was on each day of a year, by the rows of its history. */
import type { Period } from "../api/types";

export const DAYS = ["open", "limited", "winter", "shut", "disagree", "unknown"] as const;
export type DayState = (typeof DAYS)[number];
export interface Run { state: DayState; first: string; last: string; days: number }
export interface Year { year: number; runs: Run[]; days: number; least: number; most: number }

const DAY_MS = 86_400_000;

/** Runs of days of one state, and on how many days it was open at least and at most; days to come are left out. */
export function yearOf(year: number, history: Period[], today: string): Year {
  const runs: Run[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  for (let at = Date.UTC(year, 0, 1); at < end; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day > today) break;
    const state = stateOn(day, history);
    const last = runs.at(-1);
    if (last?.state === state) Object.assign(last, { last: day, days: last.days + 1 });
    else runs.push({ state, first: day, last: day, days: 1 });
  }
  const count = (...states: DayState[]) => runs.filter((run) => states.includes(run.state)).reduce((sum, run) => sum + run.days, 0);
  const least = count("open", "limited");
  return { year, runs, days: count(...DAYS), least, most: least + count("disagree") };
}

/** Where one source has it open and another shut on the same day, they disagree: never a mean. */
function stateOn(day: string, history: Period[]): DayState {
  const rows = history.filter((row) => (row.since ?? "") <= day && day <= (row.until ?? "9999"));
  const shut = rows.filter((row) => row.state === "closed" || row.state === "planned");
  const isOpen = rows.some((row) => row.state === "open" || row.state === "limited");
  if (shut.length && isOpen) return "disagree";
  if (shut.length) return shut.some((row) => /winter|snow|season/i.test(row.why ?? "")) ? "winter" : "shut";
  if (!rows.length) return "unknown";
  return rows.some((row) => row.state === "limited" || row.state === "local") ? "limited" : "open";
}

/** Share of the year at which a month begins. */
export function monthStart(year: number, month: number): number {
  const [start, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  return (Date.UTC(year, month, 1) - start) / (end - start);
}

export const daysOf = (year: number) => (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY_MS;
