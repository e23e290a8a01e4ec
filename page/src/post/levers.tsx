import { useEffect, useState } from "preact/hooks";
import { post as send } from "../api/client";
import type { Post, Routes } from "../api/types";
import { arrow, figure, ltr, pairWords, short, spanWords, usd } from "../i18n/figures";
import { type Key, t } from "../i18n/language";
import { answer } from "../state/answer";
import { isAsked, question } from "../state/question";
import { addMeasures, measures, type Measure } from "../state/scenario";
import { tell } from "../state/screen";

type Lever = "time" | "cost" | "hours" | "gate";
const WAIT_MS = 250;

/** What may be changed at a post, with its effect on the pair at once; nothing is saved before it is added. */
export function Levers({ post }: { post: Post }) {
  const isShut = post.state === "closed" || post.state === "planned";
  const [on, setOn] = useState<Set<Lever>>(new Set());
  const [factors, setFactors] = useState({ time: 0.5, cost: 0.5 });
  const turn = (lever: Lever) => setOn(new Set(on.has(lever) ? [...on].filter((one) => one !== lever) : [...on, lever]));
  const tried = [...on].map((lever) => made(lever, post, factors, isShut));
  const levers: [Lever, Key][] = [["time", "lever.time"], ["cost", "lever.cost"], ["hours", "lever.hours"], ["gate", isShut ? "lever.open" : "lever.close"]];
  return (
    <section aria-labelledby="levers-title">
      <div class="panel-head"><h2 id="levers-title">{t("levers")}</h2><span class="caption">{t("levers.note")}</span></div>
      {levers.map(([lever, key]) => (
        <div class="lever" key={lever}>
          <label class="check"><input type="checkbox" checked={on.has(lever)} onChange={() => turn(lever)} />{t(key)}</label>
          {(lever === "time" || lever === "cost") && (
            <>
              <input type="range" min="0.1" max="2" step="0.05" value={factors[lever]} disabled={!on.has(lever)} aria-label={`${t(key)}, ${t("factor")}`} onInput={(event) => setFactors({ ...factors, [lever]: Number(event.currentTarget.value) })} />
              <span class="count">{ltr(`× ${figure(factors[lever], 2)}`)}</span>
            </>
          )}
        </div>
      ))}
      <Effect tried={tried} name={short(post.name)} />
    </section>
  );
}

function made(lever: Lever, post: Post, factors: { time: number; cost: number }, isShut: boolean): Measure {
  const shared = { at: post.id, reason: t("tried") };
  if (lever === "time") return { kind: "procedure", ...shared, time_factor: factors.time };
  if (lever === "cost") return { kind: "procedure", ...shared, cost_factor: factors.cost };
  if (lever === "hours") return { kind: "procedure", ...shared, opens: "00:00", closes: "24:00" };
  return { kind: isShut ? "open" : "close", ...shared };
}

/** The best way of the pair before and with what is tried. */
function Effect({ tried, name }: { tried: Measure[]; name: string }) {
  const [found, setFound] = useState<Routes | null>(null);
  const [wrong, setWrong] = useState("");
  const key = JSON.stringify(tried);
  useEffect(() => {
    setFound(null);
    setWrong("");
    if (!tried.length || !isAsked.value) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const asked = Object.fromEntries(Object.entries(question.value).filter(([, word]) => word));
      const held = measures.value.filter((row) => row.isOn).map((row) => row.measure);
      send<Routes>("/routes", { question: asked, measures: [...held, ...tried] }, stop.signal).then(setFound, (error: Error) => error.name !== "AbortError" && setWrong(error.message));
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key]);
  if (!tried.length) return null;
  const [before, after] = [answer.value?.routes[0], found?.routes[0]];
  const pair = answer.value ? pairWords(short(answer.value.origin.name), short(answer.value.destination.name)) : "";
  const add = () => {
    addMeasures(name, tried);
    tell(t("add_to_scenario"));
  };
  return (
    <div class="effect" aria-live="polite">
      <span>{wrong || <>{pair} {before && <>{spanWords(before.time_p50_h, before.time_p90_h)}, {usd(before.cost_usd)}</>} {after && <> {arrow()} <b>{spanWords(after.time_p50_h, after.time_p90_h)}, {usd(after.cost_usd)}</b></>}</>}</span>
      <button class="button main" onClick={add}>{t("add_to_scenario")}</button>
    </div>
  );
}
