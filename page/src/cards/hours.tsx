import { hourSpan, spanWords } from "../i18n/figures";
import { t } from "../i18n/language";
import { KINDS, type Kind, type Way } from "../ways/way";

/** Mean hours by kind on the scale that all cards share; the whisker ends at the 90th percentile. */
export function HourBar({ way, longest }: { way: Way; longest: number }) {
  const share = (value: number) => `${Math.max(0, Math.min(100, (value / longest) * 100))}%`;
  const told = KINDS.filter((kind) => way.hours[kind] >= 0.5).map((kind) => `${t(kind === "posts" ? "posts_hours" : kind)} ${hourSpan(way.bands[kind] ?? [0, 0])} ${t("hours_short")}`);
  const rest = way.offer.time_p90_h - way.offer.time_h;
  return (
    <div class="hours" role="img" aria-label={`${told.join(", ")}; ${spanWords(way.offer.time_p50_h, way.offer.time_p90_h)}`}>
      {KINDS.map((kind) => way.hours[kind] > 0 && <i key={kind} class={kind} style={{ width: share(way.hours[kind]) }} />)}
      {rest > 0 && <i class="whisker" style={{ width: share(rest) }} />}
    </div>
  );
}

export const HourKey = ({ kind }: { kind: Kind }) => <i class={`key ${kind}`} aria-hidden="true" />;
