/** A measure in a line or two: what is done, where, and with what figure. */
import { capital, ltr, short, words } from "../i18n/figures";
import { type Key, t } from "../i18n/language";
import type { Measure } from "../state/scenario";

const PLACES = ["at", "border", "territory", "stretch", "via", "of", "matter"];
const LEFT_OUT = new Set([...PLACES, "area", "kind", "reason", "source"]);

export function verb(measure: Measure): string {
  const key = kindOf(measure);
  return key ? t(key) : capital(words(measure.kind));
}

function kindOf(measure: Measure): Key | null {
  if (measure.kind === "close" || measure.kind === "open" || measure.kind === "build") return `m.${measure.kind}`;
  if (measure.kind === "hazard" && measure["area"]) return "m.flood";
  if (measure.kind !== "procedure") return null;
  if ("opens" in measure) return "m.hours";
  if ("time_factor" in measure || "time_h" in measure) return "m.time";
  return "cost_factor" in measure || "cost_usd" in measure ? "m.cost" : null;
}

export function where(measure: Measure, names: (id: string) => string): string {
  const found = PLACES.flatMap((key) => (measure[key] === undefined ? [] : [measure[key]].flat().map((one) => (key === "matter" || key === "of" ? words(String(one)) : short(names(String(one)))))));
  return found.join(" – ") || (Array.isArray(measure["area"]) ? t("draw.whole", { n: measure["area"].length }) : "");
}

/** The other fields with their values. */
export function rest(measure: Measure, names: (id: string) => string): string {
  const told = Object.entries(measure).filter(([key]) => !LEFT_OUT.has(key)).map(([key, value]) => `${words(key)} ${valueWords(key, value, names)}`);
  return told.join("; ") + (told.length ? ";" : "");
}

/** Why it is so, as it was written. */
export const reason = (measure: Measure) => String(measure["reason"] ?? measure["source"] ?? "");

const NAMED = new Set(["home", "origin", "destination", "regime"]);

function valueWords(key: string, value: unknown, names: (id: string) => string): string {
  if (NAMED.has(key)) return short(names(String(value)));
  if (key === "gauge_mm" && Array.isArray(value)) return ltr(value.join("/"));
  if (Array.isArray(value)) return `(${value.length})`;
  if (typeof value === "number") return ltr(String(value));
  return /^[\d:.-]+$/.test(String(value)) ? ltr(String(value)) : words(String(value));
}
