/** The colour of each way: by the same table and rule as maps and reports of the command line. */
import table from "../../../src/karwan/report/hues.csv?raw";
import type { Mode } from "../api/types";

export interface Hue { light: string; dark: string }
/** What decides the colour of a way or corridor. */
export interface Coloured { id: string; modes: Mode[]; territories: string[] }
interface Claim extends Hue { claim: string; strength: number }

const CLAIMS: Claim[] = table.trim().split(/\r?\n/).slice(1).map((line) => {
  const [, light = "", dark = "", claim = "", strength = "0"] = line.split(",");
  return { light, dark, claim, strength: Number(strength) };
});

export const NOT_OFFERED: Hue = { light: "#80858B", dark: "#77828C" };

/**
 * A way takes the hue that its mode or a territory of it claims, the strongest claim first; the others take the
 * next free hue in the order of the table, and when all are taken they repeat from the first.
 */
export function hues(offers: Coloured[]): Map<string, Hue> {
  const given = new Map<string, Hue>();
  const free = [...CLAIMS];
  for (const offer of offers) {
    const own = new Set<string>([...offer.modes, ...offer.territories]);
    const fitting = CLAIMS.filter((claim) => own.has(claim.claim));
    const strongest = Math.max(0, ...fitting.map((claim) => claim.strength));
    const taken = free.find((claim) => fitting.includes(claim) && claim.strength === strongest);
    if (!taken) continue;
    free.splice(free.indexOf(taken), 1);
    given.set(offer.id, taken);
  }
  const order = [...free, ...CLAIMS.filter((claim) => !free.includes(claim))];
  offers.filter((offer) => !given.has(offer.id)).forEach((offer, index) => given.set(offer.id, order[index % order.length]!));
  return given;
}
