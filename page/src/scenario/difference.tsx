import { dayShift, daySpan, signedUsd, usd } from "../i18n/figures";
import { t } from "../i18n/language";
import type { Way } from "../ways/way";
import { stepOf, type Step } from "./changes";

/** What becomes of a way; how much better or worse it is only where it is there before and after. */
export interface WayChange { fate: "new" | "gone" | "changed" | "same"; before: Way | null; after: Way | null; step: Step }

/** Days and dollars closer than these are the same. */
const SAME_H = 0.5;
const SAME_USD = 1;

/** Ways by family before and after, what changed first. */
export function wayChanges(before: Way[], after: Way[]): WayChange[] {
  const old = new Map(before.map((way) => [way.offer.family, way]));
  const now = new Set(after.map((way) => way.offer.family));
  const found = after.map((way): WayChange => {
    const was = old.get(way.offer.family) ?? null;
    if (!was) return { fate: "new", before: null, after: way, step: "same" };
    const isSame = Math.abs(way.offer.time_h - was.offer.time_h) < SAME_H && Math.abs(way.offer.cost_usd - was.offer.cost_usd) < SAME_USD;
    return { fate: isSame ? "same" : "changed", before: was, after: way, step: stepOf(way.offer.time_h / was.offer.time_h - 1) };
  });
  const gone = before.filter((way) => !now.has(way.offer.family)).map((way): WayChange => ({ fate: "gone", before: way, after: null, step: "same" }));
  const order = ["new", "gone", "changed", "same"];
  return [...found, ...gone].sort((a, b) => order.indexOf(a.fate) - order.indexOf(b.fate));
}

/** What becomes of each way of the pair. */
export function WayChanges({ changes }: { changes: WayChange[] }) {
  const days = (way: Way | null) => (way ? daySpan(way.offer) : "");
  return (
    <div class="way-changes" tabIndex={0} role="region" aria-label={`${t("way")}: ${t("difference")}`}>
      <table>
        <thead><tr><th>{t("way")}</th><td /><th class="n">{t("base_word")}, {t("days_short")}</th><th class="n">{t("scenario_word")}, {t("days_short")}</th><th class="n">{t("difference")}</th><th class="n">$</th><th class="n">{t("difference")}</th></tr></thead>
        <tbody>
          {changes.map(({ fate, before, after, step }) => {
            const hours = before && after ? after.offer.time_h - before.offer.time_h : null;
            const dollars = before && after ? after.offer.cost_usd - before.offer.cost_usd : null;
            return (
              <tr key={(after ?? before)!.offer.family}>
                <td><i class={`swatch ${fate === "gone" || fate === "new" ? `is-${fate}` : step}`} /> {(after ?? before)!.name}</td>
                <td class="second">{fate === "same" ? t("as_before") : t(`fate.${fate}`)}</td>
                <td class="n second">{days(before)}</td>
                <td class="n"><b>{days(after)}</b></td>
                <td class={`n ${sign(hours)}`}>{before && after ? dayShift(after.offer.time_p50_h - before.offer.time_p50_h, after.offer.time_p90_h - before.offer.time_p90_h) : ""}</td>
                <td class="n">{after ? usd(after.offer.cost_usd) : ""}</td>
                <td class={`n ${sign(dollars)}`}>{dollars === null ? "" : signedUsd(dollars)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const sign = (value: number | null) => (!value || Math.abs(value) < SAME_H ? "" : value > 0 ? "plus" : "minus");
