import type { Period } from "../api/types";
import { day, figure, ltr, monthLetter } from "../i18n/figures";
import { t } from "../i18n/language";
import { EvidenceSign } from "../signs/signs";
import { DAYS, daysOf, monthStart, yearOf } from "./days";

const YEARS = 3;

/** Open days of three years as strips, with what shut it. */
export function OpenDays({ history, today }: { history: Period[]; today: string }) {
  const now = Number(today.slice(0, 4));
  const years = Array.from({ length: YEARS }, (_, index) => yearOf(now - YEARS + 1 + index, history, today));
  const states = DAYS.filter((state) => years.some((year) => year.runs.some((run) => run.state === state)));
  const first = `${now - YEARS + 1}-01-01`;
  const told = history.filter((row) => row.why && row.state !== "open" && (row.until ?? "9999") >= first).slice(-4).reverse();
  return (
    <section aria-labelledby="days-title">
      <div class="panel-head">
        <h2 id="days-title">{t("open_days")}</h2>
        <ul class="day-key">{states.map((state) => <li key={state}><i class={`day-${state}`} />{t(`day.${state}`)}</li>)}</ul>
      </div>
      <div class="years">
        {years.map((year) => (
          <div class="year" key={year.year}>
            <span>{ltr(String(year.year))}</span>
            <div class="days" role="img" aria-label={`${year.year}: ${year.runs.map((run) => `${day(run.first)} – ${day(run.last)} ${t(`day.${run.state}`)}`).join("; ")}`}>
              {year.runs.map((run) => <i key={run.first} class={`day-${run.state}`} title={`${day(run.first)} – ${day(run.last)}: ${t(`day.${run.state}`)}`} style={{ width: `${(run.days / daysOf(year.year)) * 100}%` }} />)}
              {Array.from({ length: 11 }, (_, month) => <b key={month} style={{ insetInlineStart: `${monthStart(year.year, month + 1) * 100}%` }} />)}
            </div>
            <span class="count"><b>{year.least === year.most ? figure(year.least) : ltr(`${figure(year.least)}–${figure(year.most)}`)}</b> {t("days_short")}</span>
          </div>
        ))}
        <div class="year months" aria-hidden="true"><span /><div class="days">{Array.from({ length: 12 }, (_, month) => <span key={month}>{monthLetter(month)}</span>)}</div><span /></div>
      </div>
      <ul class="told">
        {told.map((row) => (
          <li key={`${row.since}${row.why}`}><b>{row.since ? day(row.since) : ""}{row.until && row.until !== row.since ? ` – ${day(row.until)}` : ""}</b> {row.why} <EvidenceSign kind={row.evidence} /></li>
        ))}
      </ul>
    </section>
  );
}
