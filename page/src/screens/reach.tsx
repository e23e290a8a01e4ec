import { signal } from "@preact/signals";
import { useMemo, useState } from "preact/hooks";
import { Work } from "../api/job";
import type { Mode } from "../api/types";
import { figure, ltr, short, usd, weekday } from "../i18n/figures";
import { t } from "../i18n/language";
import { CargoBox, cargoWords } from "../question/cargo";
import { today } from "../question/day";
import { PlaceField } from "../question/place";
import { placeWords } from "../question/question";
import { ReachMap } from "../reach/map";
import { ReachTables } from "../reach/tables";
import type { Band, Reach } from "../reach/types";
import { body } from "../scenario/measures";
import { ModeSign } from "../signs/signs";
import { ask, question } from "../state/question";
import { isScenario, scenarioName } from "../state/scenario";
import { isNarrow } from "../state/screen";
import { Working } from "./working";

const work = new Work<Reach>("reach");
const COUNT = 1000;
const MODES: Mode[] = ["road", "rail", "sea"];
const modes = signal<Mode[]>(["road"]);
const isCompared = signal(true);
const MILLION = 1e6;

/** How far goods come from one place within so many days: bands on the map, cities and territories in tables. */
export function ReachScreen() {
  const [cargoIsOpen, setCargoOpen] = useState(false);
  const asked = question.value;
  const from = placeWords(asked.from, "origin");
  const answer = work.answer.value;
  const goods = useMemo(() => ({ ...(asked.cargo && { cargo: asked.cargo }), ...(asked.commodity && { commodity: asked.commodity }), ...(asked.product && { product: asked.product }), ...(asked.on && { on: asked.on }) }), [asked]);
  const begin = () => void work.begin({ from: asked.from, count: COUNT, ...goods, modes: modes.value.join(","), ...(isScenario.value && isCompared.value && { world: body() }) });
  return (
    <main class="reach" id="main">
      <div class="side">
        <h1>{answer ? t("reach.title", { place: short(answer.origin.name) }) : t("tab.reach")}</h1>
        <div class="reach-question">
          <div class="box grid">
            <PlaceField id="from" label={t("from")} shown={from.name} where={from.where} onPick={(word) => ask({ from: word })} />
            <button type="button" class="field" aria-expanded={cargoIsOpen} aria-controls="cargo-box" onClick={() => setCargoOpen(!cargoIsOpen)}><span class="label">{t("cargo")}</span><span class="value">{cargoWords(null)}</span></button>
            <label class="field"><span class="label">{t("departs")}</span><span class="value" aria-hidden="true">{weekday(asked.on || today())}</span><input type="date" value={asked.on || today()} aria-label={t("departs")} onChange={(event) => event.currentTarget.value && ask({ on: event.currentTarget.value })} /></label>
          </div>
          {cargoIsOpen && <CargoBox onDone={() => setCargoOpen(false)} />}
        </div>
        <div class="switch modes-switch" role="group" aria-label={t("modes")}>{MODES.map((mode) => <button key={mode} aria-pressed={modes.value.includes(mode)} onClick={() => turn(mode)}><ModeSign mode={mode} /><span aria-hidden="true">{t(mode)}</span></button>)}</div>
        {isScenario.value && <label class="check"><input type="checkbox" checked={isCompared.value} onChange={() => void (isCompared.value = !isCompared.value)} />{t("reach.compare", { name: scenarioName.value || t("scenario_word") })}</label>}
        <button class="button main" disabled={!asked.from} onClick={begin}>{t("reach.run")}</button>
        <Working work={work} />
        {answer && (
          <>
            <Bands answer={answer} />
            {isNarrow.value && <ReachMap answer={answer} />}
            <ReachTables answer={answer} />
            <p class="caption">{answer.areas.what}. {t("reach.note")}</p>
          </>
        )}
      </div>
      {!isNarrow.value && <ReachMap answer={answer} />}
    </main>
  );
}

function turn(mode: Mode): void {
  const next = MODES.filter((one) => modes.value.includes(one) !== (one === mode));
  if (next.length) modes.value = next;
}

/** The scale, with the people in each band, before and after. */
function Bands({ answer }: { answer: Reach }) {
  const { bands, unit } = answer;
  const limit = (band: Band | undefined) => (unit === "USD" ? usd(band?.limit ?? 0) : figure((band?.limit ?? 0) / 24));
  const people = (count: number) => t("reach.millions", { n: figure(count / MILLION, count < 10 * MILLION ? 1 : 0) });
  return (
    <section aria-label={t("reach.people")}>
      <div class="panel-head"><h2>{unit === "h" ? t("days") : t("dollars_tab")}</h2><span class="caption">{t("reach.people")}</span></div>
      <ul class="bands">
        {bands.map((band, at) => (
          <li key={band.name}>
            <i class={`band-${Math.min(at, 4) + 1}`} />{ltr(`${limit(bands[at - 1])}–${limit(band)}`)}
            <small>{people(band.base_population ?? band.population)}</small>
            {band.base_population !== null && <small class="then">{people(band.population)}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}
