/** Areas of bands drawn into one picture that ends at the shore: MapLibre has no layer that is cut by another. */
import type { Map as MapLibre } from "maplibre-gl";
import type { Point } from "../api/types";
import { land } from "./land";

/** An area on the map: polygons of rings, drawn in the order given. */
export interface Area { colour: string; polygons: Point[][][] }

const NAME = "areas";
/** Pixels of the longer side: about one of the screen where a continent fills it twice. */
const MOST_PX = 4096;
const MARGIN = 0.3;
const MOST_LAT = 84;

/** Puts areas on a map, over the land and under everything else; none takes them away. Nothing once they are out of date. */
export async function showAreas(map: MapLibre, areas: Area[], line: string, isGone: () => boolean): Promise<void> {
  const { land: countries } = await land();
  if (isGone()) return;
  if (map.getLayer(NAME)) map.removeLayer(NAME);
  if (map.getSource(NAME)) map.removeSource(NAME);
  const points = areas.flatMap(({ polygons }) => polygons.flatMap(([outline]) => outline ?? []));
  if (!points.length) return;
  let [west, south, east, north] = [180, MOST_LAT, -180, -MOST_LAT];
  for (const [lon, lat] of points) {
    [west, east] = [Math.min(west, lon - MARGIN), Math.max(east, lon + MARGIN)];
    [south, north] = [Math.max(-MOST_LAT, Math.min(south, lat - MARGIN)), Math.min(MOST_LAT, Math.max(north, lat + MARGIN))];
  }
  const [wide, high] = [east - west, up(north) - up(south)];
  const scale = MOST_PX / Math.max(wide, high);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.ceil(wide * scale), Math.ceil(high * scale)];
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const trace = (rings: Point[][]) => {
    for (const ring of rings) {
      ring.forEach(([lon, lat], index) => pen[index ? "lineTo" : "moveTo"]((lon - west) * scale, (up(north) - up(lat)) * scale));
      pen.closePath();
    }
  };
  pen.lineWidth = 2;
  pen.lineJoin = "round";
  pen.strokeStyle = line;
  for (const { colour, polygons } of areas) {
    pen.fillStyle = colour;
    pen.beginPath();
    for (const rings of polygons) trace(rings);
    pen.fill("evenodd");
    pen.stroke();
  }
  pen.globalCompositeOperation = "destination-in";
  pen.beginPath();
  for (const { geometry } of countries.features) {
    if (geometry.type === "Polygon") trace(geometry.coordinates as Point[][]);
    if (geometry.type === "MultiPolygon") for (const rings of geometry.coordinates) trace(rings as Point[][]);
  }
  // Countries do not overlap, and lakes are holes: both rules of filling agree but at seams, which this one closes.
  pen.fillStyle = "#000";
  pen.fill("nonzero");
  map.addSource(NAME, { type: "canvas", canvas, animate: false, coordinates: [[west, north], [east, north], [east, south], [west, south]] });
  map.addLayer({ id: NAME, type: "raster", source: NAME, paint: { "raster-fade-duration": 0 } }, "coast");
}

/** Degrees north as the map stretches them. */
function up(lat: number): number {
  return (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;
}
