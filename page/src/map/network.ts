/** The base network at a whisper, asked once: lines as their first point and steps, in parts of a degree. */
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
      type: "Feature", properties: { mode }, geometry: { type: "MultiLineString", coordinates: own.map((line) => points(line, scale)) },
    })),
  };
}

function points(line: number[], scale: number): Point[] {
  const found: Point[] = [];
  let [x, y] = [0, 0];
  for (let at = 0; at + 1 < line.length; at += 2) {
    [x, y] = [x + line[at]!, y + line[at + 1]!];
    found.push([x / scale, y / scale]);
  }
  return found;
}
