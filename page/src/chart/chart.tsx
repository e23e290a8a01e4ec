import { chosenWay, isLoading, seen } from "../state/answer";
import { isDim, lightWay, litPost } from "../state/lit";
import { chosen } from "../state/question";
import { Plot, type What } from "./plot";

/** Days or dollars along every way in sight, linked with cards and map. */
export function Chart({ what }: { what: What }) {
  const linked = { chosen: chosenWay.value?.id ?? "", litPost: litPost.value, isOld: isLoading.value, isDim, light: lightWay, pick: (id: string) => void (chosen.value = id) };
  return <Plot what={what} ways={seen.value} linked={linked} />;
}
