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
