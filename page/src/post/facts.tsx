import type { Entry, Measure, Post, Source } from "../api/types";
import { figure, hours, ltr, territory, usd, words } from "../i18n/figures";
import { t } from "../i18n/language";
import { EvidenceSign, EvidenceWord } from "../signs/signs";

interface Line { what: string; out: Entry | null; back: Entry | null }

/** Facts by direction with evidence and source: first what routes use, then what is known beside. */
export function PostFacts({ post }: { post: Post }) {
  const [out, back] = post.directions;
  const sources = new Map(post.sources.map((source) => [source.id, source]));
  const beside = post.figures.filter((row) => !(row.metric === "time_h" || row.metric === "cost_usd") || row.evidence === "claimed");
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title">{t("facts")}</h2>
      <table class="facts">
        <thead><tr><th>{t("what")}</th><th class="n">{t("to_side", { side: territory(out.split(">")[1] ?? "") })}</th><th class="n">{t("to_side", { side: territory(back.split(">")[1] ?? "") })}</th><th>{t("evidence")}</th><th>{t("source_year")}</th></tr></thead>
        <tbody>
          {lines(post, "time").map((line) => <Both key={line.what} line={line} sources={sources} told={(entry) => `${hours(entry.value)} ${t("hours_short")}`} beside={rangeOf} />)}
          {lines(post, "cost").map((line) => <Both key={line.what} line={line} sources={sources} told={(entry) => usd(entry.value)} beside={recordedAs} />)}
          {beside.map((row, index) => <Beside key={index} row={row} sources={sources} />)}
          <tr><td>{t("passage")}</td><td class="n" colSpan={2}><b>{words(post.passage)}</b></td><td><EvidenceWord kind={post.evidence} /></td><td /></tr>
          <tr><td>{t("hours_of_work")}</td><td class="n" colSpan={2}><b>{post.hours ?? t("not_found")}</b></td><td /><td /></tr>
        </tbody>
      </table>
      {post.note && <p class="second post-note">{post.note}</p>}
    </section>
  );
}

/** One line a side: the figure of each direction. */
function lines(post: Post, what: "time" | "cost"): Line[] {
  const sides = [...new Set(post.taken.filter((one) => one[what]).map((one) => one.side))];
  return sides.map((side) => {
    const of = (direction: string) => post.taken.find((one) => one.side === side && one.direction === direction)?.[what] ?? null;
    const name = side ? territory(side) : t("both_sides");
    return { what: t(what === "time" ? "time_side" : "cost_side", { side: name }), out: of(post.directions[0]), back: of(post.directions[1]) };
  });
}

/** The range of the rows that a figure is the mean of. */
function rangeOf({ low, high }: Entry): string {
  return low === null || high === null ? "" : ltr(`${hours(low)}–${hours(high)}`);
}

/** The post's own figures of exceptional years, which an ordinary figure comes before: who asks for them sees them. */
function behindIt({ behind }: Entry): string {
  const each = behind.map((row) => ltr(`${told(row.value)} (${row.year})`));
  return each.length ? t("exceptional_years", { figures: each.join(", ") }) : "";
}

/** What was recorded, in the dollars of its own years, where that reads otherwise. */
function recordedAs({ value, recorded, years }: Entry): string {
  if (recorded === null || !years.length || Math.round(recorded) === Math.round(value)) return "";
  const [first, last] = [years[0]!, years.at(-1)!];
  return t("recorded", { usd: usd(recorded), years: ltr(first === last ? String(first) : `${first}–${last}`) });
}

interface Told { line: Line; sources: Map<string, Source>; told: (entry: Entry) => string; beside: (entry: Entry) => string }

function Both({ line, sources, told, beside }: Told) {
  const { out, back } = line;
  const one = out ?? back;
  const isSame = out?.evidence === back?.evidence;
  const own = [...new Set([...(out?.source ?? []), ...(back?.source ?? [])])];
  return (
    <tr>
      <td>{line.what}</td>
      <td class="n"><b>{out ? told(out) : t("not_found")}</b> {!isSame && out && <EvidenceSign kind={out.evidence} />}{out && <small>{beside(out)}</small>}{out && <small class="behind">{behindIt(out)}</small>}</td>
      <td class="n"><b>{back ? told(back) : t("not_found")}</b> {!isSame && back && <EvidenceSign kind={back.evidence} />}{back && <small>{beside(back)}</small>}{back && <small class="behind">{behindIt(back)}</small>}</td>
      <td>{one && <EvidenceWord kind={one.evidence} />}</td>
      <td><Cited ids={own} sources={sources} /></td>
    </tr>
  );
}

function Beside({ row, sources }: { row: Measure; sources: Map<string, Source> }) {
  const value = row.low !== null && row.high !== null && row.low !== row.high ? ltr(`${told(row.low)}–${told(row.high)}`) : told(row.value);
  return (
    <tr>
      <td>{words(row.metric)}{row.direction === "both" ? "" : `, ${ltr(row.direction)}`}</td>
      <td class="n" colSpan={2}><b>{value}</b> {row.unit}</td>
      <td><EvidenceWord kind={row.evidence} /></td>
      <td>{row.year ? `${ltr(String(row.year))}: ` : ""}<Cited ids={row.source} sources={sources} /></td>
    </tr>
  );
}

const told = (value: number) => figure(value, Number.isInteger(value) || value >= 100 ? 0 : 1);

function Cited({ ids, sources }: { ids: string[]; sources: Map<string, Source> }) {
  return (
    <>
      {ids.map((id, index) => {
        const source = sources.get(id);
        return <span key={id} class="cite">{index > 0 && "; "}{source?.address.startsWith("http") ? <a href={source.address} target="_blank" rel="noreferrer noopener">{source.title}</a> : (source?.title ?? id)}</span>;
      })}
    </>
  );
}
