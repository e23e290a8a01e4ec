import { useEffect, useState } from "preact/hooks";
import { once } from "../api/client";
import type { Evidence, Row, Table, TableInfo } from "../api/types";
import { figure, words } from "../i18n/figures";
import { language, t } from "../i18n/language";
import { EvidenceSign } from "../signs/signs";
import { seeing } from "../state/question";

const MOST_ROWS = 100;
export const KINDS: Evidence[] = ["measured", "published", "assumed", "claimed"];

/** The tables of facts with their shares of evidence. */
export function Tables({ tables }: { tables: TableInfo[] }) {
  return (
    <>
      <h1>{t("tables")}</h1>
      <p class="second">{t("evidence.lead")}</p>
      <ul class="evidence-key">{KINDS.map((kind) => <li key={kind}><EvidenceSign kind={kind} /> {t(kind)}</li>)}</ul>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={t("tables")}>
        <table class="tables">
          <thead><tr><th>{t("table")}</th><th>{t("what")}</th><th class="n">{t("rows")}</th><th>{t("evidence")}</th></tr></thead>
          <tbody>{tables.map((one) => <TableLine key={one.table} one={one} />)}</tbody>
        </table>
      </div>
    </>
  );
}

function TableLine({ one }: { one: TableInfo }) {
  const total = Object.values(one.evidence).reduce((sum, count) => sum + count, 0);
  return (
    <tr>
      <td><button class="link" onClick={() => void (seeing.value = `table:${one.table}`)}>{words(one.table)}</button></td>
      <td class="second" lang="en" dir="auto">{one.description}</td>
      <td class="n">{figure(one.rows)}</td>
      <td>
        {total > 0 && (
          <span class="shares" role="img" aria-label={KINDS.filter((kind) => one.evidence[kind]).map((kind) => `${t(kind)} ${one.evidence[kind]}`).join(", ")}>
            {KINDS.filter((kind) => one.evidence[kind]).map((kind) => <i key={kind} class={`share-${kind}`} style={{ width: `${((one.evidence[kind] ?? 0) / total) * 100}%` }} title={`${t(kind)} ${one.evidence[kind]}`} />)}
          </span>
        )}
      </td>
    </tr>
  );
}

/** The rows of one table; a word in the field keeps those that hold it. */
export function TableRows({ name }: { name: string }) {
  const [table, setTable] = useState<Table | null>(null);
  const [wanted, setWanted] = useState("");
  useEffect(() => void once<Table>(`/facts/${name}`).then(setTable, () => setTable(null)), [name]);
  if (!table) return <div class="hold"><i style={{ width: "60%" }} /></div>;
  const columns = table.columns.filter((column) => column.name !== "sources");
  const rows = table.rows.filter((row) => !wanted || JSON.stringify(row).toLowerCase().includes(wanted.toLowerCase()));
  return (
    <section>
      <p><button class="link" onClick={() => void (seeing.value = "tables")}>‹ {t("tables")}</button></p>
      <div class="panel-head">
        <h1>{words(name)}</h1>
        <label class="caption">{t("search")} <input class="control" type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></label>
      </div>
      <p class="caption">{t("shown_of", { n: figure(Math.min(rows.length, MOST_ROWS)), of: figure(table.rows.length) })}</p>
      <div class="wide" lang="en" dir="ltr" tabIndex={0} role="region" aria-label={words(name)}>
        <table>
          <thead><tr>{columns.map((column) => <th key={column.name} title={column.description}>{words(column.name)}{column.unit ? `, ${column.unit}` : ""}</th>)}</tr></thead>
          <tbody>{rows.slice(0, MOST_ROWS).map((row, index) => <tr key={row.id ?? index}>{columns.map((column) => <td key={column.name}><Cell row={row} name={column.name} /></td>)}</tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ row, name }: { row: Row; name: string }) {
  const value = row[name];
  if (value === null || value === undefined) return null;
  if (name === "evidence" && KINDS.includes(value as Evidence)) return <><EvidenceSign kind={value as Evidence} /> <span lang={language.value}>{t(value as Evidence)}</span></>;
  return <>{Array.isArray(value) ? value.join("; ") : String(value)}</>;
}
