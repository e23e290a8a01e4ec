import { useEffect, useMemo, useState } from "preact/hooks";
import { get } from "../api/client";
import type { Offer, Point, Routes } from "../api/types";
import { figure, short, signed, spanWords } from "../i18n/figures";
import { language, t } from "../i18n/language";
import type { Label } from "../map/labels";
import { MapView, type MapLine } from "../map/map";
import { drawnSign, isAtEnd, signOf } from "../map/routes_map";
import { colour } from "../map/style";
import { answer } from "../state/answer";
import { isAsked, question } from "../state/question";
import { isScenario } from "../state/scenario";
import { theme } from "../state/screen";
import { shownWays, tellingStops, type Way } from "../ways/way";
import { STEPS, stepOf, type Step } from "./changes";
import { picked } from "./measures";

const WORDS = { "much-better": "better25", better: "better5", same: "within5", worse: "worse5", "much-worse": "worse25" } as const;

/** Base and scenario side by side, the same ways of the same question; colours say how much days change. */
export function PairMaps() {
  const [base, setBase] = useState<Routes | null>(null);
  const asked = question.value;
  useEffect(() => {
    if (!isAsked.value) return setBase(null);
    const stop = new AbortController();
    get<Routes>("/routes", { ...asked }, stop.signal).then(setBase, () => undefined);
    return () => stop.abort();
  }, [asked]);
  const scenario = isScenario.value ? answer.value : base;
  const before = useMemo(() => (base ? shownWays(base).filter((way) => way.isInSight) : []), [base, language.value]);
  const after = useMemo(() => (scenario ? shownWays(scenario).filter((way) => way.isInSight) : []), [scenario, language.value]);
  const frame = useMemo(() => corners([...pointsOf(base, before), ...pointsOf(scenario, after)]), [before, after]);
  const steps = useMemo(() => new Map(after.map((way, index) => [way.id, stepOf(changeOf(way.offer, base, index === 0))])), [after, base]);
  return (
    <>
      <div class="map-heads">
        <p><b>{t("base_word")}</b> {best(base)}</p>
        <p><b>{t("scenario_word")}</b> {best(scenario)} {change(base, scenario)} {STEPS.map((step) => <span key={step}><i class={step} />{t(WORDS[step])}</span>)}</p>
      </div>
      <div class="pair-maps">
        <Side name={t("base_word")} found={base} ways={before} frame={frame} hueOf={() => colour("second")} />
        <Side name={t("scenario_word")} found={scenario} ways={after} frame={frame} hueOf={(way) => colour(steps.get(way.id) ?? "same")} steps={steps} />
      </div>
    </>
  );
}

const pointsOf = (found: Routes | null, ways: Way[]) => ways.flatMap((way) => (found?.shapes[way.id] ?? []).flatMap(([, points]) => points));

/** Share by which mean days change: against the same family before; a new best way against the one before. */
function changeOf(offer: Offer, base: Routes | null, isBest: boolean): number {
  const before = base?.routes.find((one) => one.family === offer.family) ?? (isBest ? base?.routes[0] : undefined);
  return before ? offer.time_h / before.time_h - 1 : 0;
}

function best(found: Routes | null) {
  const first = found?.routes[0];
  return first ? spanWords(first.time_p50_h, first.time_p90_h) : "";
}

function change(base: Routes | null, scenario: Routes | null) {
  const [before, after] = [base?.routes[0], scenario?.routes[0]];
  if (!before || !after || scenario === base) return null;
  const days = (after.time_h - before.time_h) / 24;
  return <span class={days > 0.05 ? "plus" : days < -0.05 ? "minus" : ""}>{signed(days)} {t("days_short")}</span>;
}

interface SideProps { name: string; frame: Point[]; found: Routes | null; ways: Way[]; hueOf: (way: Way) => string; steps?: Map<string, Step> }

function Side({ name, frame, found, ways, hueOf, steps }: SideProps) {
  const lines = useMemo((): MapLine[] => (found ? ways.map((way, index) => ({ id: way.id, shape: found.shapes[way.id] ?? [], light: hueOf(way), dark: hueOf(way), isChosen: index === 0, isDim: false })) : []), [found, ways, steps, theme.value]);
  const labels = useMemo(() => (found ? labelsOf(found, ways) : []), [found, ways]);
  return <MapView lines={lines} shut={NONE} labels={labels} frame={frame} name={name} together="scenario" />;
}
const NONE: never[] = [];

function corners(points: Point[]): Point[] {
  if (!points.length) return [];
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
  return [[least(lons), least(lats)], [most(lons), most(lats)]];
}

/** Ends and posts; a click on a post puts it into the form of a new measure. */
function labelsOf(found: Routes, ways: Way[]): Label[] {
  const first = found.routes[0];
  const made: Label[] = [
    { key: "from", at: [found.origin.lon, found.origin.lat], text: short(found.origin.name), rank: 0, className: "end", sign: () => drawnSign("end"), reach: 8 },
    { key: "to", at: [found.destination.lon, found.destination.lat], text: short(found.destination.name), ...(first ? { small: `${figure(first.time_h / 24, 1)} ${t("days")}` } : {}), rank: 1, className: "end", sign: () => drawnSign("end"), reach: 8 },
  ];
  const done = new Set<string>();
  const put = (id: string, text: string, kind: "post" | "shut" | "port" | "gauge", rank: number) => {
    const at = found.positions[id];
    if (!at || done.has(id) || isAtEnd(at, kind, found)) return;
    done.add(id);
    made.push({ key: id, at, text, rank, className: kind === "shut" ? "stop is-shut" : "stop", sign: () => drawnSign(kind), reach: 7, onClick: () => void (picked.value = found.names[id] ?? id), label: text });
  };
  ways.forEach((way, index) => tellingStops(way).forEach((stop) => {
    const sign = signOf(stop, found.kinds);
    if (sign === "post" || sign === "port" || sign === "gauge") put(stop.id, stop.name, sign, 3 + index);
  }));
  found.not_offered.flatMap((way) => way.reasons).forEach((reason) => put(reason.where, short(found.names[reason.where] ?? reason.where), "shut", 9));
  return made;
}
