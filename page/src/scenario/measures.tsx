import { useEffect, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import { once, post } from "../api/client";
import { figure, territory } from "../i18n/figures";
import { language, t } from "../i18n/language";
import { gateways, type Gateway } from "../map/network";
import { Icon, ICONS } from "../signs/signs";
import { canRedo, canUndo, change, measures, redo, scenarioName, undo, type Measure } from "../state/scenario";
import { tell } from "../state/screen";
import type { Checked } from "./check";
import { Tools } from "./tools";
import { reason, rest, verb, where } from "./words";

/** What the places of measures are called, by the word that names them there. */
const placeNames = signal<Record<string, string>>({});

interface Shipped { file: string; name: string; notes: string; measures: Measure[] }

/** The scenario: its name, its measures on and off, what may be added, the library. */
export function Measures() {
  const [known, setKnown] = useState<Gateway[]>([]);
  useEffect(() => void gateways().then(setKnown, () => undefined), [language.value]);
  const names = (id: string) => placeNames.value[id] ?? known.find((one) => one.id === id)?.name ?? territory(id);
  const rows = measures.value;
  return (
    <div class="side">
      <p class="caption">{t("scenario_word")}</p>
      <h1>{scenarioName.value || t("scenario.new")}</h1>
      <div class="buttons">
        <button class="button" disabled={!canUndo.value} onClick={undo}>↶ {t("undo")}</button>
        <button class="button" disabled={!canRedo.value} onClick={redo}>↷ {t("redo")}</button>
        <button class="button" disabled={!rows.length} onClick={() => void write()}>{t("toml")}</button>
        <span class="button file">{t("scenario.read")}<input type="file" accept=".toml" aria-label={t("scenario.read")} onChange={(event) => void read(event.currentTarget)} /></span>
      </div>
      <h2>{t("measures")} <span>{t("on_of", { n: figure(rows.filter((row) => row.isOn).length), of: figure(rows.length) })}</span></h2>
      {!rows.length && <p class="second">{t("scenario.none")}</p>}
      {rows.map((row, index) => (
        <div key={index} class={row.isOn ? "measure" : "measure is-off"}>
          <input id={`measure-${index}`} type="checkbox" checked={row.isOn} onChange={() => change({ rows: rows.map((one, at) => (at === index ? { ...one, isOn: !one.isOn } : one)) })} />
          <label for={`measure-${index}`}><small>{verb(row.measure)}</small><b>{where(row.measure, names)}</b><small>{rest(row.measure, names)} <bdi lang="en">{reason(row.measure)}</bdi></small></label>
          <button class="drop" aria-label={`${t("remove")}: ${verb(row.measure)} ${where(row.measure, names)}`} onClick={() => change({ rows: rows.filter((_, at) => at !== index) })}><Icon path={ICONS.close} size={15} /></button>
        </div>
      ))}
      <Faults />
      <Tools known={known} />
      <Library />
    </div>
  );
}

/** What is wrong with the measures, as the server tells it. */
function Faults() {
  const [faults, setFaults] = useState<Checked["faults"]>([]);
  const rows = measures.value;
  useEffect(() => {
    if (!rows.length) return setFaults([]);
    const stop = new AbortController();
    const noted = (found: Checked) => {
      setFaults(found.faults);
      placeNames.value = { ...placeNames.value, ...found.names };
    };
    post<Checked>("/scenarios/check", body(), stop.signal).then(noted, () => undefined);
    return () => stop.abort();
  }, [rows, language.value]);
  if (!faults.length) return null;
  return <ul class="faults" role="alert">{faults.map((fault, index) => <li key={index}>{t("faults")}: <bdi lang="en">{fault.what}{fault.mend ? `; ${fault.mend}` : ""}</bdi></li>)}</ul>;
}

export function body(): { name: string; measures: Measure[] } {
  return { name: scenarioName.value || t("scenario.new"), measures: measures.value.filter((row) => row.isOn).map((row) => row.measure) };
}

function Library() {
  const [shipped, setShipped] = useState<Shipped[]>([]);
  useEffect(() => void once<{ scenarios: Shipped[]; names: Record<string, string> }>("/scenarios").then(({ scenarios, names }) => {
    setShipped(scenarios.map((one) => ({ ...one, name: names[one.file] ?? one.name })));
    placeNames.value = { ...placeNames.value, ...names };
  }, () => undefined), [language.value]);
  return (
    <section aria-labelledby="library-title">
      <h2 id="library-title">{t("library")}</h2>
      <ul class="library">{shipped.map((one) => <li key={one.file} lang="en" title={one.notes}><button lang={language.value} onClick={() => change({ name: one.name, rows: one.measures.map((measure) => ({ measure, isOn: true })) })}>{one.name}</button></li>)}</ul>
    </section>
  );
}

async function write(): Promise<void> {
  const found = await post<Checked>("/scenarios/check", body());
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([found.toml ?? ""], { type: "application/toml" }));
  link.download = "scenario.toml";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function read(field: HTMLInputElement): Promise<void> {
  const file = field.files?.[0];
  field.value = "";
  if (!file) return;
  try {
    const found = await post<Checked>("/scenarios/check", { toml: await file.text() });
    if (found.scenario) change({ name: found.scenario.name, rows: found.scenario.measures.map((measure) => ({ measure, isOn: true })) });
    if (found.faults[0]) tell(found.faults[0].what);
  } catch (error) {
    tell((error as Error).message);
  }
}
