/** The base network at a whisper, asked once: lines as steps, in parts of a degree. */
import { once } from "../api/client";
import type { Point } from "../api/types";

export interface Gateway { id: string; kind: string; name: string; lon: number; lat: number; territories: string[] }
interface Network { scale: number; lines: Record<string, number[][]>; gateways: Gateway[] }

const asked = () => once<Network>("/network");
export const gateways = async () => (await asked()).gateways;

export async function baseLines(): Promise<GeoJSON.FeatureCollection> {
  const { scale, lines } = await asked();
  return {
    type: "FeatureCollection",
    features: Object.entries(lines).map(([mode, own]) => ({
      type: "Feature", properties: { mode }, geometry: { type: "MultiLineString", coordinates: points(own, scale) },
    })),
  };
}

/** Lines of degrees: each begins as a step from where the one before it began. */
function points(lines: number[][], scale: number): Point[][] {
  let [lon, lat] = [0, 0];
  return lines.map((line) => {
    [lon, lat] = [lon + line[0]!, lat + line[1]!];
    let [x, y] = [lon, lat];
    const found: Point[] = [[x / scale, y / scale]];
    for (let at = 2; at + 1 < line.length; at += 2) {
      [x, y] = [x + line[at]!, y + line[at + 1]!];
      found.push([x / scale, y / scale]);
    }
    return found;
  });
}
