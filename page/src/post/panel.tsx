import { useEffect, useRef, useState } from "preact/hooks";
import { type Failure, get } from "../api/client";
import type { Post, Posts } from "../api/types";
import { capital, day, figure, hourSpan, hours, listed, ltr, pairWords, short, spanWords, territory, usd } from "../i18n/figures";
import { type Key, t } from "../i18n/language";
import { Icon, ICONS } from "../signs/signs";
import { answer, seen } from "../state/answer";
import { chosen, openPost, question } from "../state/question";
import { theme } from "../state/screen";
import { yearOf } from "./days";
import { PostFacts } from "./facts";
import { Levers } from "./levers";
import { OpenDays } from "./strip";

/** The panel of a post: what it takes, its open days, its facts with their sources, the ways through it. */
export function PostPanel() {
  const id = openPost.value;
  const [found, setFound] = useState<Posts | null>(null);
  const [wrong, setWrong] = useState("");
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    setFound(null);
    setWrong("");
    const stop = new AbortController();
    get<Posts>(`/posts/${encodeURIComponent(id)}`, question.value.on ? { on: question.value.on } : {}, stop.signal).then(setFound, (error: Failure) => error.name !== "AbortError" && setWrong(error.message));
    return () => stop.abort();
  }, [id, question.value.on]);
  useEffect(() => title.current?.focus(), [found]);
  const post = found?.posts[0];
  return (
    <aside class="panel" aria-label={post?.name ?? t("post")}>
      <button class="panel-close box" aria-label={t("close")} onClick={() => void (openPost.value = "")}><Icon path={ICONS.close} /></button>
      {wrong && <section class="state box error" role="alert"><p>{short(answer.value?.names[id] ?? id)}: {wrong}</p></section>}
      {!post && !wrong && <div class="hold" aria-hidden="true"><i style={{ width: "40%" }} /><i style={{ width: "70%" }} /><i style={{ width: "60%" }} /></div>}
      {post && (
        <>
          <Head post={post} on={found.on} heading={title} />
          <Sums post={post} on={found.on} prices={found.prices_of} />
          <OpenDays history={post.history} today={found.on} />
          <PostFacts post={post} />
          <Levers key={post.id} post={post} />
          <Through id={post.id} />
        </>
      )}
    </aside>
  );
}

function Head({ post, on, heading }: { post: Post; on: string; heading: { current: HTMLHeadingElement | null } }) {
  return (
    <header class="post-head">
      <p class="caption">{capital(t("border_post"))}, {t(post.mode)} · {listed(post.territories.map(territory))}</p>
      <div class="panel-head">
        <h1 ref={heading} tabIndex={-1}>{short(answer.value?.names[post.id] ?? post.name)}</h1>
        <p class={`post-state ${post.state}`}><i class={post.state === "open" || post.state === "limited" ? "day-open" : "day-shut"} /> <b>{t(`state.${post.state}` as Key)}</b> {t("as_of", { day: day(on) })}</p>
      </div>
      {post.name_other_side && <p class="second">{post.name_other_side}</p>}
    </header>
  );
}

/** Hours and dollars of both sides in the direction of the chosen way, and the open days of the year before. */
function Sums({ post, on, prices }: { post: Post; on: string; prices: number | null }) {
  const direction = directionOf(post);
  const last = yearOf(Number(on.slice(0, 4)) - 1, post.history, on);
  const sum = (what: "time" | "cost") => {
    const entries = post.taken.filter((one) => one.direction === direction && one[what]).map((one) => one[what]!);
    return entries.length ? entries.reduce((total, one) => total + one.value, 0) : null;
  };
  const [time, cost] = [sum("time"), sum("cost")];
  // The ways in sight tell how the hours of both sides vary together.
  const band = seen.value.flatMap((way) => way.stops).find((stop) => stop.id === post.id)?.band;
  const to = territory(direction.split(">")[1] ?? "");
  return (
    <dl class="post-sums box">
      <div><dd>{time === null ? t("not_found") : `${hours(time)} ${t("hours_short")}`}</dd><dt>{t("both_sides")}, {t("to_side", { side: to })}{band && <>, P50–P90 {hourSpan(band)} {t("hours_short")}</>}</dt></div>
      <div><dd>{cost === null ? t("not_found") : usd(cost)}</dd><dt>{t("per_truck")}{prices !== null && <>, {t("prices_of", { year: ltr(String(prices)) })}</>}</dt></div>
      <div><dd>{ltr(last.least === last.most ? figure(last.least) : `${figure(last.least)}–${figure(last.most)}`)}</dd><dt>{t("open_days")}, {ltr(String(last.year))}</dt></div>
    </dl>
  );
}

/** The direction in which the ways in sight pass it; its own first one where none does. */
function directionOf(post: Post): string {
  for (const way of seen.value) {
    const codes = way.offer.steps.filter((step) => step.operation === "cross" && step.from === post.id).map((step) => step.territory);
    const found = post.directions.find((one) => one === `${codes[0]}>${codes[1]}`);
    if (found) return found;
  }
  return post.directions[0];
}

function Through({ id }: { id: string }) {
  const found = answer.value;
  const through = seen.value.filter((way) => way.offer.gateways.includes(id));
  if (!found || !through.length) return null;
  return (
    <section>
      <h2>{t("ways_through")}</h2>
      <ul class="through">
        {through.map((way) => (
          <li key={way.id} style={{ "--hue": way.hue[theme.value] }}>
            <button onClick={() => void (chosen.value = way.id)}><span class="letter">{way.letter}</span> {pairWords(short(found.origin.name), short(found.destination.name))}, {way.name} <b>{spanWords(way.offer.time_p50_h, way.offer.time_p90_h)}</b></button>
          </li>
        ))}
      </ul>
    </section>
  );
}
