import { useEffect, useState } from "preact/hooks";
import { type Failure, once } from "../api/client";
import type { TableInfo } from "../api/types";
import { Sources } from "../evidence/sources";
import { TableRows, Tables } from "../evidence/tables";
import { type Page, ValidationPage } from "../evidence/validation";
import { figure } from "../i18n/figures";
import { t } from "../i18n/language";
import { seeing } from "../state/question";
import { isNarrow } from "../state/screen";

/** What the figures rest on: how they stand beside the world, the tables of facts, the sources. */
export function EvidenceScreen() {
  const [tables, setTables] = useState<TableInfo[]>([]);
  const [pages, setPages] = useState<Page[]>([]);
  const [wrong, setWrong] = useState("");
  useEffect(() => {
    const told = (error: Failure) => setWrong(error.message);
    void once<{ tables: TableInfo[] }>("/facts").then((found) => setTables(found.tables), told);
    void once<{ pages: Page[] }>("/validation").then((found) => setPages(found.pages), told);
  }, []);
  const [first] = pages;
  const page = pages.find((one) => one.id === seeing.value) ?? (seeing.value ? undefined : first);
  const isTables = seeing.value === "tables" || seeing.value.startsWith("table:");
  const entry = (id: string, words: string, isOn: boolean, count = "") => <li key={id}><button aria-current={isOn ? "true" : undefined} onClick={() => void (seeing.value = id)}><span dir="auto">{words}</span>{count && <span class="quiet">{count}</span>}</button></li>;
  return (
    <main class="corridors" id="main">
      {(!isNarrow.value || !seeing.value) && <nav class="side corridor-list" aria-label={t("evidence.title")}>
        {isNarrow.value && <h1>{t("tab.evidence")}</h1>}
        <h2>{t("validation")}</h2>
        <ul>{pages.map((one) => entry(one.id, one.title, one === page))}</ul>
        <h2>{t("facts")}</h2>
        <ul>{entry("tables", t("tables"), isTables, figure(tables.length))}{entry("sources", t("sources"), seeing.value === "sources", figure(tables.find((one) => one.table === "sources")?.rows ?? 0))}</ul>
      </nav>}
      {(!isNarrow.value || seeing.value) && <div class="corridor-side evidence-side" tabIndex={-1}>
        {isNarrow.value && <button class="button" onClick={() => void (seeing.value = "")}>‹ {t("tab.evidence")}</button>}
        {wrong && <section class="state box error" role="alert"><p lang="en" dir="auto">{wrong}</p></section>}
        {isTables && !seeing.value.startsWith("table:") && <Tables tables={tables} />}
        {seeing.value.startsWith("table:") && <TableRows key={seeing.value} name={seeing.value.slice(6)} />}
        {seeing.value === "sources" && <Sources />}
        {page && <ValidationPage key={page.id} page={page} />}
        {!page && !isTables && seeing.value !== "sources" && !wrong && <div class="hold" role="status" aria-label={t("loading")}><i style={{ width: "40%" }} /><i style={{ width: "70%" }} /></div>}
      </div>}
    </main>
  );
}
