import { Cards, Chips } from "../cards/cards";
import { Shut, shutCount } from "../cards/shut";
import { Chart } from "../chart/chart";
import { signal } from "@preact/signals";
import { language, t } from "../i18n/language";
import { arrow, pairWords, weekday } from "../i18n/figures";
import { RoutesMap } from "../map/routes_map";
import { PostPanel } from "../post/panel";
import { cargoWords } from "../question/cargo";
import { today } from "../question/day";
import { placeWords, QuestionBox } from "../question/question";
import { answer, failure, ways } from "../state/answer";
import { isAsked, openPost, question } from "../state/question";
import { isMiddle, isNarrow, part, questionIsOpen } from "../state/screen";
import { Answerless } from "./states";

const strip = signal<"days" | "dollars">("days");

/** The main screen: question and cards, the map, the figures along the way. */
export function RoutesScreen() {
  if (isNarrow.value) return <NarrowRoutes />;
  return (
    <main class={openPost.value ? "routes has-panel" : "routes"} id="main">
      {!openPost.value && <h1 class="unseen">{isAsked.value ? pairWords(placeWords(question.value.from, "origin").name, placeWords(question.value.to, "destination").name) : t("tab.routes")}</h1>}
      <div class="left" tabIndex={-1}>
        <QuestionBox />
        <Answer />
      </div>
      <RoutesMap />
      {!openPost.value && ways.value.length > 0 && !failure.value && <Strip />}
      {openPost.value && <PostPanel key={language.value} />}
    </main>
  );
}

function Answer() {
  return (
    <>
      {ways.value.length > 0 && !failure.value && <Chips />}
      <Answerless />
      {!failure.value && ways.value.length > 0 && <Cards />}
      {!failure.value && <Shut />}
    </>
  );
}

function Strip() {
  if (!isMiddle.value) return <div class="strip"><Chart what="days" /><Chart what="dollars" /></div>;
  return (
    <div class="strip">
      <div class="switch">
        <button aria-pressed={strip.value === "days"} onClick={() => void (strip.value = "days")}>{t("days_tab")}</button>
        <button aria-pressed={strip.value === "dollars"} onClick={() => void (strip.value = "dollars")}>{t("dollars_tab")}</button>
      </div>
      <Chart key={strip.value} what={strip.value} />
    </div>
  );
}

/** On a phone: the question folded to a line, the map, then one part at a time. */
function NarrowRoutes() {
  const isFolded = isAsked.value && !questionIsOpen.value;
  const parts = [["cards", t("cards_tab")], ["days", t("days_tab")], ["dollars", t("dollars_tab")], ["shut", t("not_offered_tab", { n: shutCount() })]] as const;
  const hasAnswer = answer.value !== null && !failure.value;
  return (
    <main class="routes narrow" id="main">
      {!isFolded && <h1 class="unseen">{t("tab.routes")}</h1>}
      {isFolded ? <Folded /> : <div class="unfolded"><QuestionBox />{isAsked.value && <button class="button" onClick={() => void (questionIsOpen.value = false)}>{t("done")}</button>}</div>}
      {hasAnswer && ways.value.length > 0 && <Chips />}
      <div class="map-box"><RoutesMap /></div>
      <Answerless />
      {hasAnswer && (
        <>
          <div class="parts" role="group">
            {parts.map(([name, words]) => <button key={name} aria-pressed={part.value === name} onClick={() => void (part.value = name)}>{words}</button>)}
          </div>
          {part.value === "cards" && <Cards />}
          {part.value === "days" && <Chart key="days" what="days" />}
          {part.value === "dollars" && <Chart key="dollars" what="dollars" />}
          {part.value === "shut" && <Shut />}
        </>
      )}
      {openPost.value && <PostPanel key={language.value} />}
    </main>
  );
}

function Folded() {
  const asked = question.value;
  return (
    <div class="folded">
      <div>
        <h1>{placeWords(asked.from, "origin").name} <span class="quiet" aria-hidden="true">{arrow()}</span> {placeWords(asked.to, "destination").name}</h1>
        <p class="second">{cargoWords(answer.value)} · {weekday(asked.on || today())}</p>
      </div>
      <button class="button" onClick={() => void (questionIsOpen.value = true)}>{t("change")}</button>
    </div>
  );
}
