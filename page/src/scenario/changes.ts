import type { Offer, Routes } from "../api/types";

/** How much better or worse: five steps of one diverging scale. */
export const STEPS = ["much-better", "better", "same", "worse", "much-worse"] as const;
export type Step = (typeof STEPS)[number];

const LITTLE = 0.05;
const MUCH = 0.25;

export function stepOf(change: number): Step {
  if (change <= -MUCH) return "much-better";
  if (change < -LITTLE) return "better";
  if (change <= LITTLE) return "same";
  return change < MUCH ? "worse" : "much-worse";
}

/** Share by which mean days change: of the best way against the best one before; of others against the same family. */
export function changeOf(offer: Offer, base: Routes | null, isBest: boolean): number {
  const before = isBest ? base?.routes[0] : base?.routes.find((one) => one.family === offer.family);
  return before ? offer.time_h / before.time_h - 1 : 0;
}
