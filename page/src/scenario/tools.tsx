import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/language";
import type { Gateway } from "../map/network";
import { addMeasures, type Measure } from "../state/scenario";
import { tell } from "../state/screen";
import { take, tool, type Tool } from "./drawing";
import { DrawnForm } from "./drawn";
import { factor, picked } from "./picked";

const TOOLS: Tool[] = ["close", "open", "hours", "time", "cost", "build", "flood"];

/** What may be done by a click on the map, each with a form for those who type. */
export function Tools({ known }: { known: Gateway[] }) {
  useEffect(() => () => take(null), []);
  return (
    <section aria-labelledby="tools-title">
      <h2 id="tools-title">{t("scenario.click")}</h2>
      <div class="tool-grid" role="group" aria-labelledby="tools-title">
        {TOOLS.map((one) => <button key={one} class="button" aria-pressed={tool.value === one} onClick={() => take(tool.value === one ? null : one)}>{t(one === "build" ? "m.line" : `m.${one}`)}</button>)}
      </div>
      {(tool.value === "build" || tool.value === "flood") && <DrawnForm key={tool.value} />}
      {tool.value && tool.value !== "build" && tool.value !== "flood" && <PostForm kind={tool.value} known={known} />}
      <datalist id="gateways">{known.filter((one) => one.kind === "post" || one.kind === "port").map((one) => <option key={one.id} value={one.name} />)}</datalist>
    </section>
  );
}

type PostTool = Exclude<Tool, "build" | "flood">;

/** A post by its name, for what a click on it does. */
function PostForm({ kind, known }: { kind: PostTool; known: Gateway[] }) {
  const [wrong, setWrong] = useState("");
  const name = picked.value;
  const hasFactor = kind === "time" || kind === "cost";
  const add = (event: Event) => {
    event.preventDefault();
    const one = known.find((each) => each.id === name.trim() || each.name === name.trim());
    if (!one) return setWrong(t("no_place"));
    addAt(kind, one);
  };
  return (
    <form class="tool-form" onSubmit={add}>
      <p class="second">{t(hasFactor ? "tool.pick" : "tool.click")}</p>
      <label>{t("what_place")}<input class="control" id="tool-place" list="gateways" value={name} aria-invalid={Boolean(wrong)} aria-describedby={wrong ? "tool-wrong" : undefined} onInput={(event) => { picked.value = event.currentTarget.value; setWrong(""); }} /></label>
      {hasFactor && <label>{t("factor")}<input class="control" type="number" min="0" max="10" step="0.05" value={factor.value} onInput={(event) => void (factor.value = event.currentTarget.value)} /></label>}
      {wrong && <p class="faults" id="tool-wrong" role="alert">{wrong}</p>}
      <div class="buttons"><button class="button main" type="submit" disabled={!name.trim()}>{t("add")}</button><button class="button" type="button" onClick={() => take(null)}>{t("cancel")}</button></div>
    </form>
  );
}

/** A click on a post or port of the map: done at once where nothing else is to be said, else put into the form. */
export function pickGateway(one: { id: string; name: string }): void {
  const kind = tool.value;
  if (kind === "close" || kind === "open" || kind === "hours") return addAt(kind, one);
  picked.value = one.name;
  if (!kind) take("close");
  document.querySelector<HTMLInputElement>("#tool-place")?.focus();
}

function addAt(kind: PostTool, one: { id: string; name: string }): void {
  const name = `${t(`m.${kind}`)} ${one.name}`;
  addMeasures(name, [made(kind, one.id)]);
  picked.value = "";
  tell(t("added", { what: name }));
}

function made(kind: PostTool, at: string): Measure {
  const shared = { at, reason: t("tried") };
  if (kind === "time") return { kind: "procedure", ...shared, time_factor: Number(factor.value) };
  if (kind === "cost") return { kind: "procedure", ...shared, cost_factor: Number(factor.value) };
  if (kind === "hours") return { kind: "procedure", ...shared, opens: "00:00", closes: "24:00" };
  return { kind, ...shared };
}
