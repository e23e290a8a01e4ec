/** What the server says of measures before they are added: all faults, and what they touch. */
import { useEffect, useState } from "preact/hooks";
import { post } from "../api/client";
import type { Measure } from "../state/scenario";

export interface Fault { measure: number | null; field: string | null; what: string; mend: string | null }
export interface Touched { gateways: string[]; links: number }
export interface Checked { scenario: { name: string; measures: Measure[] } | null; faults: Fault[]; touched: Touched[]; toml: string | null; names: Record<string, string> }

const WAIT_MS = 350;

/** The check of one measure that is being written; null while there is none, or it is on its way. */
export function useCheck(measure: Measure | null): Checked | null {
  const [found, setFound] = useState<Checked | null>(null);
  const key = measure && JSON.stringify(measure);
  useEffect(() => {
    setFound(null);
    if (!measure) return;
    const stop = new AbortController();
    const wrong = (error: Error) => error.name !== "AbortError" && setFound({ scenario: null, touched: [], toml: null, names: {}, faults: [{ measure: null, field: null, what: error.message, mend: null }] });
    const timer = setTimeout(() => void post<Checked>("/scenarios/check", { measures: [measure] }, stop.signal).then(setFound, wrong), WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key]);
  return found;
}
