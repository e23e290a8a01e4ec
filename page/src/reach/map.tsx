import { useMemo } from "preact/hooks";
import type { Point } from "../api/types";
import { figure, short, usd } from "../i18n/figures";
import { language, t } from "../i18n/language";
import type { Area } from "../map/areas";
import type { Label } from "../map/labels";
import { plain } from "../map/background";
import { MapView } from "../map/map";
import { drawnSign, longest } from "../map/routes_map";
import { colour } from "../map/style";
import { theme } from "../state/screen";
import { span } from "./tables";
import { type Reach, valueOf } from "./types";

const SHADES = 5;
/** Cities within the third band make the frame: beyond it the map would be half the world. */
const FRAMED_BAND = 3;
const NAMED = 300;
const NONE: never[] = [];

/** Bands as areas up to the shore, near to far; the scenario as one dashed line. */
export function ReachMap({ answer }: { answer: Reach | null }) {
  const areas = useMemo((): Area[] => (answer ? answer.areas.bands.map((polygons, at) => ({ polygons, colour: colour(`reach-${Math.min(at, SHADES - 1) + 1}`) })).reverse() : NONE), [answer, theme.value]);
  const edges = useMemo(() => answer?.areas.moved?.lines ?? NONE, [answer]);
  const labels = useMemo((): Label[] => (answer ? labelsOf(answer) : NONE), [answer, language.value, theme.value]);
  const frame = useMemo((): Point[] => {
    if (!answer) return NONE;
    const near = answer.cities.filter((one) => { const band = (one.base ?? one).band; return band !== null && band <= FRAMED_BAND; });
    return [[answer.origin.lon, answer.origin.lat], ...near.map((one): Point => [one.lon, one.lat])];
  }, [answer]);
  return <MapView lines={NONE} shut={NONE} labels={labels} frame={frame} areas={areas} edges={edges} name={t("tab.reach")} namesCities={!answer} />;
}

function labelsOf(answer: Reach): Label[] {
  const { origin, unit, areas } = answer;
  const end: Label = { key: "end", at: [origin.lon, origin.lat], text: short(origin.name), rank: 0, className: "end", sign: () => drawnSign("end"), reach: 8 };
  const cities = answer.cities.filter((one) => one.id !== origin.id).slice(0, NAMED).flatMap((one, index): Label[] => {
    const value = valueOf(one.base ?? one, unit);
    return value === null ? [] : [{ key: one.id, at: [one.lon, one.lat], text: `${plain(one.name)} ${span(one.base ?? one, unit)}`, rank: 10 + index, className: "town", sign: town, reach: 4 }];
  });
  const at = areas.moved && longest(areas.moved.lines);
  const pill: Label[] = at ? [{ key: "moved", at, text: t("reach.moved", { limit: limitOf(answer, areas.moved!.band) }), rank: 1, className: "pill bare", hue: colour("scenario"), reach: 7 }] : [];
  return [end, ...pill, ...cities];
}

function limitOf({ bands, unit }: Reach, at: number): string {
  const limit = bands[at]?.limit ?? 0;
  return unit === "USD" ? usd(limit) : `${figure(limit / 24)} ${t("days_short")}`;
}

function town(): Element {
  const dot = document.createElement("span");
  dot.className = "map-sign town-dot";
  return dot;
}
