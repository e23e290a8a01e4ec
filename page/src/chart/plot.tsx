import { useEffect, useRef, useState } from "preact/hooks";
import { daySpan, figure, hourSpan, ltr, usd } from "../i18n/figures";
import { isRightToLeft, t } from "../i18n/language";
import { theme } from "../state/screen";
import { type Along, type Stop, telling } from "../ways/way";
import type { Hue } from "../ways/hues";
import { apart, ticks, type Box } from "./scale";

export type What = "days" | "dollars";
/** What is drawn of a way or corridor: its figures as a whole, along it, and where hours are lost. */
export interface Plotted {
  id: string; letter: string; hue: Hue; name: string; stops: Stop[]; along: Along[];
  offer: { distance_km: number; time_h: number; time_p50_h: number; time_p90_h: number; cost_usd: number };
}
/** What stands out, and what the pointer and a click do. */
export interface Linked {
  chosen: string; litPost: string; isOld: boolean; isDim: (id: string) => boolean; light: (id: string) => object; pick: (id: string) => void;
}
const VALUE: Record<What, (at: Along) => number> = { days: (at) => at.hours / 24, dollars: (at) => at.usd };
const TOP = 16;
const BOTTOM = 22;
/** A way that costs so many times the next dearest leaves the scale rather than squeeze the others. */
const OFF_SCALE = 2.5;
const LABEL_HIGH = 17;
const LINE_PX = 14;
/** So wide is a letter of the axis on average. */
const LETTER_PX = 6.6;

interface Drawing { what: What; ways: Plotted[]; wide: number; high: number; left: number; x: (km: number) => number; y: (value: number) => number; xTicks: number[]; yTicks: number[]; off: Plotted[]; linked: Linked }

/** Days or dollars against kilometres for every way. */
export function Plot({ what, ways, linked }: { what: What; ways: Plotted[]; linked: Linked }) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<[number, number]>([0, 0]);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => entry && setSize([entry.contentRect.width, entry.contentRect.height]));
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const drawing = size[0] > 80 && ways.length ? drawn(what, ways, linked, ...size) : null;
  const title = t(`chart.${what}`);
  return (
    <figure class={`chart ${what}`} aria-label={title}>
      <figcaption><h2>{title}</h2>{what === "days" && <span class="caption">{t("chart.note")}</span>}</figcaption>
      <div class="plot" ref={box} dir="ltr">
        {drawing && (
          <svg width={drawing.wide} height={drawing.high} role="img" aria-label={told(what, ways)} class={linked.isOld ? "is-old" : ""}>
            <Axes drawing={drawing} />
            {[...ways].sort((a, b) => rank(a, linked) - rank(b, linked)).map((way) => <Line key={way.id} way={way} drawing={drawing} />)}
            <Ends drawing={drawing} />
            <Marks drawing={drawing} />
          </svg>
        )}
      </div>
    </figure>
  );
}

const rank = (way: Plotted, linked: Linked) => (linked.chosen === way.id ? 1 : 0);

/** The same in words, for readers of the screen. */
function told(what: What, ways: Plotted[]): string {
  return ways.map((way) => `${way.letter} ${way.name}: ${figure(way.offer.distance_km)} ${t("km")}, ${what === "days" ? `${daySpan(way.offer)} ${t("days")}` : usd(way.offer.cost_usd)}`).join("; ");
}

function drawn(what: What, ways: Plotted[], linked: Linked, wide: number, high: number): Drawing {
  const left = what === "days" ? 30 : 56;
  const amounts = ways.map((way) => (what === "days" ? Math.max(way.offer.time_p90_h, way.offer.time_h) / 24 : way.offer.cost_usd)).sort((a, b) => a - b);
  const off = what === "dollars" ? ways.filter((way) => isOff(way.offer.cost_usd, amounts)) : [];
  const most = Math.max(...amounts.filter((amount) => what === "days" || !isOff(amount, amounts)));
  const yTicks = ticks(most, 4);
  const far = Math.max(...ways.filter((way) => !off.includes(way)).map((way) => way.offer.distance_km));
  const room = what === "days" ? Math.min(170, wide * 0.26) : Math.min(78, wide * 0.24);
  const xTicks = ticks(far, Math.max(4, Math.round((wide - room) / 90))).filter((tick) => tick <= far * 1.02);
  const x = (km: number) => left + (km / far) * (wide - left - room);
  const y = (value: number) => high - BOTTOM - (value / (yTicks.at(-1) || 1)) * (high - BOTTOM - TOP);
  return { what, ways, wide, high, left, x, y, xTicks, yTicks, off, linked };
}

function isOff(amount: number, sorted: number[]): boolean {
  const below = sorted.filter((one) => one < amount);
  return below.length > 0 && amount > OFF_SCALE * below.at(-1)!;
}

function Axes({ drawing: { what, yTicks, xTicks, x, y, left, high, wide } }: { drawing: Drawing }) {
  return (
    <g class="axes">
      {yTicks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={wide - 4} y1={y(tick)} y2={y(tick)} />
          <text x={left - 6} y={y(tick) + 4} text-anchor="end">{what === "days" ? figure(tick) : usd(tick)}</text>
        </g>
      ))}
      {xTicks.map((tick, index) => (
        <text key={tick} x={x(tick)} y={high - 5} text-anchor={tick ? "middle" : "start"}>{figure(tick)}{index === xTicks.length - 1 ? ` ${t("km")}` : ""}</text>
      ))}
    </g>
  );
}

function Line({ way, drawing }: { way: Plotted; drawing: Drawing }) {
  const { what, x, y, off, linked } = drawing;
  const hue = way.hue[theme.value];
  const isChosen = linked.chosen === way.id;
  const pick = () => linked.pick(way.id);
  const classes = linked.isDim(way.id) ? "is-dim" : "";
  if (off.includes(way)) {
    const top = y(drawing.yTicks.at(-1) ?? 0);
    const at = x(0) + 14;
    return (
      <g class={classes} {...linked.light(way.id)} onClick={pick}>
        <path d={`M${x(0)} ${y(0)}L${at} ${top + 6}`} stroke={hue} stroke-width={isChosen ? 4 : 2} fill="none" />
        <path d={`M${at + 1} ${top - 3}l-4.500 9h9z`} fill={hue} />
        <text x={at + 10} y={top + 3} class="off">{t("chart.off", { way: way.name, usd: usd(way.offer.cost_usd) })}</text>
      </g>
    );
  }
  const points = way.along.map((at) => `${x(at.km).toFixed(1)} ${y(VALUE[what](at)).toFixed(1)}`).join("L");
  const end = way.along.at(-1)!;
  const p90 = y(way.offer.time_p90_h / 24);
  return (
    <g class={classes} {...linked.light(way.id)} onClick={pick}>
      <path d={`M${points}`} class="hit" />
      <path d={`M${points}`} class="casing" stroke-width={isChosen ? 6 : 4} />
      <path d={`M${points}`} stroke={hue} stroke-width={isChosen ? 3.400 : 1.800} fill="none" stroke-linejoin="round" />
      {what === "days" && p90 < y(end.hours / 24) - 4 && <path d={`M${x(end.km)} ${y(end.hours / 24)}V${p90}m-4 0h8`} stroke={hue} stroke-width="1.300" fill="none" />}
    </g>
  );
}

interface End extends Box { way: Plotted; cx: number; cy: number; lines: string[] }

/** Where the words beside the ends stand, those of the chosen way first. */
function endsOf({ what, ways, x, y, wide, high, off, linked }: Drawing): End[] {
  const ends = [...ways].sort((a, b) => rank(b, linked) - rank(a, linked)).filter((way) => !off.includes(way)).map((way): End => {
    const end = way.along.at(-1)!;
    const cx = x(end.km);
    const cy = y(VALUE[what](end));
    const lines = wrapped(what === "days" ? way.name : usd(way.offer.cost_usd), wide - cx - 14);
    const tall = LABEL_HIGH + (lines.length - 1) * LINE_PX;
    return { way, cx, cy, lines, x: cx + 11, y: cy - tall / 2, wide: Math.max(...lines.map((line) => line.length)) * LETTER_PX, high: tall };
  });
  return apart(ends, 0, high - BOTTOM + 6, 26, ends.map(discOf));
}

const discOf = ({ cx, cy }: End): Box => ({ x: cx - 8, y: cy - 8, wide: 16, high: 16 });

/** The letter at the end of each line, and its name or its dollars beside it. */
function Ends({ drawing }: { drawing: Drawing }) {
  const { what, ways, x, y, off, linked } = drawing;
  const words = endsOf(drawing);
  return (
    <g class="ends">
      {[...ways].sort((a, b) => rank(a, linked) - rank(b, linked)).filter((way) => !off.includes(way)).map((way) => {
        const end = way.along.at(-1)!;
        const [cx, cy] = [x(end.km), y(VALUE[what](end))];
        const word = words.find((one) => one.way === way);
        const hue = way.hue[theme.value];
        return (
          <g key={way.id} class={linked.isDim(way.id) ? "is-dim" : ""} {...linked.light(way.id)} onClick={() => linked.pick(way.id)}>
            <circle cx={cx} cy={cy} r="8" fill={hue} class="disc" />
            <text x={cx} y={cy + 4} text-anchor="middle" class="in-disc">{way.letter}</text>
            {word?.lines.map((line, index) => <text key={index} x={cx + 12} y={word.y + LABEL_HIGH / 2 + 4 + index * LINE_PX} fill={hue} class="name" direction={isRightToLeft() && what === "days" ? "rtl" : "ltr"} text-anchor={isRightToLeft() && what === "days" ? "end" : "start"}>{line}</text>)}
          </g>
        );
      })}
    </g>
  );
}

/** A name in lines that fit into so many pixels, broken between words; none of it is left out. */
function wrapped(text: string, wide: number): string[] {
  const most = Math.max(8, Math.floor(wide / LETTER_PX));
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The two worst stops of the chosen way, or the post under the pointer with its kilometre. */
function Marks({ drawing }: { drawing: Drawing }) {
  const { what, x, y, high, wide, linked } = drawing;
  const way = drawing.ways.find((one) => one.id === linked.chosen);
  if (!way || drawing.off.includes(way)) return null;
  const lit = way.stops.find((stop) => stop.id === linked.litPost);
  const worst = [...telling(way.stops)].sort((a, b) => b.hours - a.hours).slice(0, 2);
  const hue = way.hue[theme.value];
  if (lit) {
    const [before, after] = around(way, lit.km, what);
    const words = what === "days" ? t("chart.at", { km: figure(lit.km), from: figure(before, 1), to: figure(after, 1) }) : signedDollars(lit.usd);
    const isLeft = x(lit.km) > wide * 0.6;
    return (
      <g class="mark">
        <line x1={x(lit.km)} x2={x(lit.km)} y1={TOP - 10} y2={high - BOTTOM} stroke={hue} stroke-dasharray="3 3" />
        <text x={x(lit.km) + (isLeft ? -7 : 7)} y={TOP + (what === "days" ? 2 : 20)} fill={hue} text-anchor={isLeft ? "end" : "start"} class="name">{ltr(words)}</text>
      </g>
    );
  }
  if (what !== "days") return null;
  return (
    <g class="mark">
      {apart(worst.map((stop) => {
        const [, after] = around(way, stop.km, what);
        const text = `${stop.name} +${hourSpan(stop.band)} ${t("hours_short")}`;
        const isRight = x(stop.km) < text.length * LETTER_PX + drawing.left;
        return { stop, text, isRight, x: isRight ? x(stop.km) : x(stop.km) - text.length * LETTER_PX, y: y(after) - 20, wide: text.length * LETTER_PX, high: 15 };
      }), 0, high - BOTTOM, 34, endsOf(drawing).flatMap((end) => [end, discOf(end)])).map(({ stop, text, isRight, y: top }) => (
        <text key={stop.id} x={x(stop.km) + (isRight ? 2 : -4)} y={top + 12} text-anchor={isRight ? "start" : "end"} class="stop-name">{text}</text>
      ))}
    </g>
  );
}

const signedDollars = (amount: number) => `+${usd(amount)}`;

/** The value of a way just before and just after a kilometre. */
function around(way: Plotted, km: number, what: What): [number, number] {
  const at = way.along.filter((point) => Math.abs(point.km - km) < 0.001).map(VALUE[what]);
  return [at[0] ?? 0, at.at(-1) ?? 0];
}
