import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { Mode, Point } from "../api/types";
import { language, t } from "../i18n/language";
import { Icon, ICONS } from "../signs/signs";
import { isStill, theme } from "../state/screen";
import { type Area, showAreas } from "./areas";
import { runs } from "./bundle";
import { Labels, type Label } from "./labels";
import { behind, cities } from "./background";
import { land } from "./land";
import { baseLines } from "./network";
import { colour, EMPTY, lineWidth, style } from "./style";

/** A disc on the map; one with an id may be clicked. */
export interface Dot { at: Point; colour: string; size: number; id?: string; name?: string }
/** What the reader is drawing: corners so far, and where the pointer is. */
export interface Draft { points: Point[]; isArea: boolean; at: Point | null }
/** How many pixels a place on the earth lies from where the reader pointed. */
export type Pixels = (point: Point) => number;
/** A line on the map: a way, by mode, in its colours. */
export interface MapLine { id: string; shape: [Mode, Point[]][]; light: string; dark: string; isChosen: boolean; isDim: boolean }
interface Props {
  lines: MapLine[]; shut: [Mode, Point[]][][]; labels: Label[]; frame: Point[]; dots?: Dot[]; name?: string;
  /** Areas reach to the shore; lines of the scenario lie over them. */
  areas?: Area[]; edges?: Point[][];
  /** Whether the largest cities are named; not where the labels name cities already. */
  namesCities?: boolean;
  /** Maps that bear the same word here move as one. */
  together?: string;
  onPick?: (id: string) => void; onLight?: (id: string) => void; onDot?: (id: string) => void; children?: ComponentChildren;
  /** Given while the reader draws: clicks are corners then. */
  onPoint?: ((at: Point, pixels: Pixels) => void) | undefined; onMove?: ((at: Point | null) => void) | undefined; draft?: Draft | undefined;
}

/** The map: land, borders, network at a whisper, then ways with their signs and names. */
export function MapView(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<{ map: MapLibre; labels: Labels } | null>(null);
  const now = useRef(props);
  now.current = props;
  const [loads, setLoads] = useState(0);

  useEffect(() => {
    let map: MapLibre | null = null;
    let isGone = false;
    void import("./engine").then(({ open }) => {
      if (isGone || !box.current) return;
      map = open(box.current, style(theme.peek()));
      map.getCanvas().setAttribute("aria-label", now.current.name ?? t("map"));
      const labels = new Labels(map);
      map.on("click", "hit", (event) => void (now.current.onPoint ?? now.current.onPick?.(String(event.features?.[0]?.properties["id"] ?? ""))));
      listen(map, now);
      map.on("mousemove", "hit", (event) => {
        if (now.current.onPoint) return;
        map!.getCanvas().style.cursor = "pointer";
        now.current.onLight?.(String(event.features?.[0]?.properties["id"] ?? ""));
      });
      map.on("mouseleave", "hit", () => {
        map!.getCanvas().style.cursor = "";
        now.current.onLight?.("");
      });
      const word = now.current.together;
      if (word) moveTogether(map, word);
      map.on("style.load", () => setLoads((count) => count + 1));
      setDrawn({ map, labels });
    });
    return () => {
      isGone = true;
      map?.remove();
    };
  }, []);

  useEffect(() => {
    if (loads > 0) drawn?.map.setStyle(style(theme.value), { diff: false });
  }, [theme.value]);

  useEffect(() => {
    if (!drawn || !loads) return;
    void land().then((found) => {
      set(drawn.map, "land", found.land);
      set(drawn.map, "coast", found.coast);
      set(drawn.map, "borders", found.borders);
    });
    void baseLines().then((found) => set(drawn.map, "network", found), () => undefined);
  }, [drawn, loads]);

  useEffect(() => {
    if (drawn && loads) set(drawn.map, "ways", waysOf(props.lines));
  }, [drawn, loads, props.lines]);

  useEffect(() => {
    if (!drawn || !loads) return;
    set(drawn.map, "shut", { type: "FeatureCollection", features: props.shut.flatMap((shape) => shape.map(([, points]) => line(points, {}))) });
  }, [drawn, loads, props.shut]);

  useEffect(() => {
    drawn?.labels.show(props.labels);
  }, [drawn, props.labels, language.value, theme.value]);

  useEffect(() => {
    if (!drawn) return;
    let isGone = false;
    void Promise.all([land(), props.namesCities === false ? [] : cities().catch(() => [])]).then(([{ countries }, towns]) => {
      if (!isGone) drawn.labels.behind(() => behind(drawn.map, countries, towns));
    });
    return () => void (isGone = true);
  }, [drawn, language.value, props.namesCities]);

  useEffect(() => {
    if (!drawn || !loads) return;
    const features = (props.dots ?? []).map(({ at, ...properties }): GeoJSON.Feature => ({ type: "Feature", geometry: { type: "Point", coordinates: at }, properties }));
    set(drawn.map, "dots", { type: "FeatureCollection", features });
  }, [drawn, loads, props.dots]);

  useEffect(() => {
    if (!drawn || !loads || !props.areas) return;
    drawn.map.setPaintProperty("sea", "background-color", colour(props.areas.length ? "reach-sea" : "sea"));
    set(drawn.map, "edges", { type: "FeatureCollection", features: (props.edges ?? []).map((points) => line(points, {})) });
    let isGone = false;
    void showAreas(drawn.map, props.areas, colour("halo"), () => isGone);
    return () => void (isGone = true);
  }, [drawn, loads, props.areas, props.edges]);

  useEffect(() => {
    if (drawn && loads) set(drawn.map, "draft", draftOf(props.draft));
  }, [drawn, loads, props.draft]);

  const isDrawing = Boolean(props.onPoint);
  useEffect(() => {
    if (!drawn) return;
    drawn.map.doubleClickZoom[isDrawing ? "disable" : "enable"]();
    drawn.map.getCanvas().style.cursor = "";
    if (!isDrawing) return;
    // Without a pointer: the middle of the map is where a corner goes.
    const canvas = drawn.map.getCanvas();
    const put = (event: KeyboardEvent) => {
      if (event.key !== " ") return;
      event.preventDefault();
      const { lng, lat } = drawn.map.getCenter();
      now.current.onPoint?.([lng, lat], pixelsFrom(drawn.map, drawn.map.project([lng, lat])));
    };
    canvas.addEventListener("keydown", put);
    return () => canvas.removeEventListener("keydown", put);
  }, [drawn, isDrawing]);

  const key = JSON.stringify(props.frame);
  const isMoved = useRef(false);
  useEffect(() => {
    if (!drawn) return;
    isMoved.current = false;
    fit(drawn.map, props.frame);
  }, [drawn, key]);

  useEffect(() => {
    if (!drawn) return;
    const { map } = drawn;
    // What comes beside the map changes its size: it shows the whole again, unless the reader has moved it.
    const moved = (event: { originalEvent?: unknown }) => void (event.originalEvent && (isMoved.current = true));
    const resized = () => !isMoved.current && fit(map, now.current.frame, false);
    map.on("movestart", moved);
    map.on("resize", resized);
    return () => {
      map.off("movestart", moved);
      map.off("resize", resized);
    };
  }, [drawn]);

  const zoom = (by: number) => {
    isMoved.current = true;
    drawn?.map.easeTo({ zoom: drawn.map.getZoom() + by });
  };

  return (
    <div class={isDrawing ? "map is-drawing" : "map"}>
      <div class="canvas" ref={box} />
      {isDrawing && <span class="crosshair" aria-hidden="true" />}
      <div class="zoom map-tool box">
        <button aria-label={t("zoom_in")} title={t("zoom_in")} onClick={() => zoom(1)}><Icon path={ICONS.plus} /></button>
        <button aria-label={t("zoom_out")} title={t("zoom_out")} onClick={() => zoom(-1)}><Icon path={ICONS.minus} /></button>
        <button aria-label={t("whole")} title={t("whole")} onClick={() => drawn && fit(drawn.map, props.frame)}><Icon path={ICONS.whole} /></button>
      </div>
      {props.children}
    </div>
  );
}

/** Clicks on discs, and corners while the reader draws. */
function listen(map: MapLibre, now: { current: Props }): void {
  map.on("click", (event) => {
    const { lng, lat } = event.lngLat;
    if (now.current.onPoint) return now.current.onPoint([lng, lat], pixelsFrom(map, event.point));
    const [dot] = map.queryRenderedFeatures(event.point, { layers: ["dots"] });
    const id = dot?.properties["id"] as string | undefined;
    if (id) now.current.onDot?.(id);
  });
  map.on("mousemove", (event) => now.current.onMove?.([event.lngLat.lng, event.lngLat.lat]));
  map.on("mouseout", () => now.current.onMove?.(null));
  map.on("mousemove", "dots", (event) => {
    const { id, name } = event.features?.[0]?.properties ?? {};
    if (!id || now.current.onPoint) return;
    map.getCanvas().style.cursor = "pointer";
    map.getCanvas().title = String(name ?? "");
  });
  map.on("mouseleave", "dots", () => {
    map.getCanvas().style.cursor = "";
    map.getCanvas().removeAttribute("title");
  });
}

const pixelsFrom = (map: MapLibre, from: { x: number; y: number }): Pixels => (point) => {
  const { x, y } = map.project(point);
  return Math.hypot(x - from.x, y - from.y);
};

/** Corners, the line through them to the pointer, and the area that they close. */
function draftOf(draft: Draft | undefined): GeoJSON.FeatureCollection {
  if (!draft) return EMPTY;
  const { points, at, isArea } = draft;
  const through = at && points.length ? [...points, at] : points;
  const features: GeoJSON.Feature[] = points.map((point, index) => ({ type: "Feature", geometry: { type: "Point", coordinates: point }, properties: { first: index === 0 } }));
  if (through.length > 1) features.push(line(through, {}));
  if (isArea && through.length > 2) features.push({ type: "Feature", geometry: { type: "Polygon", coordinates: [[...through, through[0]!]] }, properties: {} });
  return { type: "FeatureCollection", features };
}

const companies = new Map<string, Set<MapLibre>>();

/** What the reader does to one of these maps is done to the others. */
function moveTogether(map: MapLibre, word: string): void {
  const company = companies.get(word) ?? new Set<MapLibre>();
  companies.set(word, company.add(map));
  map.on("remove", () => company.delete(map));
  map.on("move", (event) => {
    if ((event as { isFollowing?: boolean }).isFollowing) return;
    for (const other of company) if (other !== map) other.jumpTo({ center: map.getCenter(), zoom: map.getZoom() }, { isFollowing: true });
  });
}

function set(map: MapLibre, name: string, data: GeoJSON.GeoJSON): void {
  (map.getSource(name) as GeoJSONSource | undefined)?.setData(data);
}

function line(points: Point[], properties: Record<string, unknown>): GeoJSON.Feature {
  return { type: "Feature", geometry: { type: "LineString", coordinates: unwrapped(points) }, properties };
}

/** Points of a line that do not jump round the world where it meets the 180th meridian. */
function unwrapped(points: Point[]): Point[] {
  let turn = 0;
  return points.map(([lon, lat], index) => {
    const before = points[index - 1]?.[0] ?? lon;
    if (lon - before > 180) turn -= 360;
    if (lon - before < -180) turn += 360;
    return [lon + turn, lat];
  });
}

function waysOf(lines: MapLine[]): GeoJSON.FeatureCollection {
  if (!lines.length) return EMPTY;
  const by = new Map(lines.map((one) => [one.id, one]));
  const features = runs(lines).map((run) => {
    const one = by.get(run.id)!;
    return line(run.points, { id: run.id, mode: run.mode, offset: run.offset, wide: lineWidth(run.crowd), light: one.light, dark: one.dark, chosen: one.isChosen, dim: one.isDim });
  });
  return { type: "FeatureCollection", features };
}

function fit(map: MapLibre, frame: Point[], isSlow = true): void {
  if (frame.length === 0) return;
  const lons = frame.map(([lon]) => lon);
  const lats = frame.map(([, lat]) => lat);
  const { clientWidth: wide, clientHeight: high } = map.getContainer();
  const isSmall = wide < 500;
  map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]], {
    padding: { top: isSmall ? 26 : Math.min(56, high / 6), bottom: isSmall ? 22 : 40, left: isSmall ? 26 : Math.min(90, wide / 8), right: isSmall ? 26 : Math.min(90, wide / 8) },
    maxZoom: 9, animate: isSlow && !isStill(), duration: 140,
  });
}
