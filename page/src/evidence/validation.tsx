import { useState } from "preact/hooks";
import { figure } from "../i18n/figures";
import { language, t } from "../i18n/language";

export interface Column { name: string; is_figure: boolean }
export interface Shown { title: string; columns: Column[]; rows: string[][] }
export interface Page { id: string; title: string; text: string[]; tables: Shown[] }

const FIRST_WORDS = 2;
const FIRST_ROWS = 15;
/** Numbers of rows such as H-01 stay on one line. */
const NUMBERED = /^([A-Z]{1,3})-(\d+)$/;

/** One page of validation: what it is about, its tables, and what else it says. */
export function ValidationPage({ page }: { page: Page }) {
  return (
    <article class="validation" lang="en" dir="ltr">
      <h1 lang={language.value} dir="auto">{page.title}</h1>
      {page.text.slice(0, FIRST_WORDS).map((words, index) => <p key={index}>{words}</p>)}
      {page.tables.map((one, index) => <OneTable key={index} one={one} title={one.title === page.title ? "" : one.title} />)}
      {page.text.length > FIRST_WORDS && <section class="rows"><ul class="notes">{page.text.slice(FIRST_WORDS).map((words, index) => <li key={index}>{words}</li>)}</ul></section>}
    </article>
  );
}

function OneTable({ one, title }: { one: Shown; title: string }) {
  const [isWhole, setWhole] = useState(false);
  const rows = isWhole ? one.rows : one.rows.slice(0, FIRST_ROWS);
  return (
    <section class="rows">
      {title && <h2 lang={language.value} dir="auto">{title}</h2>}
      <div class="scroll-x" tabIndex={0} role="region" aria-label={title || one.columns.map((column) => column.name).join(", ")}>
        <table>
          <thead><tr>{one.columns.map((column, at) => (column.name ? <th key={at} class={column.is_figure ? "n" : ""}>{column.name}</th> : <td key={at} />))}</tr></thead>
          <tbody>{rows.map((row, index) => <tr key={index}>{row.map((cell, at) => <td key={at} class={one.columns[at]?.is_figure ? "n" : at ? "second" : ""}>{at ? cell : cell.replace(NUMBERED, "$1\u2011$2")}</td>)}</tr>)}</tbody>
        </table>
      </div>
      {one.rows.length > FIRST_ROWS && <p lang={language.value} dir="auto"><button class="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>{isWhole ? t("rows.fewer") : t("rows.all", { n: figure(one.rows.length) })}</button></p>}
    </section>
  );
}
