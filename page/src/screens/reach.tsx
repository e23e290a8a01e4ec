import { useMemo } from "preact/hooks";
import { Work } from "../api/job";
import { signal } from "@preact/signals";
import type { Mode, Place, Point } from "../api/types";
import { figure, short } from "../i18n/figures";
import { language, t } from "../i18n/language";
import { ModeSign } from "../signs/signs";
import { drawnSign } from "../map/routes_map";
import type { Label } from "../map/labels";
import { MapView, type Dot } from "../map/map";
import { colour } from "../map/style";
import { PlaceField } from "../question/place";
import { placeWords } from "../question/question";
import { ask, question } from "../state/question";
import { theme } from "../state/screen";
import { Working } from "./working";

interface City { id: string; name: string; territory: string; lon: number; lat: number; time_h: number | null; cost_usd: number | null }
interface Reach { origin: Place; places: City[] }

const work = new Work<Reach>("reach");
/** Days at which a band ends. */
const BANDS = [2, 4, 7, 10, 14];
/** Cities within so many days are in sight. */
const FRAMED = 10;
const COUNT = 600;
const LISTED = 60;
const MODES: Mode[] = ["road", "rail", "sea", "air"];
const modes = signal<Mode[]>(["road"]);

/** How far the largest cities lie from one place. */
export function ReachScreen() {
  const asked = question.value;
  const from = placeWords(asked.from, "origin");
  const answer = work.answer.value;
  const found = useMemo(() => (answer?.places ?? []).filter((one): one is City & { time_h: number; cost_usd: number } => one.time_h !== null).sort((a, b) => a.time_h - b.time_h), [answer]);
  const begin = () => void work.begin({ from: asked.from, count: COUNT, ...(asked.cargo && { cargo: asked.cargo }), ...(asked.on && { on: asked.on }), modes: modes.value.join(",") });
  const longest = Math.max(1, ...found.slice(0, LISTED).map((one) => one.time_h));
  return (
    <main class="reach" id="main">
      <div class="side">
        <h1>{answer ? t("reach.title", { place: short(answer.origin.name) }) : t("tab.reach")}</h1>
        <div class="box"><PlaceField id="from" label={t("from")} shown={from.name} where={from.where} onPick={(word) => ask({ from: word })} /></div>
        <div class="switch modes-switch" role="group" aria-label={t("modes")}>{MODES.map((mode) => <button key={mode} aria-pressed={modes.value.includes(mode)} onClick={() => turn(mode)}><ModeSign mode={mode} /><span aria-hidden="true">{t(mode)}</span></button>)}</div>
        <button class="button main" disabled={!asked.from} onClick={begin}>{t("reach.run")}</button>
        <Working work={work} />
        <ul class="bands" aria-label={t("days")}>{BANDS.map((end, index) => <li key={end}><i class={`band-${index + 1}`} />{figure(BANDS[index - 1] ?? 0)}–{figure(end)}</li>)}<li><i class="band-far" />{figure(BANDS.at(-1)!)}+ {t("days_short")}</li></ul>
        {answer && (
          <>
            <div class="panel-head"><h2>{t("reach.cities")}</h2><span class="caption">{t("reach.order")}</span></div>
            <table class="cities"><tbody>
              {found.slice(0, LISTED).map((one) => <tr key={one.id}><td>{one.name}</td><td><span class="bar-cell"><i style={{ width: `${(one.time_h / longest) * 100}%` }} /></span></td><td class="n">{figure(one.time_h / 24, 1)}</td></tr>)}
            </tbody></table>
            <p class="caption">{t("reach.none", { n: figure(answer.places.length - found.length) })}</p>
          </>
        )}
      </div>
      <ReachMap answer={answer} found={found} />
    </main>
  );
}

function turn(mode: Mode): void {
  const next = MODES.filter((one) => modes.value.includes(one) !== (one === mode));
  if (next.length) modes.value = next;
}

function band(hours: number): string {
  const index = BANDS.findIndex((end) => hours / 24 <= end);
  return colour(index < 0 ? "edge" : `reach-${index + 1}`);
}

function ReachMap({ answer, found }: { answer: Reach | null; found: (City & { time_h: number })[] }) {
  const dots = useMemo((): Dot[] => found.map((one) => ({ at: [one.lon, one.lat] as Point, size: 6, colour: band(one.time_h) })).reverse(), [found, theme.value]);
  const labels = useMemo((): Label[] => {
    if (!answer) return [];
    const { origin } = answer;
    const end: Label = { key: "end", at: [origin.lon, origin.lat], text: short(origin.name), rank: 0, className: "end", sign: () => drawnSign("end"), reach: 8 };
    return [end, ...found.map((one, index): Label => ({ key: one.id, at: [one.lon, one.lat], text: `${one.name} ${figure(one.time_h / 24, 1)}`, rank: 10 + index, className: "stop", sign: () => document.createElement("span"), reach: 6 }))];
  }, [answer, found, language.value]);
  const frame = useMemo(() => found.filter((one) => one.time_h / 24 <= FRAMED).map((one) => [one.lon, one.lat] as Point), [found]);
  return <MapView lines={NONE} shut={NONE} labels={labels} frame={frame} dots={dots} name={t("tab.reach")} />;
}
const NONE: never[] = [];
