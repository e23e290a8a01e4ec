import { useEffect, useState } from "preact/hooks";
import { effect, signal } from "@preact/signals";
import { once } from "../api/client";
import type { Mode, Routes, Row, Table } from "../api/types";
import { capital, figure, words } from "../i18n/figures";
import { language, t } from "../i18n/language";
import { ask, question } from "../state/question";

const MODES: Mode[] = ["road", "rail", "sea", "air"];

/** Names of goods by id, asked where a reader wants them in another language than that of the ids. */
const goodsNames = signal<Record<string, string>>({});
effect(() => {
  if (language.value === "en" || !(question.value.product || question.value.commodity)) return void (goodsNames.value = {});
  const tables = ["products", "commodities"].map((table) => once<Table>(`/facts/${table}?column=name`));
  Promise.all(tables).then((found) => void (goodsNames.value = Object.assign({}, ...found.map(({ names }) => names))), () => undefined);
});

function goodsName(id: string): string {
  return id && capital(goodsNames.value[id] ?? words(id));
}

/** The shipment in words: `Kinnow, 20 t, reefer`. */
export function cargoWords(answer: Routes | null): string {
  if (!answer) return [goodsName(question.value.product || question.value.commodity), question.value.cargo].filter(Boolean).join(", ") || t("any_goods");
  const { cargo } = answer;
  const goods = cargo.product ?? (cargo.commodity === "general" ? null : cargo.commodity);
  return `${goods ? goodsName(goods) : t("any_goods")}, ${figure(cargo.tonnes)} ${t("tonnes")}, ${cargo.cargo.split(":")[0] ?? ""}`;
}

/** Goods, what carries them, how much of them, and the modes that may. */
export function CargoBox({ onDone }: { onDone: () => void }) {
  const products = useRows("products");
  const groups = useRows("commodities");
  const units = useRows("cargo_units");
  const [unit = "", load = ""] = question.value.cargo.split(":");
  const modes = new Set((question.value.modes || MODES.join(",")).split(","));
  const goods = question.value.product ? `product:${question.value.product}` : question.value.commodity ? `commodity:${question.value.commodity}` : "";
  const pickGoods = (word: string) => {
    const [kind, id = ""] = word.split(":");
    ask({ product: kind === "product" ? id : "", commodity: kind === "commodity" ? id : "" });
  };
  const pickMode = (mode: Mode) => {
    const next = MODES.filter((one) => (one === mode ? !modes.has(one) : modes.has(one)));
    if (next.length) ask({ modes: next.length === MODES.length ? "" : next.join(",") });
  };
  return (
    <div class="cargo box" id="cargo-box" role="group" aria-label={t("cargo")}>
      <label>{t("goods")}
        <select value={goods} onChange={(event) => pickGoods(event.currentTarget.value)}>
          <option value="">{t("any_goods")}</option>
          <optgroup label={t("products")}>{products.map((row) => <option key={row.id} value={`product:${row.id}`}>{capital(String(row.name ?? row.id))}</option>)}</optgroup>
          <optgroup label={t("groups")}>{groups.map((row) => <option key={row.id} value={`commodity:${row.id}`}>{capital(String(row.name ?? row.id))}</option>)}</optgroup>
        </select>
      </label>
      <label>{t("carried_in")}
        <select value={unit} onChange={(event) => ask({ cargo: event.currentTarget.value })}>
          <option value="">{t("load_usual")}</option>
          {units.map((row) => <option key={row.id} value={String(row.id)}>{capital(String(row.name ?? row.id))}</option>)}
        </select>
      </label>
      <label>{t("load")}, {t("tonnes")}
        <input type="number" min="1" max="5000" step="any" value={load.replace(/t$/, "")} placeholder={t("load_usual")} disabled={!unit}
          onChange={(event) => ask({ cargo: event.currentTarget.value ? `${unit}:${event.currentTarget.value}t` : unit })} />
      </label>
      <fieldset>
        <legend>{t("modes")}</legend>
        {MODES.map((mode) => <label key={mode} class="check"><input type="checkbox" checked={modes.has(mode)} onChange={() => pickMode(mode)} />{t(mode)}</label>)}
      </fieldset>
      <button class="button" onClick={onDone}>{t("done")}</button>
    </div>
  );
}

function useRows(table: string): Row[] {
  const [rows, setRows] = useState<Row[]>([]);
  useEffect(() => {
    once<Table>(`/facts/${table}`).then((answer) => setRows(answer.rows.map((row) => ({ ...row, name: answer.names[row.id ?? ""] ?? String(row.name ?? row.id) }))), () => setRows([]));
  }, [table, language.value]);
  return rows;
}
