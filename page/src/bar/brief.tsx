/** The brief of the pair that is asked: a job of half a minute, then its two pages to save as PDF or HTML. */
import { useEffect, useState } from "preact/hooks";
import { Work } from "../api/job";
import { ltr, percent } from "../i18n/figures";
import { language, t } from "../i18n/language";
import { isAsked, question } from "../state/question";
import { measures, scenarioName } from "../state/scenario";
import { tell } from "../state/screen";

const work = new Work<object>("brief");
const FORMS = ["pdf", "html"] as const;

/** A button that begins the brief, tells how far it is, and then gives the files. */
export function BriefButton() {
  const { from, to, on, cargo, commodity, product, modes, by, scenario } = question.value;
  const asked = JSON.stringify(Object.fromEntries(Object.entries({ from, to, on, cargo, commodity, product, modes, by }).filter(([, word]) => word)));
  const tried = measures.value.filter((row) => row.isOn).map((row) => row.measure);
  const world = JSON.stringify([scenario, tried]);
  const [made, setMade] = useState("");
  const wrong = work.wrong.value;
  useEffect(() => {
    if (wrong) tell(wrong);
  }, [wrong]);
  if (!isAsked.value) return null;
  const running = work.told.value;
  if (running) return <button class="button pill" title={t("cancel")} onClick={() => void work.cancel()}>{t("brief")} {percent(running.done / running.of)} ×</button>;
  if (work.answer.value && made === asked + world) {
    return (
      <span class="button pill brief" title={t("brief.title")}>
        {t("brief")} {FORMS.map((form) => <a key={form} download href={`/api/v1/jobs/${work.id}/brief.${form}?language=${language.value}`}>{ltr(form.toUpperCase())}</a>)}
      </span>
    );
  }
  const begin = () => {
    work.answer.value = null; // it is of another question, and no files of this one
    setMade(asked + world);
    void work.begin({ ...(JSON.parse(asked) as object), ...(scenario ? { scenario: [scenario] } : {}), ...(tried.length ? { measures: tried, name: scenarioName.value || t("scenario_word") } : {}) });
  };
  return <button class="button main" title={t(tried.length ? "brief.tried" : "brief.title")} onClick={begin}>{t("brief")}</button>;
}
