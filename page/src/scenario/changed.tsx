import { Work } from "../api/job";
import type { Totals } from "../api/types";
import { arrow, dayShift, daySpan, figure, pairWords, short, signedUsd, usd } from "../i18n/figures";
import { known, t } from "../i18n/language";
import { placeWords } from "../question/question";
import { Working } from "../screens/working";
import { isAsked, question } from "../state/question";
import { isScenario } from "../state/scenario";
import { stepOf, type Step } from "./changes";
import { body } from "./measures";

interface Told extends Totals { label: string; generalised_usd: number }
interface Change { fate: string; time_h: number | null; cost_usd: number | null; generalised_usd: number | null }
interface Pair { name: string; origin: string; destination: string; ways: (Told | null)[]; changes: (Change | null)[] }
interface Compared { pairs: Pair[] }

const work = new Work<Compared>("compare");
const MOST = 60;

/** What changed for a list of pairs: a row each, the greatest change first. */
export function Changed() {
  const found = work.answer.value;
  const asked = question.value;
  const pair = pairWords(placeWords(asked.from, "origin").name, placeWords(asked.to, "destination").name);
  const begin = (which: object) => void work.begin({ ...which, worlds: [body()] });
  return (
    <section class="changed" aria-labelledby="changed-title" tabIndex={0}>
      <div class="panel-head">
        <h2 id="changed-title">{t("scenario.compare")}</h2>
        {found && <Sum pairs={found.pairs} />}
        {isAsked.value && <button class="button pill" disabled={!isScenario.value} onClick={() => begin({ places: [asked.from, asked.to] })}>{pair}</button>}
        <button class="button pill" disabled={!isScenario.value} onClick={() => begin({ pairs: "pk-kz" })}>{t("critical.list")}</button>
      </div>
      <Working work={work} />
      {found && <Rows pairs={found.pairs} />}
    </section>
  );
}

/** By dollars and the value of time together, as ways are ranked: a best way may be slower and still be worth it. */
function judged(pair: Pair): Step {
  const fate = pair.changes[0]?.fate;
  if (fate === "cut_off") return "much-worse";
  return fate === "joined" ? "much-better" : stepOf(shareOf(pair, "generalised_usd"));
}

function shareOf(pair: Pair, what: "time_h" | "cost_usd" | "generalised_usd"): number {
  const [change, base] = [pair.changes[0]?.[what], pair.ways[0]?.[what]];
  return change != null && base ? change / base : 0;
}

function Sum({ pairs }: { pairs: Pair[] }) {
  const steps = pairs.map(judged);
  const count = (...names: string[]) => figure(steps.filter((step) => names.includes(step)).length);
  return (
    <>
      <span class="minus">{t("pairs_better", { n: count("better", "much-better") })}</span>
      <span class="plus">{t("pairs_worse", { n: count("worse", "much-worse") })}</span>
      <span>{t("pairs_same", { n: count("same") })}</span>
    </>
  );
}

function Rows({ pairs }: { pairs: Pair[] }) {
  const rows = [...pairs].sort((a, b) => shareOf(a, "generalised_usd") - shareOf(b, "generalised_usd")).slice(0, MOST);
  const most = (what: "time_h" | "cost_usd") => Math.max(...rows.map((row) => Math.abs(row.changes[0]?.[what] ?? 0)), 1e-9);
  const [mostTime, mostCost] = [most("time_h"), most("cost_usd")];
  return (
    <table>
      <thead><tr><th>{t("pair")}</th><th>{t("way")}</th><th class="n">{t("base_word")}, {t("days_short")}</th><th class="n">{t("scenario_word")}, {t("days_short")}</th><th>{t("better")} / {t("worse")}</th><th class="n">{t("difference")}</th><th class="n">$</th><th>{t("better")} / {t("worse")}</th><th class="n">{t("difference")}</th></tr></thead>
      <tbody>{rows.map((pair) => <Row key={pair.name} pair={pair} mostTime={mostTime} mostCost={mostCost} />)}</tbody>
    </table>
  );
}

function Row({ pair, mostTime, mostCost }: { pair: Pair; mostTime: number; mostCost: number }) {
  const [before, after] = pair.ways;
  const change = pair.changes[0];
  return (
    <tr>
      <td><b>{pairWords(short(pair.origin), short(pair.destination))}</b></td>
      <td class="second">{before?.label === after?.label ? after?.label : <>{before?.label ?? t("not_found")} {arrow()} <b>{after?.label ?? t("not_found")}</b></>}</td>
      <td class="n second">{before ? daySpan(before) : ""}</td>
      <td class="n"><b>{after ? daySpan(after) : t("critical.cut", { n: "" })}</b></td>
      <td><Diverging value={change?.time_h ?? 0} most={mostTime} share={shareOf(pair, "time_h")} /></td>
      <td class={`n ${sign(change?.time_h)}`}>{change?.time_h == null ? change && known(`fate.${change.fate}`) : before && after ? dayShift(after.time_p50_h - before.time_p50_h, after.time_p90_h - before.time_p90_h) : ""}</td>
      <td class="n"><b>{after ? usd(after.cost_usd) : ""}</b></td>
      <td><Diverging value={change?.cost_usd ?? 0} most={mostCost} share={shareOf(pair, "cost_usd")} /></td>
      <td class={`n ${sign(change?.cost_usd)}`}>{change?.cost_usd == null ? "" : signedUsd(change.cost_usd)}</td>
    </tr>
  );
}

const sign = (value: number | null | undefined) => (!value || Math.abs(value) < 0.05 ? "" : value > 0 ? "plus" : "minus");

function Diverging({ value, most, share }: { value: number; most: number; share: number }) {
  const wide = (Math.abs(value) / most) * 50;
  return <span class="diverging" aria-hidden="true"><i class={stepOf(share)} style={{ width: `${wide}%`, left: value < 0 ? `${50 - wide}%` : "50%" }} /></span>;
}
