import type { Source } from "../api/types";
import { day, listed, territory, words } from "../i18n/figures";
import { t } from "../i18n/language";
import { PlaceSign } from "../signs/signs";
import type { Corridor, Regime } from "./types";

/** What lets goods pass along the corridor, what bars them, and what is agreed and not in force. */
export function Law({ one, sources }: { one: Corridor; sources: Map<string, Source> }) {
  const inForce = new Map<string, { regime: Regime; where: string[] }>();
  for (const { territory: code, in_force } of one.regimes) {
    for (const regime of in_force) {
      const at = inForce.get(regime.id) ?? { regime, where: [] };
      if (!at.where.includes(code)) at.where.push(code);
      inForce.set(regime.id, at);
    }
  }
  const shared = new Map<string, { regime: Regime; where: string[] }>();
  for (const each of inForce.values()) {
    const key = `${each.regime.kind} ${each.regime.meaning}`;
    const at = shared.get(key);
    if (at) at.where = [...new Set([...at.where, ...each.where])];
    else shared.set(key, { ...each });
  }
  return (
    <section aria-labelledby="law-title">
      <h2 id="law-title">{t("corridor.law")}</h2>
      <ul class="law">
        {one.bars.map((regime) => <Line key={regime.id} regime={regime} sign="shut" told={t("corridor.bars")} sources={sources} />)}
        {[...shared.values()].map(({ regime, where }) => <Line key={regime.id} regime={regime} sign="post" told={listed(where.map(territory))} sources={sources} />)}
        {one.not_in_force.map((regime) => <Line key={regime.id} regime={regime} sign="planned" told={t("corridor.not_in_force")} sources={sources} />)}
      </ul>
    </section>
  );
}

interface LineProps { regime: Regime; sign: "post" | "shut" | "planned"; told: string; sources: Map<string, Source> }

function Line({ regime, sign, told, sources }: LineProps) {
  return (
    <li>
      <PlaceSign kind={sign} />
      <span><b lang="en" dir="auto">{regime.name}</b> <span class="second">{told}{regime.state === "in_force" ? "" : ` · ${words(regime.state)}`}{regime.since ? ` · ${t("since", { day: day(regime.since) })}` : ""}</span>
        {regime.meaning && <small lang="en" dir="auto">{regime.meaning}</small>}
        <small class="quiet" lang="en" dir="auto">{regime.source.map((id, index) => { const source = sources.get(id); return <span key={id}>{index > 0 && "; "}{source?.address.startsWith("http") ? <a href={source.address} target="_blank" rel="noreferrer noopener">{source.title}</a> : (source?.title ?? id)}</span>; })}</small>
      </span>
    </li>
  );
}
