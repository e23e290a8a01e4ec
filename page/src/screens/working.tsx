import type { Work } from "../api/job";
import { figure } from "../i18n/figures";
import { t } from "../i18n/language";

/** How far a job is, with cancel; or what went wrong. */
export function Working({ work }: { work: Work<never> | Work<unknown> }) {
  const told = work.told.value;
  if (work.wrong.value) return <section class="state box error" role="alert"><h2>{t("error.title")}</h2><p lang="en" dir="auto">{work.wrong.value}</p></section>;
  if (!told) return null;
  const left = told.seconds_left === null ? t("job.done_of", { done: figure(told.done), of: figure(told.of) }) : t("job.left", { done: figure(told.done), of: figure(told.of), seconds: figure(told.seconds_left) });
  return (
    <section class="state box job" aria-live="polite">
      <div class="panel-head"><b>{told.step ?? t("loading")}</b><span>{left}</span></div>
      <progress max={told.of} value={told.done} aria-label={told.step ?? t("loading")} />
      <div class="panel-head"><span class="second">{t("job.stays")}</span><button class="link" onClick={() => void work.cancel()}>{t("cancel")}</button></div>
    </section>
  );
}
