/** The base network at a whisper, asked once. */
import { once } from "../api/client";
import type { Point } from "../api/types";

interface Network { lines: [string, Point[]][] }

export async function baseLines(): Promise<GeoJSON.FeatureCollection> {
  const { lines } = await once<Network>("/network");
  return {
    type: "FeatureCollection",
    features: lines.map(([mode, coordinates]) => ({ type: "Feature", geometry: { type: "LineString", coordinates }, properties: { mode } })),
  };
}
