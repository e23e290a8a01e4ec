import type { Evidence } from "../api/types";
import { Quoted } from "../signs/quoted";
import { figure, hourSpan, ltr, percents, short, signedUsd, span, spanWords, tonnes, usd } from "../i18n/figures";
import { type Key, many, t } from "../i18n/language";
import { EvidenceSign, ModeSign, PlaceSign, Triangle } from "../signs/signs";
import { answer, chosenWay, isLoading, seen, showsAll, ways } from "../state/answer";
import { isDim, lightPost, lightWay, litPost, litWay } from "../state/lit";
import { chosen, openPost } from "../state/question";
import { isNarrow, theme } from "../state/screen";
import { KINDS, tellingStops, type Kind, type Way } from "../ways/way";
import { HeldBack } from "./held";
import { HourBar, HourKey } from "./hours";
import { Legs } from "./legs";
import { shutCount } from "./shut";
import { signal } from "@preact/signals";

const legsOf = signal("");
const MOST_STOPS = 4;

/** One card a way in sight, best first; arrows walk them, Enter chooses. */
export function Cards() {
  const longest = Math.max(1, ...seen.value.map((way) => Math.max(way.offer.time_p90_h, way.offer.time_h)));
  const rest = ways.value.length - seen.value.length;
  const shut = isNarrow.value ? 0 : shutCount();
  return (
    <>
      <ol class={isLoading.value ? "cards is-old" : "cards"} onKeyDown={walk}>
        {seen.value.map((way) => <Card key={way.id} way={way} longest={longest} />)}
      </ol>
      {(rest > 0 || showsAll.value || shut > 0) && (
        <p class="more-ways">
          {(rest > 0 || showsAll.value) && <button class="link" aria-expanded={showsAll.value} onClick={() => void (showsAll.value = !showsAll.value)}>{rest > 0 ? many("more_ways", rest) : t("fewer_ways")}</button>}
          {shut > 0 && <button class="link end" onClick={() => document.getElementById("shut-title")?.scrollIntoView()}>{t("not_offered")} · {figure(shut)}</button>}
        </p>
      )}
    </>
  );
}

function walk(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const titles = [...document.querySelectorAll<HTMLElement>(".card .title")];
  const at = titles.indexOf(document.activeElement as HTMLElement);
  if (!step || at < 0) return;
  event.preventDefault();
  titles[Math.max(0, Math.min(titles.length - 1, at + step))]?.focus();
}

function Card({ way, longest }: { way: Way; longest: number }) {
  const { offer } = way;
  const isChosen = chosenWay.value?.id === way.id;
  const days = span(offer.time_p50_h, offer.time_p90_h);
  const classes = ["card", isChosen && "is-chosen", isDim(way.id) && "is-dim", litWay.value === way.id && "is-lit"].filter(Boolean).join(" ");
  return (
    <li class={classes} data-way={way.id} style={{ "--hue": way.hue[theme.value] }} {...lightWay(way.id)}>
      <div class="top">
        <span class="letter" aria-hidden="true">{way.letter}</span>
        <h2><button class="title" aria-pressed={isChosen} onClick={() => void (chosen.value = way.id)}>{way.name}</button></h2>
        <span class="tags">{way.badges.map((badge) => <span key={badge} class={badge === "best" ? "tag first" : "tag"}>{t(badge)}</span>)}</span>
      </div>
      <div class="sums">
        <span class="days"><b>{days.text}</b> {days.unit}</span>
        <b class="usd">{usd(offer.cost_usd)}</b>
        <span class="second">{t("co2e", { n: tonnes(offer.co2e_kg) })}</span>
        <span class="second">{many("posts", way.posts)}</span>
        <span class="modes">{[...new Set(offer.modes)].map((mode) => <ModeSign key={mode} mode={mode} />)}</span>
      </div>
      <HourBar way={way} longest={longest} />
      {isChosen && <More way={way} />}
      <Warnings way={way} isShort={!isChosen} />
      <HeldBack held={offer.held_back} isShort={!isChosen} />
    </li>
  );
}

function More({ way }: { way: Way }) {
  const isOpen = legsOf.value === way.id;
  const { offer } = way;
  const stops = [...tellingStops(way)].sort((a, b) => b.hours - a.hours).slice(0, MOST_STOPS);
  return (
    <div class="more">
      <p class="label-line">{offer.label}</p>
      <p class="row">{KINDS.filter((kind) => way.hours[kind] >= 0.5).map((kind) => <HourWord key={kind} kind={kind} way={way} />)}</p>
      <p class="row">
        {tellingStops(way).filter((stop) => stops.includes(stop)).map((stop) => (
          <button key={stop.id} class={litPost.value === stop.id ? "stop is-lit" : "stop"} onClick={() => stop.isPost && void (openPost.value = stop.id)} {...lightPost(stop.id)}>
            <PlaceSign kind={stop.changesGauge ? "gauge" : stop.isPost ? "post" : "port"} size={11} /> {stop.name} <b>{hourSpan(stop.band)} {t("hours_short")}</b>
          </button>
        ))}
      </p>
      <p class="row">
        <Shares shares={offer.evidence.time} />
        <button class="link end" aria-expanded={isOpen} onClick={() => void (legsOf.value = isOpen ? "" : way.id)}>{t(isOpen ? "legs_hide" : "legs")}</button>
      </p>
      {isOpen && (
        <>
          {offer.open_days && offer.open_days.days > 0 && <p class="row second">{t("open_of", { n: figure(offer.open_days.open_days), of: figure(offer.open_days.days) })}</p>}
          <p class="row"><span class="quiet">{t("dollars_evidence")}</span> <Shares shares={offer.evidence.cost} /></p>
          <p class="row">{offer.price.filter((line) => Math.round(line.cost_usd)).map((line) => <span key={line.name}>{t(`price.${line.name}` as Key)} <b>{usd(line.cost_usd)}</b></span>)}</p>
          <Variants way={way} />
          <Legs way={way} />
        </>
      )}
    </div>
  );
}

function Variants({ way }: { way: Way }) {
  const names = answer.value?.names ?? {};
  const own = new Set(way.offer.gateways);
  const told = way.offer.variants.slice(0, MOST_STOPS).map((variant) => {
    const other = variant.gateways.filter((id) => !own.has(id)).map((id) => short(names[id] ?? id)).join(", ");
    return `${other} (${spanWords(variant.time_p50_h, variant.time_p90_h)}, ${ltr(signedUsd(variant.added_cost_usd))})`;
  });
  return told.length ? <p class="row quiet"><span>{t("or_by", { posts: told.join("; ") })}</span></p> : null;
}

function HourWord({ kind, way }: { kind: Kind; way: Way }) {
  return <span><HourKey kind={kind} /> {t(kind === "posts" ? "posts_hours" : kind)} <b>{hourSpan(way.bands[kind] ?? [0, 0])}</b> {t("hours_short")}</span>;
}

export function Shares({ shares }: { shares: Partial<Record<Evidence, number>> }) {
  return <>{percents(shares).map(([kind, share]) => <span key={kind}><EvidenceSign kind={kind} /> <b>{ltr(`${share}%`)}</b> {t(kind)}</span>)}</>;
}

/** What lets the goods pass, but not as usual. */
function Warnings({ way, isShort }: { way: Way; isShort: boolean }) {
  const names = answer.value?.names ?? {};
  const limits = isShort ? way.offer.limited.slice(0, 1) : way.offer.limited;
  return (
    <>
      {limits.map((reason) => (
        <p key={reason.where + reason.what} class={isShort ? "warn is-short" : "warn"}><Triangle /><span>{short(names[reason.where] ?? "")} <Quoted text={reason.what} /></span></p>
      ))}
    </>
  );
}

/** The first of each badge: what it wins by; a click chooses that way. */
export function Chips() {
  return (
    <div class="chips box" role="group">
      {(["best", "cheapest", "fastest", "cleanest", "safest"] as const).map((badge) => {
        const way = ways.value.find((one) => one.badges.includes(badge));
        if (!way) return null;
        const isOn = chosenWay.value?.id === way.id && (badge === "best" || !chosenWay.value.badges.includes("best"));
        return (
          <button key={badge} class={isOn ? "chip is-on" : "chip"} aria-pressed={isOn} onClick={() => void (chosen.value = way.id)} {...lightWay(way.id)}>
            <span>{t(badge)}</span><b>{figureOf(badge, way)}</b>
          </button>
        );
      })}
    </div>
  );
}

function figureOf(badge: string, way: Way): string {
  const { offer } = way;
  if (badge === "cheapest") return usd(offer.cost_usd);
  if (badge === "cleanest") return `${tonnes(offer.co2e_kg)} ${t("tonnes")}`;
  if (badge === "safest") return `${ltr(`±${figure(offer.time_sd_h / 24, 1)}`)} ${t("days_short")}`;
  return spanWords(offer.time_p50_h, offer.time_p90_h);
}
