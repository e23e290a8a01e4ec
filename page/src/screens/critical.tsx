import { useEffect, useState } from "preact/hooks";
import { Work } from "../api/job";
import { CriticalMap } from "../critical/map";
import { order } from "../critical/order";
import { Ranking } from "../critical/ranking";
import { looked, pairName, useTakeOver } from "../critical/take_over";
import { amount, type Critical, hitBy } from "../critical/types";
import { figure, pairWords, usd } from "../i18n/figures";
import { t } from "../i18n/language";
import { gateways, type Gateway } from "../map/network";
import { placeWords } from "../question/question";
import { isAsked, question } from "../state/question";
import { isNarrow } from "../state/screen";
import { Working } from "./working";

const work = new Work<Critical>("critical");
const MOST = 14;

/** What pairs can least do without: the ranking, and on the map what takes over. */
export function CriticalScreen() {
  const [known, setKnown] = useState<Map<string, Gateway>>(new Map());
  useEffect(() => void gateways().then((found) => setKnown(new Map(found.map((one) => [one.id, one]))), () => undefined), []);
  const answer = work.answer.value;
  const ranking = [...(answer?.ranking ?? [])].filter((one) => one.kind !== "territory").sort((a, b) => amount(b, order.value) - amount(a, order.value)).slice(0, MOST);
  const first = ranking[0];
  const one = ranking.find((each) => each.id === looked.value);
  const hit = one && answer ? hitBy(one, answer.pairs) : [];
  useTakeOver(one, hit.find((pair) => pair.name === pairName.value) ?? hit[0]);
  const map = <CriticalMap ranking={ranking} known={known} />;
  return (
    <main class="critical" id="main">
      <div class="table-side">
        <h1>{first ? t("critical.title", { post: first.name }) : t("critical.plain")}</h1>
        {first && answer && <p class="second">{t("critical.lead", { usd: usd(first.added), n: figure(first.pairs), of: figure(answer.pairs.length) })}</p>}
        <Ask />
        <Working work={work} />
        {isNarrow.value && answer && map}
        {answer && <Ranking ranking={ranking} pairs={answer.pairs} />}
        {answer && <p class="caption">{t("critical.note")}</p>}
      </div>
      {!isNarrow.value && map}
    </main>
  );
}

function Ask() {
  const asked = question.value;
  const pair = isAsked.value ? pairWords(placeWords(asked.from, "origin").name, placeWords(asked.to, "destination").name) : "";
  const options = { ...(asked.cargo && { cargo: asked.cargo }), ...(asked.on && { on: asked.on }), ...(asked.commodity && { commodity: asked.commodity }) };
  return (
    <div class="try">
      <span class="second">{t("critical.ask")}</span>
      {pair && <button class="button pill" onClick={() => void work.begin({ places: [asked.from, asked.to], ...options })}>{pair}</button>}
      <button class="button pill" onClick={() => void work.begin({ pairs: "pk-kz" })}>{t("critical.list")}</button>
    </div>
  );
}
