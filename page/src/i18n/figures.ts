/** Figures, dates and names of territories in the reader's format. */
import { isRightToLeft, known, locale, t } from "./language";
import { territories } from "./territories";

const HOURS_UNTIL = 48;

/** P50 and P90 in hours. */
export type Band = [number, number];

/** Keeps a run of figures and signs left to right inside right-to-left text. */
export function ltr(text: string): string {
  return isRightToLeft() ? `\u2066${text}\u2069` : text;
}

export function figure(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

export function usd(value: number): string {
  return ltr(dollars(value));
}

function dollars(value: number): string {
  const style = { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 } as const;
  // In Urdu the sign stands before the figure, as in English papers.
  return new Intl.NumberFormat(isRightToLeft() ? "en" : locale(), style).format(value);
}

export function signedUsd(value: number): string {
  return ltr((Math.round(value) > 0 ? "+" : Math.round(value) < 0 ? "−" : "") + dollars(Math.abs(value)));
}

export function signed(value: number, digits = 1): string {
  return ltr((value > 0 ? "+" : value < 0 ? "−" : "") + figure(Math.abs(value), digits));
}

/** Hours without unit: whole from ten on, else one decimal. */
export function hours(value: number): string {
  return figure(value, Math.abs(value) >= 9.95 || Number.isInteger(value) ? 0 : 1);
}

export interface Span { text: string; unit: string; short: string }

/** From one time to another: days with one decimal, hours where the first is short. */
export function span(lowHours: number, highHours: number): Span {
  if (lowHours < HOURS_UNTIL) {
    return { text: ltr(`${hours(lowHours)}–${hours(highHours)}`), unit: t("hours"), short: t("hours_short") };
  }
  return { text: ltr(`${figure(lowHours / 24, 1)}–${figure(highHours / 24, 1)}`), unit: t("days"), short: t("days_short") };
}

export function spanWords(lowHours: number, highHours: number): string {
  const told = span(lowHours, highHours);
  return `${told.text} ${told.short}`;
}

/** Hours from P50 to P90 without unit; one figure where both read the same. */
export function hourSpan([low, high]: Band): string {
  return joined(hours(low), hours(high));
}

/** Days from P50 to P90 without unit, one decimal. */
export function daySpan(one: { time_p50_h: number; time_p90_h: number }): string {
  return joined(figure(one.time_p50_h / 24, 1), figure(one.time_p90_h / 24, 1));
}

/** By how many days P50 and P90 move. */
export function dayShift(low: number, high: number): string {
  const [first, last] = [signed(zeroed(low / 24)), signed(zeroed(high / 24))];
  return first === last ? first : ltr(`${first} … ${last}`);
}
const zeroed = (value: number) => (Math.abs(value) < 0.05 ? 0 : value);
const joined = (low: string, high: string) => ltr(low === high ? low : `${low}–${high}`);

/** Tonnes of CO2e: one decimal, two below one tonne, none from a hundred on. */
export function tonnes(kilograms: number): string {
  const amount = kilograms / 1000;
  return figure(amount, amount >= 100 ? 0 : amount >= 1 ? 1 : 2);
}

export function percent(share: number): string {
  return ltr(new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(share));
}

/** Whole percents that add up to a hundred (largest remainders), none of 0. */
export function percents<Name extends string>(shares: Partial<Record<Name, number>>): [Name, number][] {
  const exact = (Object.entries(shares) as [Name, number][]).map(([name, share]) => ({ name, exact: share * 100, whole: Math.floor(share * 100) }));
  let left = Math.round(exact.reduce((sum, one) => sum + one.exact, 0)) - exact.reduce((sum, one) => sum + one.whole, 0);
  for (const one of [...exact].sort((a, b) => b.exact - b.whole - (a.exact - a.whole))) {
    if (left-- <= 0) break;
    one.whole += 1;
  }
  return exact.filter((one) => one.whole > 0).map((one) => [one.name, one.whole]);
}

function date(iso: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
}
export const day = (iso: string) => date(iso, { day: "numeric", month: "short", year: "numeric" });
export const weekday = (iso: string) => date(iso, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
export const month = (iso: string) => date(iso, { month: "short", year: "numeric" });
export const monthLetter = (index: number) => date(`2024-${String(index + 1).padStart(2, "0")}-01`, { month: "narrow" });

/** Name of a territory by its code: of the server's table, of the browser where that has none, else the code. */
export function territory(code: string | null): string {
  if (!code) return "";
  const own = territories.value[code];
  if (own || !/^[A-Z]{2}$/.test(code)) return own ?? code;
  return new Intl.DisplayNames([locale()], { type: "region", fallback: "code" }).of(code) ?? code;
}

export function listed(words: string[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(words);
}

/** A name without what stands in brackets after it. */
export function short(name: string): string {
  return name.split(" (")[0] ?? name;
}

/** A word of the tables (`no_road`) as words of the reader's language; as it is written where that has none. */
export function words(id: string): string {
  return known(`word.${id}`) ?? id.replaceAll("_", " ").replaceAll("-", " ");
}

/** From one end to the other: the arrow points the way that the language is read. */
export function pairWords(from: string, to: string): string {
  return `${from} ${arrow()} ${to}`;
}
export const arrow = () => (isRightToLeft() ? "←" : "→");

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}
