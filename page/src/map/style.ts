/** The layers of the map: what recedes first, then ways by mode; all colours from the style sheet. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Theme } from "../state/screen";

const MODES = ["road", "rail", "sea", "air"] as const;
const WIDE = 2.6;
const CHOSEN_WIDE = 4.6;

export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
const source = () => ({ type: "geojson" as const, data: EMPTY, tolerance: 0.2 });

export function style(theme: Theme): StyleSpecification {
  return {
    version: 8,
    sources: { land: source(), coast: source(), borders: source(), network: source(), shut: source(), ways: source(), dots: source(), draft: source(), edges: source() },
    layers: [...ground(), ...edges(), ...ways(theme), dots(), ...draft()],
  };
}

function ground(): LayerSpecification[] {
  const line = (id: string, from: string, paint: object, more: object = {}): LayerSpecification => ({ id, type: "line", source: from, paint, ...more }) as LayerSpecification;
  const shut = { "line-color": colour("shut"), "line-width": 1.8, "line-dasharray": [0, 2.6] };
  return [
    { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land"), "fill-antialias": false } },
    line("coast", "coast", { "line-color": colour("border"), "line-width": 0.5, "line-opacity": 0.6 }),
    line("border-ground", "borders", { "line-color": colour("land"), "line-width": 1.6 }),
    line("borders", "borders", { "line-color": colour("border"), "line-width": 1.2, "line-dasharray": [0, 2.4] }, { layout: { "line-cap": "round" } }),
    line("network-road", "network", { "line-color": colour("base-line"), "line-width": 0.8 }, { filter: ["==", ["get", "mode"], "road"] }),
    line("network-rail", "network", { "line-color": colour("base-line"), "line-width": 1.6, "line-dasharray": [3, 1.5] }, { filter: ["==", ["get", "mode"], "rail"] }),
    line("shut", "shut", shut, { layout: { "line-cap": "round" } }),
  ];
}

function dots(): LayerSpecification {
  const paint = { "circle-color": ["get", "colour"], "circle-radius": ["get", "size"], "circle-stroke-color": colour("halo"), "circle-stroke-width": 1 };
  return { id: "dots", type: "circle", source: "dots", paint } as unknown as LayerSpecification;
}

/** How far the scenario moves a band: dashed, on a light ground. */
function edges(): LayerSpecification[] {
  const made = [
    { id: "edges-ground", type: "line", source: "edges", paint: { "line-color": colour("paper"), "line-width": 5 } },
    { id: "edges", type: "line", source: "edges", paint: { "line-color": colour("scenario"), "line-width": 2.6, "line-dasharray": [2.2, 1.2] } },
  ];
  return made as unknown as LayerSpecification[];
}

/** What the reader draws: the colour of the scenario, dashed. */
function draft(): LayerSpecification[] {
  const hue = colour("scenario");
  const made = [
    { id: "draft-area", type: "fill", source: "draft", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": hue, "fill-opacity": 0.16 } },
    { id: "draft-line", type: "line", source: "draft", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": hue, "line-width": 2.6, "line-dasharray": [2.4, 1.4] } },
    {
      id: "draft-corner", type: "circle", source: "draft", filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-color": colour("paper"), "circle-radius": ["case", ["boolean", ["get", "first"], false], 6, 4.5], "circle-stroke-color": hue, "circle-stroke-width": 2.4 },
    },
  ];
  return made as unknown as LayerSpecification[];
}

const CHOSEN: ExpressionSpecification = ["boolean", ["get", "chosen"], false];
const thick = (more = 0): ExpressionSpecification => ["case", CHOSEN, CHOSEN_WIDE + more, ["+", ["get", "wide"], more]];
const seenAs: ExpressionSpecification = ["case", ["boolean", ["get", "dim"], false], 0.3, 1];

function ways(theme: Theme): LayerSpecification[] {
  const made: LayerSpecification[] = [];
  const sort = { "line-sort-key": ["case", CHOSEN, 1, 0], "line-join": "round" };
  const add = (id: string, mode: string, paint: object, layout: object = {}) =>
    made.push({ id, type: "line", source: "ways", filter: ["==", ["get", "mode"], mode], layout: { ...sort, ...layout }, paint: { "line-offset": ["get", "offset"], ...paint } } as unknown as LayerSpecification);
  for (const mode of MODES) {
    if (mode !== "air") add(`casing-${mode}`, mode, { "line-color": colour("halo"), "line-width": thick(3), "line-opacity": seenAs }, { "line-cap": "round" });
  }
  for (const mode of MODES) {
    const hue = { "line-color": ["get", theme], "line-opacity": seenAs };
    if (mode === "road") add("way-road", mode, { ...hue, "line-width": thick() }, { "line-cap": "round" });
    if (mode === "rail") {
      add("way-rail", mode, { ...hue, "line-width": thick(0.4) });
      add("way-rail-core", mode, { "line-color": colour("halo"), "line-opacity": seenAs, "line-width": ["case", CHOSEN, 1.8, 1.1], "line-dasharray": [5, 4] });
    }
    if (mode === "sea") add("way-sea", mode, { ...hue, "line-width": thick(), "line-dasharray": [3.4, 1.8] });
    if (mode === "air") add("way-air", mode, { ...hue, "line-width": thick(0.2), "line-dasharray": [0, 2.2] }, { "line-cap": "round" });
  }
  made.push({ id: "hit", type: "line", source: "ways", paint: { "line-color": "#000", "line-opacity": 0, "line-width": 14, "line-offset": ["get", "offset"] } });
  return made;
}

export const lineWidth = (crowd: number) => (crowd < 2 ? WIDE : Math.max(1.4, WIDE * Math.min(1, 15 / (crowd - 1) / 4)));
