import { useEffect, useState } from "preact/hooks";
import { once } from "../api/client";
import type { Source, Step, Table } from "../api/types";
import { figure, hourSpan, pairWords, short, usd, words } from "../i18n/figures";
import { type Key, t } from "../i18n/language";
import { EvidenceSign } from "../signs/signs";
import { answer } from "../state/answer";
import type { Way } from "../ways/way";

/** Every step of a way with hours, dollars, evidence and the numbers of its sources; the sources below. */
export function Legs({ way }: { way: Way }) {
  const steps = way.offer.steps.filter((step) => step.time_h || step.cost_usd);
  const cited = [...new Set(steps.flatMap((step) => step.source))];
  const titles = useSources();
  return (
    <div class="legs">
      <table>
        <thead><tr><th>{t("step")}</th><th class="n">{t("km")}</th><th class="n">{t("hours_short")}, P50–P90</th><th class="n">$</th><th class="n">{t("source")}</th></tr></thead>
        <tbody>{steps.map((step, index) => <Leg key={index} step={step} numbers={step.source.map((id) => cited.indexOf(id) + 1)} />)}</tbody>
      </table>
      <ol class="cited" lang="en" dir="auto">
        {cited.map((id) => {
          const source = titles.get(id);
          return <li key={id}>{source ? <a href={source.address} target="_blank" rel="noreferrer noopener">{source.title}</a> : id}</li>;
        })}
      </ol>
    </div>
  );
}

function Leg({ step, numbers }: { step: Step; numbers: number[] }) {
  const names = answer.value?.names ?? {};
  const name = (id: string) => short(names[id] ?? id);
  const where = step.from === step.to ? name(step.from) : pairWords(name(step.from), name(step.to));
  return (
    <tr>
      <td>{t(`op.${step.operation}` as Key)}{step.what ? `, ${words(step.what)}` : ""}{step.mode && step.kind === "leg" ? `, ${t(step.mode)}` : ""}<small>{where}</small></td>
      <td class="n">{step.distance_km ? figure(step.distance_km) : ""}</td>
      <td class="n">{step.kind === "charge" ? "" : <>{hourSpan([step.time_p50_h, step.time_p90_h])} <EvidenceSign kind={step.evidence.time} /></>}</td>
      <td class="n">{step.cost_usd ? <>{usd(step.cost_usd)} <EvidenceSign kind={step.evidence.cost} /></> : ""}</td>
      <td class="n quiet">{numbers.join(" ")}</td>
    </tr>
  );
}

/** Sources by id. */
export function useSources(): Map<string, Source> {
  const [found, setFound] = useState<Map<string, Source>>(new Map());
  useEffect(() => {
    once<Table & { sources?: Source[] }>("/sources").then(
      (answer) => setFound(new Map((answer.sources ?? (answer.rows as unknown as Source[])).map((row) => [row.id, row]))),
      () => undefined,
    );
  }, []);
  return found;
}
