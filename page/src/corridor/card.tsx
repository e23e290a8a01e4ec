import { useEffect, useState } from "preact/hooks";
import { Quoted } from "../signs/quoted";
import { type Failure, get } from "../api/client";
import type { Source } from "../api/types";
import { Shares } from "../cards/cards";
import { Plot } from "../chart/plot";
import { capital, day, figure, hourSpan, listed, ltr, pairWords, short, spanWords, territory, tonnes, usd } from "../i18n/figures";
import { type Key, t } from "../i18n/language";
import { EvidenceSign, ModeSign, Triangle } from "../signs/signs";
import { ask, beside, corridor, question, tab } from "../state/question";
import { theme } from "../state/screen";
import { letter } from "../ways/way";
import { IndicatorTable } from "./indicators";
import { Law } from "./law";
import { CorridorMap } from "./map";
import { type Cards, type Corridor, type Listed, namesOf, plotted, statusWords } from "./types";
import { signal } from "@preact/signals";

const lit = signal("");
const MOST_BESIDE = 3;

/** One corridor: figures, charts beside others, constraints, observed values, law, sections, sources. */
export function CorridorCard({ known }: { known: Listed[] }) {
  const [found, setFound] = useState<Cards | null>(null);
  const [wrong, setWrong] = useState("");
  const asked = question.value;
  const key = [corridor.value, ...beside.value].join(" ");
  useEffect(() => {
    setWrong("");
    const stop = new AbortController();
    const goods = { on: asked.on, cargo: asked.cargo, commodity: asked.commodity, product: asked.product, against: beside.value };
    get<Cards>(`/corridors/${encodeURIComponent(corridor.value)}`, goods, stop.signal).then(setFound, (error: Failure) => error.name !== "AbortError" && setWrong(error.message));
    return () => stop.abort();
  }, [key, asked.on, asked.cargo, asked.commodity, asked.product]);
  const shown = found?.corridors[0];
  const name = known.find((each) => each.id === corridor.value)?.name ?? corridor.value;
  if (wrong) return <section class="state box error" role="alert"><h1>{capital(name)}</h1><p lang="en" dir="auto">{wrong}</p></section>;
  if (!found || !shown || shown.id !== corridor.value) return (
    <article class="corridor-card">
      <header class="post-head"><h1>{capital(name)}</h1></header>
      <div class="hold" role="status" aria-label={t("loading")}><i style={{ width: "40%" }} /><i style={{ width: "70%" }} /><i style={{ width: "60%" }} /></div>
    </article>
  );
  const sources = new Map(found.corridors.flatMap((one) => one.sources).map((row) => [row.id, row]));
  return (
    <article class="corridor-card">
      <Head one={shown} known={known.find((each) => each.id === shown.id)} on={found.on} />
      <Sums one={shown} />
      <CorridorMap found={found} lit={lit.value} />
      <Charts found={found} known={known} />
      <div class="corridor-parts">
        <Worst one={shown} />
        <Breaks one={shown} />
      </div>
      <IndicatorTable rows={shown.indicators} sources={sources} />
      <Law one={shown} sources={sources} />
      <Sections one={shown} />
      <Cited sources={shown.sources} />
    </article>
  );
}

function Head({ one, known, on }: { one: Corridor; known: Listed | undefined; on: string }) {
  const askIt = () => {
    if (!known) return;
    ask({ from: short(known.origin), to: short(known.destination) });
    tab.value = "routes";
  };
  return (
    <header class="post-head">
      <p class="caption">{listed(one.territories.map(territory))} · {statusWords(one.status)}{one.opened ? <>, {one.opened.length === 10 ? t("since", { day: day(one.opened) }) : <bdi lang="en">{one.opened}</bdi>}</> : ""} · {t("as_of", { day: day(on) })}</p>
      <div class="panel-head">
        <h1>{capital(one.name)}</h1>
        <span class="modes">{[...new Set(one.modes)].map((mode) => <ModeSign key={mode} mode={mode} />)}</span>
      </div>
      {one.note && <p class="second" lang="en" dir="auto">{one.note}</p>}
      {known && <p><button class="link" onClick={askIt}>{t("corridor.ask", { pair: pairWords(known.origin, known.destination) })}</button></p>}
      {[...one.reasons, ...one.limited].map((reason) => <p class="warn" key={reason.where + reason.what}><Triangle /><span>{namesOf(one).get(reason.where) ?? ""} <Quoted text={reason.what} />{reason.since ? `, ${t("since", { day: day(reason.since) })}` : ""}</span></p>)}
    </header>
  );
}

function Sums({ one }: { one: Corridor }) {
  return (
    <dl class="post-sums box">
      <div><dd>{spanWords(one.time_p50_h, one.time_p90_h)}</dd><dt>P50–P90</dt></div>
      <div><dd>{usd(one.cost_usd)}</dd><dt>{one.prices_of ? t("prices_of", { year: ltr(String(one.prices_of)) }) : t("cost")}</dt></div>
      <div><dd>{figure(one.distance_km)} {t("km")}</dd><dt>{t("length")}</dt></div>
      <div><dd>{tonnes(one.co2e_kg)} {t("tonnes")}</dd><dt>CO₂e</dt></div>
    </dl>
  );
}

/** The charts, with the choice of others beside it. */
function Charts({ found, known }: { found: Cards; known: Listed[] }) {
  const lines = plotted(found.corridors);
  const linked = { chosen: corridor.value, litPost: "", isOld: false, isDim: (id: string) => lit.value !== "" && lit.value !== id, light: (id: string) => ({ onPointerEnter: () => void (lit.value = id), onPointerLeave: () => void (lit.value = "") }), pick: (id: string) => void (lit.value = id) };
  const rest = known.filter((one) => one.id !== corridor.value && !beside.value.includes(one.id));
  return (
    <section aria-label={t("chart.days")}>
      <div class="beside">
        {lines.map((one, index) => (
          <span class="tag" key={one.id} style={{ "--hue": one.hue[theme.value] }} {...linked.light(one.id)}>
            <span class="letter" aria-hidden="true">{letter(index)}</span> {one.name}
            {index > 0 && <button aria-label={`${t("remove")}: ${one.name}`} onClick={() => void (beside.value = beside.value.filter((id) => id !== one.id))}>×</button>}
          </span>
        ))}
        {beside.value.length < MOST_BESIDE && (
          <select class="control" aria-label={t("corridor.beside")} value="" onChange={(event) => event.currentTarget.value && void (beside.value = [...beside.value, event.currentTarget.value])}>
            <option value="">{t("corridor.beside")}</option>
            {rest.map((one) => <option key={one.id} value={one.id}>{capital(one.name)}</option>)}
          </select>
        )}
      </div>
      <div class="corridor-charts"><Plot what="days" ways={lines} linked={linked} /><Plot what="dollars" ways={lines} linked={linked} /></div>
    </section>
  );
}

/** Where the most hours and dollars are lost, as the corridor ranks them. */
function Worst({ one }: { one: Corridor }) {
  const ids = [...new Set([...one.worst_by_hours, ...one.worst_by_dollars])];
  const rows = ids.flatMap((id) => one.rows.find((row) => row.kind === "stop" && row.from === id) ?? []);
  if (!rows.length) return null;
  return (
    <section aria-labelledby="worst-title">
      <h2 id="worst-title">{t("corridor.worst")}</h2>
      <table>
        <thead><tr><th>{t("what_place")}</th><th class="n">{t("hours")}, P50–P90</th><th class="n">$</th><th>{t("evidence")}</th></tr></thead>
        <tbody>{rows.map((row) => <tr key={row.from}><td><b>{row.from_name}</b></td><td class="n">{hourSpan([row.time_p50_h, row.time_p90_h])}</td><td class="n">{usd(row.cost_usd)}</td><td><Signs row={row} /></td></tr>)}</tbody>
      </table>
    </section>
  );
}

function Breaks({ one }: { one: Corridor }) {
  const names = namesOf(one);
  return (
    <section aria-labelledby="breaks-title">
      <h2 id="breaks-title">{t("corridor.breaks")}</h2>
      {!one.gauge_breaks.length && <p class="second">{t("corridor.no_breaks")}</p>}
      {one.gauge_breaks.length > 0 && (
        <table>
          <thead><tr><th>{t("what_place")}</th><th class="n">{t("mm")}</th><th class="n">{t("hours")}, P50–P90</th><th class="n">$</th></tr></thead>
          <tbody>{one.gauge_breaks.map((row) => <tr key={row.where}><td><b>{names.get(row.where) ?? row.where}</b></td><td class="n">{ltr(`${row.from_mm} → ${row.to_mm}`)}</td><td class="n">{hourSpan([row.time_p50_h, row.time_p90_h])}</td><td class="n">{usd(row.cost_usd)}</td></tr>)}</tbody>
        </table>
      )}
    </section>
  );
}

/** Every section and stop in order. */
function Sections({ one }: { one: Corridor }) {
  return (
    <section>
      <h2 id="sections-title">{t("corridor.sections")}</h2>
      <p class="row"><span class="quiet">{t("hours_evidence")}</span> <Shares shares={one.evidence.time} /> <span class="quiet">{t("dollars_evidence")}</span> <Shares shares={one.evidence.cost} /></p>
      <div class="scroll-x" tabIndex={0} role="region" aria-labelledby="sections-title">
        <table>
          <thead><tr><th>{t("step")}</th><th>{t("mode")}</th><th class="n">{t("km")}</th><th class="n">{t("hours")}, P50–P90</th><th class="n">$</th><th>{t("evidence")}</th></tr></thead>
          <tbody>
            {one.rows.filter((row) => row.distance_km || row.time_h || row.kind === "gap" || row.kind === "charge").map((row, index) => (
              <tr key={index} class={row.kind === "stop" ? "is-stop" : ""}>
                <td>{row.kind === "charge" ? t(`op.${row.steps[0]?.operation}` as Key) : row.kind === "stop" ? <b>{row.from_name}</b> : pairWords(row.from_name, row.to_name)}{row.kind === "gap" && <span class="quiet"> {t(row.is_planned ? "state.planned" : "not_found")}</span>}</td>
                <td class="second">{row.mode ? t(row.mode) : ""}{row.gauge_mm ? `, ${ltr(String(row.gauge_mm))} ${t("mm")}` : ""}</td>
                <td class="n">{row.distance_km ? figure(row.distance_km) : row.great_circle_km ? `(${figure(row.great_circle_km)})` : ""}</td>
                <td class="n">{row.time_h ? hourSpan([row.time_p50_h, row.time_p90_h]) : ""}</td><td class="n">{row.cost_usd ? usd(row.cost_usd) : ""}</td><td><Signs row={row} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Signs({ row }: { row: Corridor["rows"][number] }) {
  const kinds = [...new Set(row.steps.flatMap((step) => [step.evidence.time, step.evidence.cost]))];
  return <span class="evidence" role="img" aria-label={kinds.map((kind) => t(kind)).join(", ")} title={kinds.map((kind) => t(kind)).join(", ")}>{kinds.map((kind) => <EvidenceSign key={kind} kind={kind} />)}</span>;
}

function Cited({ sources }: { sources: Source[] }) {
  return (
    <section aria-labelledby="cited-title">
      <h2 id="cited-title">{t("sources")}</h2>
      <ol class="cited" lang="en" dir="auto">{sources.map((one) => <li key={one.id}>{one.address.startsWith("http") ? <a href={one.address} target="_blank" rel="noreferrer noopener">{one.title}</a> : one.title}</li>)}</ol>
    </section>
  );
}
