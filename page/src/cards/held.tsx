import type { Held } from "../api/types";
import { Quoted } from "../signs/quoted";
import { hourSpan, ltr, percents, short, territory, usd } from "../i18n/figures";
import { t } from "../i18n/language";
import { EvidenceSign } from "../signs/signs";
import { answer } from "../state/answer";

const MOST = 3;
const LEAST_H = 0.05;

/** What holds a way back, the worst first, at most three: what, where, its hours and dollars with what they rest on. */
export function HeldBack({ held, isShort }: { held: Held[]; isShort?: boolean }) {
  if (!held.length) return null;
  const told = held.slice(0, MOST);
  return (
    <span class={isShort ? "held is-short" : "held"}>
      <span class="quiet">{t("held_back")}</span>
      <span class="held-list">{told.map((one) => <span key={one.kind + one.where + one.what}><b>{placeOf(one)}</b> <Quoted text={one.what} />{figuresOf(one)}</span>)}</span>
    </span>
  );
}

function placeOf(one: Held): string {
  const name = answer.value?.names[one.where];
  return name ? short(name) : territory(one.where);
}

function figuresOf(one: Held) {
  const parts = [one.time_h > LEAST_H ? `+${hourSpan([one.time_p50_h, one.time_p90_h])} ${t("hours_short")}` : "", Math.round(one.cost_usd) ? `+${usd(one.cost_usd)}` : ""].filter(Boolean);
  if (!parts.length) return null;
  const [first] = percents(one.evidence.time).concat(percents(one.evidence.cost)).sort((a, b) => b[1] - a[1]);
  return <span class="second">, {parts.map((part) => ltr(part)).join(", ")} {first && <><EvidenceSign kind={first[0]} /><span class="unseen">{t(first[0])}</span></>}</span>;
}
