import { useEffect, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import { type Failure, once } from "../api/client";
import type { Evidence, Row, Source, Table, TableInfo } from "../api/types";
import { day, figure, words } from "../i18n/figures";
import { t } from "../i18n/language";
import { EvidenceSign } from "../signs/signs";

const openTable = signal("");
const MOST_ROWS = 100;
const KINDS: Evidence[] = ["measured", "published", "assumed", "claimed"];

/** What the figures rest on: the tables with their shares of evidence, the rows of one, the sources. */
export function EvidenceScreen() {
  const [tables, setTables] = useState<TableInfo[]>([]);
  const [wrong, setWrong] = useState("");
  useEffect(() => void once<{ tables: TableInfo[] }>("/facts").then((found) => setTables(found.tables), (error: Failure) => setWrong(error.message)), []);
  return (
    <main class="plain" id="main">
      <div class="inner">
        <h1>{t("evidence.title")}</h1>
        <p class="second">{t("evidence.lead")}</p>
        {wrong && <section class="state box error" role="alert"><p>{wrong}</p></section>}
        <ul class="evidence-key">{KINDS.map((kind) => <li key={kind}><EvidenceSign kind={kind} /> {t(kind)}</li>)}</ul>
        <table class="tables">
          <thead><tr><th>{t("table")}</th><th>{t("what")}</th><th class="n">{t("rows")}</th><th>{t("evidence")}</th></tr></thead>
          <tbody>{tables.map((one) => <TableLine key={one.table} one={one} />)}</tbody>
        </table>
        {openTable.value && <TableRows key={openTable.value} name={openTable.value} />}
        <Sources />
      </div>
    </main>
  );
}

function TableLine({ one }: { one: TableInfo }) {
  const total = Object.values(one.evidence).reduce((sum, count) => sum + count, 0);
  const isOpen = openTable.value === one.table;
  return (
    <tr class={isOpen ? "is-open" : ""}>
      <td><button class="link" aria-expanded={isOpen} onClick={() => void (openTable.value = isOpen ? "" : one.table)}>{words(one.table)}</button></td>
      <td class="second">{one.description}</td>
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
function TableRows({ name }: { name: string }) {
  const [table, setTable] = useState<Table | null>(null);
  const [wanted, setWanted] = useState("");
  useEffect(() => void once<Table>(`/facts/${name}`).then(setTable, () => setTable(null)), [name]);
  if (!table) return <div class="hold"><i style={{ width: "60%" }} /></div>;
  const columns = table.columns.filter((column) => column.name !== "sources");
  const rows = table.rows.filter((row) => !wanted || JSON.stringify(row).toLowerCase().includes(wanted.toLowerCase()));
  return (
    <section class="rows">
      <div class="panel-head">
        <h2>{words(name)}</h2>
        <label class="caption">{t("search")} <input class="control" type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></label>
      </div>
      <p class="caption">{t("shown_of", { n: figure(Math.min(rows.length, MOST_ROWS)), of: figure(table.rows.length) })}</p>
      <div class="wide" tabIndex={0} role="region" aria-label={words(name)}>
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
  if (name === "evidence" && KINDS.includes(value as Evidence)) return <><EvidenceSign kind={value as Evidence} /> {t(value as Evidence)}</>;
  return <>{Array.isArray(value) ? value.join("; ") : String(value)}</>;
}

function Sources() {
  const [sources, setSources] = useState<Source[]>([]);
  const [wanted, setWanted] = useState("");
  useEffect(() => void once<{ sources?: Source[]; rows?: Source[] }>("/sources").then((found) => setSources(found.sources ?? found.rows ?? []), () => undefined), []);
  const fitting = sources.filter((source) => !wanted || `${source.title} ${source.address} ${source.id}`.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <section class="rows">
      <div class="panel-head">
        <h2>{t("sources")}</h2>
        <label class="caption">{t("search")} <input class="control" type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></label>
      </div>
      <p class="caption">{t("shown_of", { n: figure(Math.min(fitting.length, MOST_ROWS)), of: figure(sources.length) })}</p>
      <table>
        <thead><tr><th>{t("source")}</th><th>{t("read_on")}</th><th>{t("licence")}</th></tr></thead>
        <tbody>
          {fitting.slice(0, MOST_ROWS).map((source) => (
            <tr key={source.id}>
              <td>{source.address?.startsWith("http") ? <a href={source.address} target="_blank" rel="noreferrer noopener">{source.title}</a> : source.title}</td>
              <td class="second">{source.read_on ? day(source.read_on) : ""}</td>
              <td class="second">{source.licence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
