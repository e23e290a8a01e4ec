import type { Source } from "../api/types";
import { figure, ltr, territory } from "../i18n/figures";
import { language, t } from "../i18n/language";
import { type Indicators, INDICATORS } from "./types";

/** What the model has beside what was observed, by territory: a mark where they lie far apart. */
export function IndicatorTable({ rows, sources }: { rows: Indicators[]; sources: Map<string, Source> }) {
  if (!rows.length) return null;
  const told = (value: number) => figure(value, value >= 100 ? 0 : 1);
  return (
    <section>
      <div class="panel-head"><h2 id="indicators-title">{t("corridor.indicators")}</h2><span class="caption">{t("corridor.observed_note")}</span></div>
      <div class="scroll-x" tabIndex={0} role="region" aria-labelledby="indicators-title">
        <table class="indicators">
          <thead>
            <tr><th rowSpan={2}>{t("territory")}</th>{INDICATORS.map((name) => <th key={name} colSpan={2} scope="colgroup">{t(`ind.${name}`)}</th>)}</tr>
            <tr>{INDICATORS.map((name) => [<th class="n" key={`${name}-m`}>{t("corridor.modelled")}</th>, <th class="n" key={`${name}-o`}>{t("corridor.observed")}</th>])}</tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.territory}${row.mode}`} class={row.territory ? "" : "is-stop"}>
                <td>{row.territory ? territory(row.territory) : <b>{t("corridor.whole")}</b>}{row.mode ? <span class="quiet"> {t(row.mode)}</span> : ""}</td>
                {INDICATORS.map((name) => {
                  const [own, seen] = [row.modelled[name], row.observed[name]];
                  const titles = seen?.source.map((id) => sources.get(id)?.title ?? id).join("; ");
                  return [
                    <td class="n" key={`${name}-m`}>{own === null ? "" : told(own)}</td>,
                    <td class="n second" key={`${name}-o`} title={titles} lang={titles && "en"}>{seen ? <><b>{told(seen.value)}</b> <small class="quiet">{ltr([...new Set([seen.years[0], seen.years.at(-1)])].join("–"))}</small></> : row.territory ? <span class="quiet" lang={language.value}>{t("not_found")}</span> : ""}</td>,
                  ];
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
