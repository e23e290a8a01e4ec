import { useMemo } from "preact/hooks";
import type { Mode, Point } from "../api/types";
import { hourSpan, short } from "../i18n/figures";
import { language, t } from "../i18n/language";
import type { Label } from "../map/labels";
import { MapView, type MapLine } from "../map/map";
import { drawnSign, longest, signOf } from "../map/routes_map";
import { theme } from "../state/screen";
import { telling } from "../ways/way";
import { type Cards, plotted } from "./types";

const REACH = { post: 7, gauge: 8, port: 6, end: 8, shut: 7, none: 7, planned: 7 } as const;
const isDrawn = (mode: string): mode is Mode => mode !== "planned" && mode !== "none";

/** The corridor and those beside it on the map, with their posts; what is only planned or was not found is dotted. */
export function CorridorMap({ found, lit }: { found: Cards; lit: string }) {
  const ways = useMemo(() => plotted(found.corridors), [found]);
  const lines = useMemo((): MapLine[] => ways.map((way, index) => (
    { id: way.id, shape: (found.shapes[way.id] ?? []).flatMap(([mode, points]): [Mode, Point[]][] => (isDrawn(mode) ? [[mode, points]] : [])), ...way.hue, isChosen: index === 0, isDim: lit !== "" && lit !== way.id }
  )), [found, ways, lit]);
  const gaps = useMemo(() => Object.values(found.shapes).map((shape) => shape.flatMap(([mode, points]): [Mode, Point[]][] => (isDrawn(mode) ? [] : [["road", points]]))), [found]);
  const labels = useMemo(() => labelsOf(found, ways, lines), [found, ways, language.value, theme.value]);
  const frame = useMemo(() => found.corridors.flatMap((one) => (found.shapes[one.id] ?? []).flatMap(([, points]) => points)), [found]);
  return <div class="corridor-map box"><MapView lines={lines} shut={gaps} labels={labels} frame={frame} name={t("corridor.map")} /></div>;
}

function labelsOf(found: Cards, ways: ReturnType<typeof plotted>, lines: MapLine[]): Label[] {
  const made: Label[] = [];
  const done = new Set<string>();
  found.corridors.forEach((one, index) => {
    const rows = one.rows.filter((row) => row.kind !== "charge");
    for (const [id, name] of [[rows[0]?.from, rows[0]?.from_name], [rows.at(-1)?.to, rows.at(-1)?.to_name]] as const) {
      const at = id && found.positions[id];
      if (!id || !at || done.has(id)) continue;
      done.add(id);
      made.push({ key: `end-${id}`, at, text: short(name ?? id), rank: index, className: "end", sign: () => drawnSign("end"), reach: REACH.end, isNeeded: true });
    }
    for (const stop of telling(ways[index]?.stops ?? [])) {
      const at = found.positions[stop.id];
      const sign = signOf(stop, found.kinds);
      if (!at || !sign || done.has(stop.id)) continue;
      done.add(stop.id);
      made.push({ key: stop.id, at, text: stop.name, small: `${hourSpan(stop.band)} ${t("hours_short")}`, rank: 10 + index, className: index ? "stop" : "stop front", sign: () => drawnSign(sign), reach: REACH[sign] });
    }
    const way = ways[index];
    const at = longest((lines[index]?.shape ?? []).map(([, points]) => points));
    if (way && at && found.corridors.length > 1) made.push({ key: `pill-${way.id}`, at, text: way.name, letter: way.letter, rank: 5, className: "pill", hue: way.hue[theme.value], reach: 7 });
  });
  return made;
}
