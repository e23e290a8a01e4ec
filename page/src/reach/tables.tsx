import { signal } from "@preact/signals";
import { figure, ltr, percent, territory, usd } from "../i18n/figures";
import { t } from "../i18n/language";
import { type City, type Figures, type Reach, type Reached, valueOf } from "./types";

const by = signal<"city" | "territory">("city");
const LISTED = 60;
const MOST_OF_ONE = 2;
const ALL = 400;
const isWhole = signal(false);

/** What is reached, by city or by territory, nearest first; before and after where a scenario is compared. */
export function ReachTables({ answer }: { answer: Reach }) {
  return (
    <section aria-label={t("reach.cities")}>
      <div class="switch" role="group">
        <button aria-pressed={by.value === "city"} onClick={() => void (by.value = "city")}>{t("reach.cities")}</button>
        <button aria-pressed={by.value === "territory"} onClick={() => void (by.value = "territory")}>{t("reach.territories")}</button>
      </div>
      {by.value === "city" ? <Cities answer={answer} /> : <Territories answer={answer} />}
    </section>
  );
}

const shownAs = (value: number | null, unit: Reach["unit"]) => (value === null ? "–" : unit === "USD" ? usd(value) : figure(value / 24, 1));

/** P50–P90 in days, where both are told. */
export function span(one: Figures, unit: Reach["unit"]): string {
  const { time_p50_h: low, time_p90_h: high } = one;
  return unit === "h" && low != null && high != null ? ltr(`${figure(low / 24, 1)}–${figure(high / 24, 1)}`) : shownAs(valueOf(one, unit), unit);
}

function Cities({ answer }: { answer: Reach }) {
  const { unit } = answer;
  const isCompared = answer.cities.some((one) => one.base);
  const first = (one: City): Figures => one.base ?? one;
  const reached = answer.cities.filter((one) => one.id !== answer.origin.id && valueOf(first(one), unit) !== null);
  const rows = (isWhole.value ? reached : known(reached))
    .sort((a, b) => valueOf(first(a), unit)! - valueOf(first(b), unit)!)
    .slice(0, isWhole.value ? ALL : LISTED);
  const longest = Math.max(1, ...rows.map((one) => valueOf(first(one), unit) ?? 0));
  const share = (value: number | null) => `${Math.min(100, ((value ?? 0) / longest) * 100)}%`;
  return (
    <>
    <table class="cities">
      <thead><tr><th>{t("reach.city")}</th><td /><th class="n">{isCompared ? t("reach.now") : unit === "h" ? `${t("days")}, P50–P90` : "$"}</th>{isCompared && <th class="n">{t("scenario_word")}</th>}</tr></thead>
      <tbody>
        {rows.map((one) => {
          const [before, after] = [valueOf(first(one), unit), valueOf(one, unit)];
          const isMoved = isCompared && span(first(one), unit) !== span(one, unit);
          return (
            <tr key={one.id}>
              <td>{one.name} <span class="quiet">{one.territory}</span></td>
              <td><span class="bar-cell" dir="ltr"><i style={{ width: share(before) }} />{isMoved && after !== null && <b style={{ left: share(after) }} />}</span></td>
              <td class="n">{span(first(one), unit)}</td>
              {isCompared && <td class="n then">{isMoved ? span(one, unit) : ""}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
    <p><button class="link" aria-expanded={isWhole.value} onClick={() => void (isWhole.value = !isWhole.value)}>{t(isWhole.value ? "reach.largest" : "reach.all")}</button></p>
    </>
  );
}

/** The largest of each territory that is reached: cities come largest first. */
function known(cities: City[]): City[] {
  const counts = new Map<string, number>();
  return cities.filter((one) => {
    const count = (counts.get(one.territory ?? "") ?? 0) + 1;
    counts.set(one.territory ?? "", count);
    return count <= MOST_OF_ONE;
  });
}

/** People of each territory by band, as a bar; and its nearest city. */
function Territories({ answer }: { answer: Reach }) {
  const rows = answer.territories.filter((one) => one.nearest_value !== null).slice(0, LISTED);
  return (
    <table class="cities">
      <thead><tr><th>{t("territory")}</th><th>{t("reach.people")}</th><th class="n">{t("reach.nearest")}</th></tr></thead>
      <tbody>
        {rows.map((one) => (
          <tr key={one.territory}>
            <td>{territory(one.territory)}</td>
            <td><People one={one} /></td>
            <td class="n">{span({ time_h: one.nearest_value, time_p50_h: one.nearest_time_p50_h ?? null, time_p90_h: one.nearest_time_p90_h ?? null, cost_usd: one.nearest_value, band: null }, answer.unit)}<small class="quiet">{one.nearest}</small></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function People({ one }: { one: Reached }) {
  const share = (people: number) => people / Math.max(1, one.population);
  const told = one.population_by_band.map((people, at) => [people, at] as const).filter(([people]) => people > 0);
  return (
    <span class="people" role="img" aria-label={told.map(([people, at]) => `${at + 1}: ${percent(share(people))}`).join(", ")}>
      {told.map(([people, at]) => <i key={at} class={`band-${Math.min(at, 4) + 1}`} style={{ width: `${share(people) * 100}%` }} title={percent(share(people))} />)}
    </span>
  );
}
