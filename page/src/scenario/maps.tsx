import { signal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { get } from "../api/client";
import type { Point, Routes } from "../api/types";
import { dayShift, short, spanWords } from "../i18n/figures";
import { language, t } from "../i18n/language";
import type { Label } from "../map/labels";
import { type Dot, type Draft, MapView, type MapLine } from "../map/map";
import { gateways, type Gateway } from "../map/network";
import { drawnSign, isAtEnd, signOf } from "../map/routes_map";
import { colour } from "../map/style";
import { answer, failure } from "../state/answer";
import { isAsked, question } from "../state/question";
import { isScenario } from "../state/scenario";
import { theme } from "../state/screen";
import { shownWays, tellingStops, type Way } from "../ways/way";
import { changeOf, STEPS, stepOf, type Step } from "./changes";
import { DrawBar } from "./draw_bar";
import { corners, isArea, isDrawing, point, pointer, tool } from "./drawing";
import { type WayChange, WayChanges, wayChanges } from "./difference";
import { Swipe } from "./swipe";
import { pickGateway } from "./tools";

const WORDS = { "much-better": "better25", better: "better5", same: "within5", worse: "worse5", "much-worse": "worse25" } as const;
const VIEWS = ["side", "swipe", "difference"] as const;
const view = signal<(typeof VIEWS)[number]>("side");

/** Base and scenario beside each other, one over the other, or what differs; colours say how much days change. */
export function PairMaps() {
  const [base, setBase] = useState<Routes | null>(null);
  const asked = question.value;
  useEffect(() => {
    if (!isAsked.value) return setBase(null);
    const stop = new AbortController();
    get<Routes>("/routes", { ...asked }, stop.signal).then(setBase, () => undefined);
    return () => stop.abort();
  }, [asked]);
  // Where the scenario gives no answer, that of another one does not stand for it.
  const wrong = isScenario.value ? failure.value?.message : "";
  const scenario = !isScenario.value ? base : wrong ? null : answer.value;
  const before = useMemo(() => (base ? shownWays(base).filter((way) => way.isInSight) : []), [base, language.value]);
  const after = useMemo(() => (scenario ? shownWays(scenario).filter((way) => way.isInSight) : []), [scenario, language.value]);
  const frame = useMemo(() => edges([...pointsOf(base, before), ...pointsOf(scenario, after)]), [before, after]);
  const steps = useMemo(() => new Map(after.map((way, index) => [way.id, stepOf(changeOf(way.offer, base, index === 0))])), [after, base]);
  const changes = useMemo(() => (base && scenario ? wayChanges(before, after) : []), [before, after]);
  const left = <Side name={t("base_word")} found={base} ways={before} frame={frame} hueOf={() => colour("second")} />;
  const right = <Side name={t("scenario_word")} found={scenario} ways={after} frame={frame} hueOf={(way) => colour(steps.get(way.id) ?? "same")} steps={steps} />;
  return (
    <>
      <div class="map-heads">
        <p class="head-base"><b>{t("base_word")}</b> {best(base)}</p>
        <div class="switch" role="group" aria-label={t("view")}>{VIEWS.map((one) => <button key={one} aria-pressed={view.value === one} onClick={() => void (view.value = one)}>{t(`view.${one}`)}</button>)}</div>
        <p class="head-scenario"><b>{t("scenario_word")}</b> {best(scenario)} {change(base, scenario)}</p>
        {wrong && <p class="faults head-key" role="alert">{t("scenario_word")}: {wrong}</p>}
        <p class="head-key">{STEPS.map((step) => <span key={step}><i class={step} />{t(WORDS[step])}</span>)}</p>
      </div>
      <div class={`pair-maps is-${view.value}`}>
        {view.value === "side" && <>{left}{right}</>}
        {view.value === "swipe" && <Swipe under={right} over={left} names={[t("base_word"), t("scenario_word")]} />}
        {view.value === "difference" && <><DifferenceMap base={base} scenario={scenario} changes={changes} frame={frame} /><WayChanges changes={changes} /></>}
        <DrawBar />
      </div>
    </>
  );
}

const pointsOf = (found: Routes | null, ways: Way[]) => ways.flatMap((way) => (found?.shapes[way.id] ?? []).flatMap(([, points]) => points));

function best(found: Routes | null) {
  const first = found?.routes[0];
  return first ? spanWords(first.time_p50_h, first.time_p90_h) : "";
}

function change(base: Routes | null, scenario: Routes | null) {
  const [before, after] = [base?.routes[0], scenario?.routes[0]];
  if (!before || !after || scenario === base) return null;
  const days = (after.time_h - before.time_h) / 24;
  return <span class={days > 0.05 ? "plus" : days < -0.05 ? "minus" : ""}>{dayShift(after.time_p50_h - before.time_p50_h, after.time_p90_h - before.time_p90_h)} {t("days_short")}</span>;
}

interface SideProps { name: string; frame: Point[]; found: Routes | null; ways: Way[]; hueOf: (way: Way) => string; steps?: Map<string, Step> }

function Side({ name, frame, found, ways, hueOf, steps }: SideProps) {
  const lines = useMemo((): MapLine[] => (found ? ways.map((way, index) => ({ id: way.id, shape: found.shapes[way.id] ?? [], light: hueOf(way), dark: hueOf(way), isChosen: index === 0, isDim: false })) : []), [found, ways, steps, theme.value]);
  const labels = useMemo(() => (found ? labelsOf(found, ways) : []), [found, ways]);
  return <ToolMap name={name} frame={frame} lines={lines} labels={labels} />;
}

interface ToolMapProps { name: string; frame: Point[]; lines: MapLine[]; labels: Label[] }

/** A map that takes the clicks of the tool at hand. */
function ToolMap({ name, frame, lines, labels }: ToolMapProps) {
  const [known, setKnown] = useState<Gateway[]>([]);
  useEffect(() => void gateways().then(setKnown, () => undefined), []);
  const isPicking = tool.value !== null && tool.value !== "build" && tool.value !== "flood";
  const isLine = isDrawing.value && tool.value === "build";
  const dots = useMemo((): Dot[] => (isPicking || isLine ? known.filter((one) => PICKED.has(one.kind)).map((one) => ({ at: [one.lon, one.lat], colour: colour("second"), size: 3.2, id: one.id, name: one.name })) : NONE), [known, isPicking, isLine, theme.value]);
  const draft = useMemo((): Draft | undefined => (tool.value === "build" || tool.value === "flood" ? { points: corners.value.map(({ at }) => at), isArea: isArea.value, at: isDrawing.value ? pointer.value : null } : undefined), [tool.value, corners.value, pointer.value, isDrawing.value]);
  return (
    <MapView
      lines={lines} shut={NONE} labels={labels} frame={frame} name={name} together="scenario" dots={dots} draft={draft}
      onDot={(id) => pickGateway(known.find((one) => one.id === id) ?? { id, name: id })}
      onPoint={isDrawing.value ? point : undefined} onMove={isDrawing.value ? (at) => void (pointer.value = at) : undefined}
    />
  );
}
const PICKED = new Set(["post", "port", "terminal"]);
const NONE: never[] = [];

interface DifferenceProps { base: Routes | null; scenario: Routes | null; changes: WayChange[]; frame: Point[] }

/** Ways that come, go or change; those that stay as they are recede. */
function DifferenceMap({ base, scenario, changes, frame }: DifferenceProps) {
  const lines = useMemo((): MapLine[] => changes.map(({ fate, before, after, step }) => {
    const shape = (after && scenario?.shapes[after.id]) ?? (before && base?.shapes[before.id]) ?? [];
    const hue = colour(fate === "gone" ? "shut" : fate === "new" ? "text" : step);
    return { id: `${fate}-${(after ?? before)!.id}`, shape: fate === "gone" ? shape.map(([, points]): [typeof GONE, Point[]] => [GONE, points]) : shape, light: hue, dark: hue, isChosen: fate === "new" || fate === "changed", isDim: fate === "same" };
  }), [changes, base, scenario, theme.value]);
  const labels = useMemo(() => (scenario ? labelsOf(scenario, changes.flatMap(({ after }) => after ?? [])) : []), [scenario, changes]);
  return <ToolMap name={t("difference")} frame={frame} lines={lines} labels={labels} />;
}
/** What is gone is dotted. */
const GONE = "air";

function edges(points: Point[]): Point[] {
  if (!points.length) return [];
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
  return [[least(lons), least(lats)], [most(lons), most(lats)]];
}

/** Ends and posts; a click on a post does what the tool at hand does. */
function labelsOf(found: Routes, ways: Way[]): Label[] {
  const first = found.routes[0];
  const made: Label[] = [
    { key: "from", at: [found.origin.lon, found.origin.lat], text: short(found.origin.name), rank: 0, className: "end", sign: () => drawnSign("end"), reach: 8 },
    { key: "to", at: [found.destination.lon, found.destination.lat], text: short(found.destination.name), ...(first ? { small: spanWords(first.time_p50_h, first.time_p90_h) } : {}), rank: 1, className: "end", sign: () => drawnSign("end"), reach: 8 },
  ];
  const done = new Set<string>();
  const place = (id: string, text: string, kind: "post" | "shut" | "port" | "gauge", rank: number) => {
    const at = found.positions[id];
    // A post by road and one by rail that bear one name stand at one border.
    if (!at || done.has(id) || done.has(text) || isAtEnd(at, kind, found)) return;
    done.add(text);
    done.add(id);
    made.push({ key: id, at, text, rank, className: kind === "shut" ? "stop is-shut" : "stop", sign: () => drawnSign(kind), reach: 7, onClick: () => pickGateway({ id, name: found.names[id] ?? id }), label: text });
  };
  ways.forEach((way, index) => tellingStops(way).forEach((stop) => {
    const sign = signOf(stop, found.kinds);
    if (sign === "post" || sign === "port" || sign === "gauge") place(stop.id, stop.name, sign, 3 + index);
  }));
  found.not_offered.flatMap((way) => way.reasons).forEach((reason) => place(reason.where, short(found.names[reason.where] ?? reason.where), "shut", 9));
  return made;
}
