import { dayShift, figure, pairWords, short, signed, signedUsd, spanWords, usd } from "../i18n/figures";
import { type Key, t } from "../i18n/language";
import { openPost, tab } from "../state/question";
import { addMeasures } from "../state/scenario";
import { nameOf } from "../ways/way";
import { lit, order } from "./order";
import { looked, pairName, takeOver, takeOverFailed } from "./take_over";
import { amount, hitBy, type Order, type Pair, type Ranked } from "./types";

const KINDS: Record<string, Key> = { post: "post", port: "port", airport: "airport", terminal: "terminal", strait: "strait", gauge: "gauge" };

/** The ranking; a row that is chosen opens what takes over. */
export function Ranking({ ranking, pairs }: { ranking: Ranked[]; pairs: Pair[] }) {
  const most = Math.max(...ranking.map((one) => Math.abs(amount(one, order.value))), 1e-9);
  const orders: [Order, string][] = [["added", t("critical.added")], ["added_time_h", t("critical.days")], ["pairs", t("critical.hit")]];
  return (
    <>
      <div class="switch" role="group">{orders.map(([name, told]) => <button key={name} aria-pressed={order.value === name} onClick={() => void (order.value = name)}>{told}</button>)}</div>
      <table class="ranking">
        <thead><tr><th>№</th><th>{t("what_place")}</th><th>{orders.find(([name]) => name === order.value)?.[1]}</th><th class="n">{t("critical.hit")}</th><th class="n">{t("critical.days")}</th><th class="n">$/{t("tonnes")}</th><th>{t("critical.next")}</th></tr></thead>
        <tbody>
          {ranking.map((one, index) => {
            const isOpen = looked.value === one.id;
            const row = (
              <tr key={one.id} class={`${lit.value === one.id ? "is-lit" : ""} ${isOpen ? "is-open" : ""}`} onClick={() => choose(one.id)} onPointerEnter={() => void (lit.value = one.id)} onPointerLeave={() => void (lit.value = "")}>
                <td class="quiet">{index + 1}</td>
                <td><button class="row-name" aria-expanded={isOpen} onClick={(event) => { event.stopPropagation(); choose(one.id); }}>{one.name}</button> <span class="quiet">{t(KINDS[one.kind] ?? "terminal")}</span></td>
                <td class="with-bar">{order.value === "added" && <b>{usd(one.added)}</b>}<span class="bar-cell"><i style={{ width: `${(Math.abs(amount(one, order.value)) / most) * 100}%` }} /></span></td>
                <td class="n"><bdi dir="ltr">{figure(one.pairs)} <span class="quiet">/ {figure(pairs.length)}</span></bdi></td>
                <td class="n">{one.lost.length ? t("critical.cut", { n: figure(one.lost.length) }) : days(one)}</td>
                <td class="n">{one.added_cost_usd_t === null ? "" : signedUsd(one.added_cost_usd_t)}</td>
                <td class="second">{one.substitute?.name ?? t("not_found")}</td>
              </tr>
            );
            return isOpen ? [row, <tr key={`${one.id}-more`} class="ranking-more"><td colSpan={7}><TakesOver one={one} pairs={hitBy(one, pairs)} /></td></tr>] : row;
          })}
        </tbody>
      </table>
    </>
  );
}

function choose(id: string): void {
  looked.value = looked.value === id ? "" : id;
  pairName.value = "";
}

/** Days added: as a band where the answer has one. */
function days(one: Ranked): string {
  const [low, high] = [one.added_time_p50_h, one.added_time_p90_h];
  if (low != null && high != null) return dayShift(low, high);
  return one.added_time_h === null ? "" : signed(one.added_time_h / 24);
}

/** The pairs that it hits; for the one on the map, the best way and what takes over. */
function TakesOver({ one, pairs }: { one: Ranked; pairs: Pair[] }) {
  const told = takeOver.value;
  const shown = pairs.find((pair) => pair.name === pairName.value) ?? pairs[0];
  const close = () => {
    addMeasures(`${t("m.close")} ${one.name}`, [{ kind: "close", at: one.id, reason: t("tried") }]);
    tab.value = "scenarios";
  };
  return (
    <div class="takes-over">
      <div class="try">{pairs.map((pair) => <button key={pair.name} class="button pill" aria-pressed={pair.name === shown?.name} onClick={() => void (pairName.value = pair.name)}>{pairWords(short(pair.origin), short(pair.destination))}</button>)}</div>
      {takeOverFailed.value && <p class="faults" role="alert">{takeOverFailed.value}</p>}
      {!told && !takeOverFailed.value && shown && <p class="second" role="status">{t("loading")}…</p>}
      {told && (
        <dl aria-live="polite">
          <div><dt><i class="line-key is-best" /> {t("critical.best_way")}</dt><dd><b>{nameOf(told.best, told.base)}</b> {spanWords(told.best.time_p50_h, told.best.time_p90_h)}, {usd(told.best.cost_usd)}</dd></div>
          <div><dt><i class="line-key is-next" /> {t("critical.takes_over")}</dt><dd>{told.next ? <><b>{nameOf(told.next, told.shut)}</b> {spanWords(told.next.time_p50_h, told.next.time_p90_h)}, {usd(told.next.cost_usd)} <span class="second">({dayShift(told.next.time_p50_h - told.best.time_p50_h, told.next.time_p90_h - told.best.time_p90_h)} {t("days_short")}, {signedUsd(told.next.cost_usd - told.best.cost_usd)})</span></> : t("critical.none_left")}</dd></div>
        </dl>
      )}
      <p class="row"><button class="link" onClick={close}>{t("critical.close_it")}</button>{one.kind === "post" && <button class="link" onClick={() => { openPost.value = one.id; tab.value = "routes"; }}>{t("facts")}</button>}</p>
    </div>
  );
}
