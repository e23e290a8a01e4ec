import { Changed } from "../scenario/changed";
import { PairMaps } from "../scenario/maps";
import { Measures } from "../scenario/measures";

/** What if: measures on the left, base beside scenario on maps, what changed in a table. */
export function ScenariosScreen() {
  return (
    <main class="scenarios" id="main">
      <Measures />
      <PairMaps />
      <Changed />
    </main>
  );
}
