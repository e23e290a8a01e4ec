import { useEffect, useMemo } from "preact/hooks";
import { render } from "preact";
import type { Point, Routes } from "../api/types";
import { hourSpan, pairWords, short, spanWords, usd } from "../i18n/figures";
import { language, t } from "../i18n/language";
import { LineSign, PlaceSign, type SignKind } from "../signs/signs";
import { answer, chosenWay, seen } from "../state/answer";
import { bright, litPost, litWay } from "../state/lit";
import { chosen, openPost } from "../state/question";
import { theme } from "../state/screen";
import { tellingStops, type Stop, type Way } from "../ways/way";
import { runs } from "./bundle";
import type { Label } from "./labels";
import { MapView, type MapLine } from "./map";
import { Tip } from "./tip";

/** Degrees within which a terminal belongs to the end. */
const NEAR_END = 0.4;
/** Degrees within which one name is enough for two posts. */
const SAME_NAME = 0.5;
const REACH = { post: 7, shut: 7, gauge: 8, port: 6, end: 8, none: 7, planned: 7 } as const;

/** The ways of the answer on the map, with posts, ports and breaks of gauge; a list twin for readers of the screen. */
export function RoutesMap() {
  const found = answer.value;
  const ways = seen.value;
  const front = chosenWay.value;
  const lit = bright.value;
  const lines = useMemo(() => (found ? ways.map((way) => lineOf(way, found, front?.id, lit)) : []), [found, ways, front, lit]);
  const shut = useMemo(() => (found ? Object.entries(found.shapes).filter(([id]) => id.startsWith("not-offered:")).map(([, shape]) => shape) : []), [found]);
  const labels = useMemo(() => (found ? labelsOf(found, ways, front) : []), [found, ways, front, language.value, theme.value]);
  useEffect(() => mark(lit), [lit, litPost.value, openPost.value, labels]);
  const frame = useMemo(() => frameOf(found, ways), [found, ways]);
  return (
    <MapView lines={lines} shut={shut} labels={labels} frame={frame} onPick={(id) => id && void (chosen.value = id)} onLight={(id) => void (litWay.value = id)}>
      {openPost.value ? <Back /> : <Key />}
      <Tip />
      <Twin />
    </MapView>
  );
}

/** Dims the names of ways that are not lit, and rings the post that is. */
function mark(lit: Set<string> | null): void {
  for (const spot of document.querySelectorAll<HTMLElement>(".labels .spot")) {
    const key = spot.dataset["key"] ?? "";
    spot.classList.toggle("is-lit", key !== "" && (key === litPost.value || key === openPost.value));
    spot.classList.toggle("is-dim", lit !== null && key.startsWith("pill-") && !lit.has(key.slice(5)));
  }
}

function lineOf(way: Way, found: Routes, front: string | undefined, lit: Set<string> | null): MapLine {
  return { id: way.id, shape: found.shapes[way.id] ?? [], ...way.hue, isChosen: way.id === front, isDim: lit !== null && !lit.has(way.id) };
}

/** What is to be in sight: the post whose panel is open, else all ways. */
function frameOf(found: Routes | null, ways: Way[]): Point[] {
  if (!found) return [];
  const at = found.positions[openPost.value];
  if (at) return [[at[0] - 4.500, at[1] - 4], [at[0] + 4.500, at[1] + 4.500]];
  const points = ways.flatMap((way) => (found.shapes[way.id] ?? []).flatMap(([, line]) => line));
  return [[found.origin.lon, found.origin.lat], [found.destination.lon, found.destination.lat], ...corners(points)];
}

function corners(points: Point[]): Point[] {
  if (!points.length) return [];
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lon, lat] of points) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return [[west, south], [east, north]];
}

/** The airport or terminal of an end needs no sign beside that of the end. */
export function isAtEnd(at: Point, sign: SignKind, found: Routes): boolean {
  return sign === "port" && [found.origin, found.destination].some((end) => apart([end.lon, end.lat], at) < NEAR_END);
}

export function signOf(stop: { id: string; isPost: boolean; changesGauge: boolean }, kinds: Record<string, string>): SignKind | null {
  const kind = kinds[stop.id] ?? "";
  if (stop.changesGauge) return "gauge";
  if (stop.isPost) return "post";
  if (/port|terminal|yard|dry/.test(kind) || /^(port|air|dry|rail)-/.test(stop.id)) return "port";
  return null;
}

/** Drawn when the label is: a render within a render would lose the place of the outer one. */
export function drawnSign(kind: SignKind): Element {
  const node = document.createElement("span");
  node.className = "map-sign";
  render(<PlaceSign kind={kind} size={kind === "gauge" || kind === "end" ? 17 : 15} />, node);
  return node;
}

function labelsOf(found: Routes, ways: Way[], front: Way | undefined): Label[] {
  const made: Label[] = [];
  for (const [place, rank] of [[found.origin, 0], [found.destination, 1]] as const) {
    made.push({ key: `end-${place.id}`, at: [place.lon, place.lat], text: short(place.name), rank, className: "end", sign: () => drawnSign("end"), reach: REACH.end, isNeeded: true });
  }
  const done = new Set<string>();
  const order = [...(front ? [front] : []), ...ways.filter((way) => way !== front)];
  for (const way of order) for (const stop of tellingStops(way)) if (!done.has(stop.id)) addStop(made, stop, found, way === front, done);
  for (const way of found.not_offered) for (const { where } of way.reasons) if (!done.has(where)) addShut(made, where, found, done);
  pills(made, found, ways);
  return made;
}

function addStop(made: Label[], stop: Stop, found: Routes, isFront: boolean, done: Set<string>): void {
  const sign = signOf(stop, found.kinds);
  const at = found.positions[stop.id];
  if (!sign || !at || isAtEnd(at, sign, found)) return;
  done.add(stop.id);
  const open = stop.isPost ? () => void (openPost.value = stop.id) : undefined;
  made.push({
    // A post by road and one by rail beside it bear one name.
    key: stop.id, at, text: made.some((one) => one.text === stop.name && apart(one.at, at) < SAME_NAME) ? "" : stop.name, rank: isFront ? 3 : stop.isPost ? 10 : 12, className: isFront ? "stop front" : "stop", sign: () => drawnSign(sign), reach: REACH[sign], onClick: open,
    onLight: (isLit) => void (litPost.value = isLit ? stop.id : ""), label: `${stop.name}, ${hourSpan(stop.band)} ${t("hours")}`,
  });
}

function addShut(made: Label[], where: string, found: Routes, done: Set<string>): void {
  const at = found.positions[where];
  if (!at) return;
  done.add(where);
  const name = short(found.names[where] ?? where);
  made.push({ key: where, at, text: name, rank: 8, className: "stop is-shut", sign: () => drawnSign("shut"), reach: REACH.shut, onClick: () => void (openPost.value = where), onLight: (isLit) => void (litPost.value = isLit ? where : ""), label: `${name}, ${t("closed_post")}` });
}

/** Where along a stretch the name of its way may stand, the best first. */
const SHARES = [0.5, 0.38, 0.62, 0.26, 0.74];

/** The letter and name of each way, on the longest stretches that it has for itself. */
function pills(made: Label[], found: Routes, ways: Way[]): void {
  const all = runs(ways.map((way) => ({ id: way.id, shape: found.shapes[way.id] ?? [] })));
  for (const way of ways) {
    const own = all.filter((run) => run.id === way.id);
    const alone = own.filter((run) => run.crowd === 1);
    const [best, next] = [...(alone.length ? alone : own)].sort((a, b) => length(b.points) - length(a.points));
    if (!best) continue;
    const [at, ...others] = [best, ...(next ? [next] : [])].flatMap((run) => SHARES.map((share) => pointAt(run.points, share)));
    made.push({ key: `pill-${way.id}`, at: at!, others, text: way.name, letter: way.letter, rank: 5, className: "pill", hue: way.hue[theme.value], reach: 7, onLight: (isLit) => void (litWay.value = isLit ? way.id : ""), onClick: () => void (chosen.value = way.id), label: `${way.letter} ${way.name}` });
  }
}

const apart = (a: Point, b: Point) => Math.hypot((a[0] - b[0]) * Math.cos((a[1] * Math.PI) / 180), a[1] - b[1]);
const length = (points: Point[]) => points.reduce((sum, point, index) => sum + (index ? apart(points[index - 1]!, point) : 0), 0);

/** The middle of the longest of some lines. */
export function longest(lines: Point[][]): Point | null {
  const best = [...lines].sort((a, b) => length(b) - length(a))[0];
  return best?.length ? pointAt(best, 0.5) : null;
}

/** The point at some share of the length of a line. */
function pointAt(points: Point[], share: number): Point {
  let left = length(points) * share;
  for (let index = 1; index < points.length; index++) {
    const [a, b] = [points[index - 1]!, points[index]!];
    const step = apart(a, b);
    if (step >= left && step > 0) return [a[0] + ((b[0] - a[0]) * left) / step, a[1] + ((b[1] - a[1]) * left) / step];
    left -= step;
  }
  return points.at(-1) ?? [0, 0];
}

function Back() {
  const found = answer.value;
  if (!found) return null;
  const pair = pairWords(short(found.origin.name), short(found.destination.name));
  return <button class="button back map-tool" aria-label={t("back_to", { pair })} onClick={() => void (openPost.value = "")}>‹ {pair}</button>;
}

function Key() {
  const signs: [SignKind, string][] = [["post", t("post")], ["shut", t("closed_post")], ["gauge", t("gauge")], ["port", t("port")]];
  return (
    <div class="map-key map-tool box">
      <ul>{(["road", "rail", "sea", "air"] as const).map((mode) => <li key={mode}><LineSign mode={mode} />{t(mode)}</li>)}</ul>
      <ul>{signs.map(([kind, word]) => <li key={kind}><PlaceSign kind={kind} size={14} />{word}</li>)}</ul>
    </div>
  );
}

/** The map in words, for readers of the screen. */
function Twin() {
  if (!answer.value) return null;
  return (
    <div class="unseen">
      <h2>{t("map_list")}</h2>
      <ul>
        {seen.value.map((way) => (
          <li key={way.id}>
            {way.letter} {way.name}: {spanWords(way.offer.time_p50_h, way.offer.time_p90_h)}, {usd(way.offer.cost_usd)}
            <ul>{tellingStops(way).map((stop) => <li key={stop.id}>{stop.name}: {hourSpan(stop.band)} {t("hours")}, {usd(stop.usd)}</li>)}</ul>
          </li>
        ))}
      </ul>
    </div>
  );
}
