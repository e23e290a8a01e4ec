import { useEffect, useState } from "preact/hooks";
import { get } from "../api/client";
import type { Places } from "../api/types";
import { figure, ltr, short } from "../i18n/figures";
import { t } from "../i18n/language";
import { today } from "../question/day";
import { Icon, ICONS } from "../signs/signs";
import { question } from "../state/question";
import { addMeasures, type Measure } from "../state/scenario";
import { tell } from "../state/screen";
import { useCheck, type Fault } from "./check";
import { bare, type Corner, corners, dropCorner, isArea, isDrawing, isWhole, lineMode, pointer, put, SAME_BORDER, setMode, straightKm, take } from "./drawing";
import { candidates, gauges, type Known, learn, usualGauges } from "./known";

type Words = Record<"gauge" | "length" | "speed" | "price" | "from" | "days" | "left" | "modes", string>;
/** Degrees within which two towns are one: theirs are told by the hundredth. */
const SAME = 0.0051;
const DAYS_OF_FLOOD = "30";

/** The form of what is drawn: its corners, which may be typed too, and its figures; told at once what is wrong. */
export function DrawnForm() {
  const [words, setWords] = useState<Words>({ gauge: "", length: "", speed: "", price: "", from: question.value.on || today(), days: DAYS_OF_FLOOD, left: "0", modes: "" });
  useEffect(() => void learn(), []);
  const set = (change: Partial<Words>) => setWords({ ...words, ...change });
  const measure = isWhole.value ? made(words) : null;
  const checked = useCheck(isDrawing.value && isArea.value ? null : measure);
  const faults = checked?.faults ?? [];
  const add = (event: Event) => {
    event.preventDefault();
    if (!measure || !checked || faults.length) return;
    const name = isArea.value ? t("m.flood") : [corners.value[0], corners.value.at(-1)].map((one) => one!.name).join(" – ");
    addMeasures(name, [measure]);
    tell(t("added", { what: name }));
    take(null);
  };
  const touched = checked?.touched.reduce((sum, one) => sum + one.links, 0) ?? 0;
  const fields = isArea.value ? <FloodFields words={words} set={set} faults={faults} /> : <LineFields words={words} set={set} faults={faults} />;
  const placed = new Set(["via", ...(isArea.value ? FLOOD_FIELDS : LINE_FIELDS)]);
  return (
    <form class="tool-form" onSubmit={add} noValidate>
      <Corners faults={faults.filter((one) => one.field === "via" || one.field === "area")} />
      {fields}
      {faults.filter((one) => !placed.has(one.field ?? "") && one.field !== "area").map((one) => <Wrong key={one.what} fault={one} />)}
      {checked && !faults.length && isArea.value && <p class="second" role="status">{t("draw.touched", { n: figure(touched) })}</p>}
      <div class="buttons"><button class="button main" type="submit" disabled={!measure || !checked || faults.length > 0}>{t("add")}</button><button class="button" type="button" onClick={() => take(null)}>{t("cancel")}</button></div>
    </form>
  );
}

const LINE_FIELDS = ["mode", "gauge_mm", "length_km", "speed_kmh", "cost_factor"];
const FLOOD_FIELDS = ["from", "days", "speed_left"];

function made(words: Words): Measure {
  const reason = t("tried");
  const number = (word: string) => (word.trim() === "" ? undefined : Number(word));
  const kept = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (isArea.value) {
    const left = Number(words.left) / 100;
    return { kind: "hazard", ...kept({ from: words.from || undefined, days: number(words.days), speed_left: left || undefined, mode: words.modes || undefined }), area: corners.value.map(({ at }) => at), reason };
  }
  const isRail = lineMode.value === "rail";
  const gauge = Number(words.gauge) || usualGauge();
  return {
    kind: "build", mode: lineMode.value, via: corners.value.map(({ word }) => word),
    ...kept({ gauge_mm: isRail ? gauge : undefined, length_km: number(words.length), speed_kmh: number(words.speed), cost_factor: number(words.price) }), reason,
  };
}

/** The gauge that the first corner with one has: of its post, else of its territory. */
function usualGauge(): number | undefined {
  for (const one of corners.value) {
    const found = (one.mode === "rail" && one.gauge) || usualGauges.value.get(one.territory ?? "");
    if (found) return found;
  }
  return undefined;
}

interface FieldsProps { words: Words; set: (change: Partial<Words>) => void; faults: Fault[] }

function LineFields({ words, set, faults }: FieldsProps) {
  const straight = straightKm(corners.value.map(({ at }) => at));
  const usual = usualGauge();
  return (
    <div class="tool-fields">
      <Field name="mode" label={t("mode")} faults={faults}>
        {(more) => <select class="control" value={lineMode.value} onChange={(event) => setMode(event.currentTarget.value as "rail" | "road")} {...more}><option value="rail">{t("rail")}</option><option value="road">{t("road")}</option></select>}
      </Field>
      {lineMode.value === "rail" && (
        <Field name="gauge_mm" label={`${t("gauge_word")}, ${t("mm")}`} faults={faults}>
          {(more) => <select class="control" value={words.gauge || String(usual ?? "")} onChange={(event) => set({ gauge: event.currentTarget.value })} {...more}>{!usual && !words.gauge && <option value="">–</option>}{gauges.value.map((one) => <option key={one} value={one}>{one}</option>)}</select>}
        </Field>
      )}
      <Field name="length_km" label={`${t("length")}, ${t("km")}`} faults={faults}>
        {(more) => <input class="control" type="number" min="1" step="any" value={words.length} placeholder={straight ? t("draw.least", { km: figure(straight) }) : t("load_usual")} onInput={(event) => set({ length: event.currentTarget.value })} {...more} />}
      </Field>
      <Field name="speed_kmh" label={`${t("speed")}, ${t("kmh")}`} faults={faults}>
        {(more) => <input class="control" type="number" min="1" step="any" value={words.speed} placeholder={t("load_usual")} onInput={(event) => set({ speed: event.currentTarget.value })} {...more} />}
      </Field>
      <Field name="cost_factor" label={t("haul_price")} faults={faults}>
        {(more) => <input class="control" type="number" min="0" step="0.05" value={words.price} placeholder="1" onInput={(event) => set({ price: event.currentTarget.value })} {...more} />}
      </Field>
    </div>
  );
}

function FloodFields({ words, set, faults }: FieldsProps) {
  return (
    <div class="tool-fields">
      <Field name="from" label={t("flood.from")} faults={faults}>{(more) => <input class="control" type="date" value={words.from} onChange={(event) => set({ from: event.currentTarget.value })} {...more} />}</Field>
      <Field name="days" label={t("flood.days")} faults={faults}>{(more) => <input class="control" type="number" min="1" value={words.days} onInput={(event) => set({ days: event.currentTarget.value })} {...more} />}</Field>
      <Field name="speed_left" label={t("flood.left")} faults={faults}>{(more) => <input class="control" type="number" min="0" max="100" step="5" value={words.left} onInput={(event) => set({ left: event.currentTarget.value })} {...more} />}</Field>
      <label>{t("modes")}<select class="control" value={words.modes} onChange={(event) => set({ modes: event.currentTarget.value })}><option value="">{t("road")}, {t("rail")}</option><option value="road">{t("road")}</option><option value="rail">{t("rail")}</option></select></label>
    </div>
  );
}

interface FieldProps { name: string; label: string; faults: Fault[]; children: (more: { "aria-invalid": boolean; "aria-describedby": string | undefined }) => preact.ComponentChildren }

/** A field with what the server says is wrong with it. */
function Field({ name, label, faults, children }: FieldProps) {
  const own = faults.find((one) => one.field === name);
  return (
    <div class={own ? "tool-field is-wrong" : "tool-field"}>
      <label>{label}{children({ "aria-invalid": Boolean(own), "aria-describedby": own ? `wrong-${name}` : undefined })}</label>
      {own && <Wrong fault={own} id={`wrong-${name}`} />}
    </div>
  );
}

function Wrong({ fault, id }: { fault: Fault; id?: string }) {
  return <p class="faults" role="alert" {...(id ? { id } : {})}><bdi lang="en">{fault.what}{fault.mend ? `; ${fault.mend}` : ""}</bdi></p>;
}

/** The corners in order; one may be named instead of clicked. */
function Corners({ faults }: { faults: Fault[] }) {
  const [word, setWord] = useState("");
  const [wrong, setWrong] = useState("");
  const add = async () => {
    const found = word.trim() && (await cornerOf(word.trim()));
    if (!found) return setWrong(t("no_place"));
    put(found);
    setWord("");
    setWrong("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !word.trim()) return;
    event.preventDefault();
    void add();
  };
  return (
    <div class="corners">
      <p class="second" role="status">{hint()}</p>
      <ol>
        {corners.value.map((one, index) => (
          <li key={index}><span>{one.mode || /[a-z]/i.test(one.name) ? one.name : ltr(one.name)}</span><button type="button" class="drop" aria-label={`${t("remove")}: ${one.name}`} onClick={() => dropCorner(index)}><Icon path={ICONS.close} size={13} /></button></li>
        ))}
      </ol>
      {faults.map((one) => <Wrong key={one.what} fault={one} />)}
      <div class="corner-add">
        <label>{t("draw.name")}<input class="control" value={word} list="gateways" aria-invalid={Boolean(wrong)} onInput={(event) => { setWord(event.currentTarget.value); setWrong(""); }} onKeyDown={onKeyDown} /></label>
        <button class="button" type="button" disabled={!word.trim()} onClick={() => void add()}>{t("draw.put")}</button>
      </div>
      {wrong && <p class="faults" role="alert">{wrong}</p>}
      {!isDrawing.value && <button class="link" type="button" onClick={() => { pointer.value = null; isDrawing.value = true; }}>{t("draw.more")}</button>}
    </div>
  );
}

export function hint(): string {
  if (isDrawing.value) return t(isArea.value ? "draw.flood" : "draw.line");
  return t("draw.whole", { n: figure(corners.value.length) });
}

/** What a word means: for a line a post of that name or at that town, then a terminal; else a place in any script. */
async function cornerOf(word: string): Promise<Corner | null> {
  await learn();
  const isNamed = (one: Known) => one.id === word || one.name.toLowerCase() === short(word).toLowerCase();
  const named = candidates.value.filter((one) => (one.isPost || one.people === 0) && isNamed(one) && (!one.mode || one.mode === lineMode.value));
  const post = named.find((one) => one.isPost);
  if (post && !isArea.value) return { ...post, word: post.id };
  const found = await get<Places>("/places", { q: word, count: "7" }).catch(() => null);
  // A border is named by the town at it: the post first, and after the post the town.
  const town = found?.places[0];
  const isNear = (one: Known) => !town || Math.hypot(one.at[0] - town.lon, one.at[1] - town.lat) < SAME_BORDER;
  const near = found?.gateways.map((one) => candidates.value.find((each) => each.id === one.id && each.isPost && each.mode === lineMode.value && isNear(each))).find(Boolean);
  if (near && !isArea.value && !corners.value.some((one) => one.id === near.id)) return { ...near, word: near.id };
  if (named[0] && !isArea.value) return { ...named[0], word: named[0].id };
  const place = found?.places.find((one) => one.id === found.meant) ?? found?.places[0];
  if (!place) return null;
  if (isArea.value || place.what === "coordinate") return { ...bare([place.lon, place.lat]), name: place.name };
  const known = candidates.value.find((one) => one.people > 0 && Math.abs(one.at[0] - place.lon) < SAME && Math.abs(one.at[1] - place.lat) < SAME);
  const corner: Known = known ? { ...known, name: short(place.name) } : { id: place.id, name: short(place.name), at: [place.lon, place.lat], territory: place.territory, mode: null, isPost: false, people: 0, gauge: null };
  return { ...corner, word: corner.id };
}
