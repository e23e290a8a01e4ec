import { useMemo } from "preact/hooks";
import type { Point } from "../api/types";
import { short } from "../i18n/figures";
import { language, t } from "../i18n/language";
import type { Label } from "../map/labels";
import { type Dot, MapView, type MapLine } from "../map/map";
import type { Gateway } from "../map/network";
import { drawnSign, longest } from "../map/routes_map";
import { colour } from "../map/style";
import { theme } from "../state/screen";
import { lit, order } from "./order";
import { looked, pairName, takeOver } from "./take_over";
import { amount, type Ranked } from "./types";

const LEAST = 9;
const MORE = 14;
const NONE: never[] = [];

/** What is ranked as discs, by how much it costs; the best way through the chosen one, and what takes over. */
export function CriticalMap({ ranking, known }: { ranking: Ranked[]; known: Map<string, Gateway> }) {
  const placed = ranking.flatMap((one, index) => {
    const at = known.get(one.id);
    return at ? [{ one, index, at: [at.lon, at.lat] as Point }] : [];
  });
  const most = Math.max(...placed.map(({ one }) => Math.abs(amount(one, order.value))), 1e-9);
  const size = (one: Ranked) => LEAST + MORE * Math.sqrt(Math.abs(amount(one, order.value)) / most);
  const front = looked.value || lit.value || placed[0]?.one.id;
  const key = `${placed.map(({ one }) => one.id).join(" ")} ${order.value} ${front} ${placed.map(({ one }) => one.name).join(" ")}`;
  const dots = useMemo((): Dot[] => placed.map(({ one, at }) => ({ at, size: size(one), colour: front === one.id ? colour("action") : colour("reach-4"), id: one.id, name: one.name })).reverse(), [key, theme.value]);
  const told = takeOver.value;
  const lines = useMemo((): MapLine[] => {
    if (!told) return NONE;
    const [best, next] = [colour("action"), colour("scenario")];
    return [
      ...(told.next ? [{ id: "next", shape: told.shut.shapes[told.next.id] ?? [], light: next, dark: next, isChosen: false, isDim: false }] : []),
      { id: "best", shape: told.base.shapes[told.best.id] ?? [], light: best, dark: best, isChosen: true, isDim: false },
    ];
  }, [told, theme.value]);
  const labels = useMemo((): Label[] => {
    const discs = placed.map(({ one, index, at }): Label => ({ key: one.id, at, text: one.name, rank: 10 + index, className: one.id === front ? "stop front ranked" : "stop ranked", sign: () => numbered(index + 1, one.id === front), reach: size(one), onClick: () => choose(one.id), label: `${index + 1} ${one.name}` }));
    if (!told) return discs;
    const { origin, destination } = told.base;
    const ends = [origin, destination].map((place, index): Label => ({ key: `end-${index}`, at: [place.lon, place.lat], text: short(place.name), rank: index, className: "end", sign: () => drawnSign("end"), reach: 8 }));
    const pills = lines.flatMap((line): Label[] => {
      const at = longest(line.shape.map(([, points]) => points));
      return at ? [{ key: `pill-${line.id}`, at, text: t(line.id === "best" ? "critical.best_way" : "critical.takes_over"), rank: 3, className: "pill bare", hue: line.light, reach: 7 }] : [];
    });
    return [...ends, ...pills, ...discs];
  }, [key, told, language.value, theme.value]);
  const frame = useMemo((): Point[] => {
    const points = lines.flatMap((line) => line.shape.flatMap(([, own]) => own));
    return points.length ? bounds(points) : placed.map(({ at }) => at);
  }, [lines, placed.map(({ one }) => one.id).join(" ")]);
  return <MapView lines={lines} shut={NONE} labels={labels} frame={frame} dots={dots} onDot={choose} name={t("tab.critical")} />;
}

function choose(id: string): void {
  looked.value = id;
  pairName.value = "";
}

function numbered(number: number, isFront: boolean): Element {
  const node = document.createElement("span");
  node.className = isFront ? "map-sign number front" : "map-sign number";
  node.textContent = `${number} `;
  return node;
}

function bounds(points: Point[]): Point[] {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lon, lat] of points) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return [[west, south], [east, north]];
}
