import { hourSpan, listed, usd } from "../i18n/figures";
import { Quoted } from "../signs/quoted";
import { t } from "../i18n/language";
import { answer, chosenWay, seen } from "../state/answer";
import { litPost } from "../state/lit";

/** What a post is on the ways in sight, while it lies under the pointer or the focus. */
export function Tip() {
  const id = litPost.value;
  if (!id || !answer.value) return null;
  const through = seen.value.filter((way) => way.stops.some((stop) => stop.id === id));
  const way = through.find((one) => one.id === chosenWay.value?.id) ?? through[0];
  const stop = way?.stops.find((one) => one.id === id);
  const reason = answer.value.not_offered.flatMap((one) => one.reasons).find((one) => one.where === id);
  return (
    <div class="tip" role="status">
      <p><b>{stop?.name ?? answer.value.names[id] ?? id}</b> {through.length > 0 && listed(through.map((one) => one.letter))}</p>
      {stop ? <p><b>{hourSpan(stop.band)} {t("hours")}</b>, {usd(stop.usd)}</p> : reason && <p><Quoted text={reason.what} /></p>}
      {(stop?.isPost || reason) && <p class="after">{t("click_post")}</p>}
    </div>
  );
}
