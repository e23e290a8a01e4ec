import { signal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Work } from "../api/job";
import type { Point } from "../api/types";
import { figure, signed, signedUsd, usd, words } from "../i18n/figures";
import { language, t } from "../i18n/language";
import type { Label } from "../map/labels";
import { MapView, type Dot } from "../map/map";
import { gateways, type Gateway } from "../map/network";
import { colour } from "../map/style";
import { placeWords } from "../question/question";
import { isAsked, openPost, question, tab } from "../state/question";
import { theme } from "../state/screen";
import { Working } from "./working";

interface Ranked { kind: string; id: string; name: string; pairs: number; lost: unknown[]; added: number; added_time_h: number; added_cost_usd_t: number; substitute: { name: string } | null }
interface Critical { ranking: Ranked[]; pairs: unknown[] }
type Order = "added" | "added_time_h" | "pairs";

const work = new Work<Critical>("critical");
const order = signal<Order>("added");
const lit = signal("");
const MOST = 14;

/** What pairs can least do without: the ranking, and where it lies. */
export function CriticalScreen() {
  const [known, setKnown] = useState<Map<string, Gateway>>(new Map());
  useEffect(() => void gateways().then((found) => setKnown(new Map(found.map((one) => [one.id, one]))), () => undefined), []);
  const answer = work.answer.value;
  const ranking = [...(answer?.ranking ?? [])].filter((one) => one.kind !== "territory").sort((a, b) => b[order.value] - a[order.value]).slice(0, MOST);
  const first = ranking[0];
  return (
    <main class="critical" id="main">
      <div class="table-side">
        <h1>{first ? t("critical.title", { post: first.name }) : t("critical.plain")}</h1>
        <Ask />
        <Working work={work} />
        {answer && <Ranking ranking={ranking} of={answer.pairs.length} />}
      </div>
      <CriticalMap ranking={ranking} known={known} />
    </main>
  );
}

function Ask() {
  const asked = question.value;
  const pair = isAsked.value ? `${placeWords(asked.from, "origin").name} → ${placeWords(asked.to, "destination").name}` : "";
  const options = { ...(asked.cargo && { cargo: asked.cargo }), ...(asked.on && { on: asked.on }), ...(asked.commodity && { commodity: asked.commodity }) };
  return (
    <div class="try">
      <span class="second">{t("critical.ask")}</span>
      {pair && <button class="button pill" onClick={() => void work.begin({ places: [asked.from, asked.to], ...options })}>{pair}</button>}
      <button class="button pill" onClick={() => void work.begin({ pairs: "pk-kz" })}>{t("critical.list")}</button>
    </div>
  );
}

function Ranking({ ranking, of }: { ranking: Ranked[]; of: number }) {
  const most = Math.max(...ranking.map((one) => Math.abs(one[order.value])), 1e-9);
  const orders: [Order, string][] = [["added", t("critical.added")], ["added_time_h", t("critical.days")], ["pairs", t("critical.hit")]];
  return (
    <>
      <div class="switch">{orders.map(([name, told]) => <button key={name} aria-pressed={order.value === name} onClick={() => void (order.value = name)}>{told}</button>)}</div>
      <table class="ranking">
        <thead><tr><th>№</th><th>{t("what_place")}</th><th class="n">{t("critical.hit")}</th><th class="n">{t("critical.days")}</th><th class="n">$/{t("tonnes")}</th><th>{orders.find(([name]) => name === order.value)?.[1]}</th><th>{t("critical.next")}</th></tr></thead>
        <tbody>
          {ranking.map((one, index) => (
            <tr key={one.id} class={lit.value === one.id ? "is-lit" : ""} onPointerEnter={() => void (lit.value = one.id)} onPointerLeave={() => void (lit.value = "")}>
              <td class="quiet">{index + 1}</td>
              <td>{one.kind === "post" ? <button class="link" onClick={() => { openPost.value = one.id; tab.value = "routes"; }}>{one.name}</button> : <b>{one.name}</b>} <span class="quiet">{words(one.kind)}</span></td>
              <td class="n">{figure(one.pairs)} / {figure(of)}</td>
              <td class="n">{one.lost.length ? t("critical.cut", { n: figure(one.lost.length) }) : signed(one.added_time_h / 24)}</td>
              <td class="n">{signedUsd(one.added_cost_usd_t)}</td>
              <td>{order.value === "added" && <span class="second">{usd(one.added)}</span>}<span class="bar-cell"><i style={{ width: `${(Math.abs(one[order.value]) / most) * 100}%` }} /></span></td>
              <td>{one.substitute?.name ?? t("not_found")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function CriticalMap({ ranking, known }: { ranking: Ranked[]; known: Map<string, Gateway> }) {
  const placed = ranking.flatMap((one, index) => {
    const at = known.get(one.id);
    return at ? [{ one, index, at: [at.lon, at.lat] as Point }] : [];
  });
  const most = Math.max(...placed.map(({ one }) => Math.abs(one[order.value])), 1e-9);
  const key = placed.map(({ one }) => one.id).join(" ") + order.value + lit.value;
  const dots = useMemo((): Dot[] => placed.map(({ one, at, index }) => ({ at, size: 8 + 16 * Math.sqrt(Math.abs(one[order.value]) / most), colour: lit.value === one.id || (!lit.value && index === 0) ? colour("action") : colour("reach-4") })).reverse(), [key, theme.value]);
  const labels = useMemo((): Label[] => placed.map(({ one, index, at }) => ({ key: one.id, at, text: `${index + 1} ${one.name}`, rank: index, className: index === 0 ? "stop front" : "stop", sign: () => document.createElement("span"), reach: 8 + 14 * Math.sqrt(Math.abs(one[order.value]) / most) })), [key, language.value]);
  const frame = useMemo(() => placed.map(({ at }) => at), [placed.map(({ one }) => one.id).join(" ")]);
  return <MapView lines={NONE} shut={NONE} labels={labels} frame={frame} dots={dots} name={t("tab.critical")} />;
}
const NONE: never[] = [];
