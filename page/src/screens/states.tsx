import { day, pairWords } from "../i18n/figures";
import { type Key, t } from "../i18n/language";
import { today } from "../question/day";
import { answer, failure, isLoading, tryAgain, ways } from "../state/answer";
import { ask, isAsked, question } from "../state/question";

// Pairs to begin with: what they are is for the reader, not for the program.
const PAIRS: [string, string, Key, Key][] = [["Lahore", "Almaty", "try.lahore", "try.almaty"], ["Karachi", "Tashkent", "try.karachi", "try.tashkent"]];

/** What stands in place of cards: nothing asked, on the way, an error, no way. */
export function Answerless() {
  return <div aria-live="polite">{stateNow()}</div>;
}

function stateNow() {
  if (!isAsked.value) return <Empty />;
  if (failure.value) return <Wrong />;
  if (isLoading.value && !answer.value) return <Holding />;
  if (answer.value && ways.value.length === 0) return <None />;
  return isLoading.value ? <p class="unseen">{t("loading")}</p> : null;
}

function Empty() {
  return (
    <section class="state box">
      <h2>{t("empty.title")}</h2>
      <p class="second">{t("empty.try")}</p>
      <div class="try">{PAIRS.map(([from, to, ...names]) => <button key={from} class="button pill" onClick={() => ask({ from, to })}>{pairWords(t(names[0]), t(names[1]))}</button>)}</div>
    </section>
  );
}

/** Shapes that hold the place of what comes. */
function Holding() {
  return (
    <div>
      <p class="unseen">{t("loading")}</p>
      {[0, 1, 2, 3].map((index) => <div key={index} class="hold" aria-hidden="true"><i style={{ width: "38%" }} /><i style={{ width: "70%" }} /><i style={{ width: "52%" }} /></div>)}
    </div>
  );
}

function Wrong() {
  const told = failure.value!;
  const nearest = told.nearest.slice(0, 5);
  const asked = question.value;
  // The word that is wrong stands in the message; it is the one that a nearest word takes the place of.
  const wrong = (["from", "to"] as const).find((name) => asked[name] && told.message.includes(asked[name]));
  return (
    <section class="state box error" role="alert">
      <h2>{t("error.title")}</h2>
      <p lang="en" dir="auto">{told.message}</p>
      {nearest.length > 0 && <p class="second">{t("error.nearest")} {wrong ? nearest.map((word) => <button key={word} class="link" onClick={() => ask({ [wrong]: word })}>{word} </button>) : nearest.join(", ")}</p>}
      <p class="second">{t("error.kept")}</p>
      <div class="try"><button class="button pill" onClick={tryAgain}>{t("retry")}</button></div>
    </section>
  );
}

/** No way: which barrier stands in between, and what is known of it. */
function None() {
  const found = answer.value!;
  const least = found.to_open;
  return (
    <section class="state box">
      <h2>{t("none.title", { day: day(question.value.on || today()) })}</h2>
      {found.why_none && <p class="second" lang="en" dir="auto">{found.why_none}</p>}
      {least && <p class="second">{t("none.least", { what: least.reasons.map((reason) => `${found.names[reason.where] ?? reason.where} ${reason.what}`).join("; ") })}</p>}
      {question.value.modes && <div class="try"><button class="button pill" onClick={() => ask({ modes: "" })}>{t("modes")}: {[t("road"), t("rail"), t("sea"), t("air")].join(", ")}</button></div>}
    </section>
  );
}
