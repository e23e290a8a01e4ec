import type { NotOffered, SpokenOf } from "../api/types";
import { Quoted } from "../signs/quoted";
import { day, short, spanWords, usd, words } from "../i18n/figures";
import { language, t } from "../i18n/language";
import { PlaceSign } from "../signs/signs";
import { answer } from "../state/answer";
import { litPost } from "../state/lit";
import { tab } from "../state/question";
import { addMeasures } from "../state/scenario";
import { HeldBack } from "./held";

/** Ways that are not offered, a line each: sign, name, reason with its date, what it would be; then those only spoken of. */
export function Shut() {
  const found = answer.value;
  if (!found || (found.not_offered.length === 0 && found.spoken_of.length === 0)) return null;
  return (
    <section class="shut" aria-labelledby="shut-title">
      <h2 id="shut-title">{t("not_offered")}</h2>
      <ul>{grouped(found.not_offered).map(([key, way]) => <ShutLine key={key} way={way} />)}</ul>
      {language.value !== "en" && <p class="second">{t("quoted")}</p>}
      {found.spoken_of.length > 0 && (
        <details>
          <summary>{t("spoken_of")} · {found.spoken_of.length}</summary>
          <ul>{found.spoken_of.map((one) => <SpokenLine key={one.id} one={one} />)}</ul>
        </details>
      )}
    </section>
  );
}

/** One line for each set of barriers: the best way that only they shut. */
function grouped(ways: NotOffered[]): [string, NotOffered][] {
  const found = new Map<string, NotOffered>();
  for (const way of ways) {
    const key = way.reasons.map((reason) => reason.where).sort().join(" ");
    if (!found.has(key)) found.set(key, way);
  }
  return [...found];
}

/** How many lines the ways not offered take. */
export function shutCount(): number {
  return grouped(answer.value?.not_offered ?? []).length;
}

function ShutLine({ way }: { way: NotOffered }) {
  const names = answer.value?.names ?? {};
  const [first] = way.reasons;
  const { otherwise } = way;
  const open = () => {
    addMeasures(way.reasons.map((reason) => short(names[reason.where] ?? reason.where)).join(", "), way.reasons.filter((reason) => !reason.rule && reason.where !== way.corridor).map((reason) => ({ kind: "open", at: reason.where, reason: t("tried") })));
    tab.value = "scenarios";
  };
  return (
    <li>
      <button class="shut-line" title={`${way.label}. ${t("open_in_scenario")}`} onClick={open} onPointerEnter={() => void (litPost.value = first?.where ?? "")} onPointerLeave={() => void (litPost.value = "")}>
        <PlaceSign kind={first?.rule ? "none" : "shut"} />
        <span class="why">
          {way.reasons.map((reason, index) => (
            <span key={reason.where}>{index > 0 && "; "}<b>{short(names[reason.where] ?? reason.where)}</b> · <Quoted text={reason.what} />{reason.since ? `, ${t("since", { day: day(reason.since) })}` : ""}</span>
          ))}
          <HeldBack held={way.held_back} />
        </span>
        <span class="then second">{t("if_open", { days: spanWords(otherwise.time_p50_h, otherwise.time_p90_h), usd: usd(otherwise.cost_usd) })}</span>
      </button>
    </li>
  );
}

function SpokenLine({ one }: { one: SpokenOf }) {
  return (
    <li class="shut-line">
      <PlaceSign kind={one.state === "planned" || one.state === "being_built" ? "planned" : "none"} />
      <span class="why"><b>{one.name}</b> · {words(one.state)}; <bdi lang="en">{one.why}</bdi></span>
    </li>
  );
}
