/** Ways as every part of the page shows them: letter, colour, short name, badges, hours by kind, stops, figures along. */
import type { Mode, NotOffered, Offer, Routes, Step } from "../api/types";
import { type Band, listed, short, territory } from "../i18n/figures";
import { t, type Key } from "../i18n/language";
import { type Hue, hues } from "./hues";

export const KINDS = ["moving", "posts", "transshipment", "waiting"] as const;
export type Kind = (typeof KINDS)[number];
export const BADGES = ["best", "cheapest", "fastest", "cleanest", "safest"] as const;
export type Badge = (typeof BADGES)[number];

/** What is done at one gateway: its mean hours, their P50 and P90, its dollars on this way, and where along the way it stands. */
export interface Stop { id: string; name: string; hours: number; band: Band; usd: number; isPost: boolean; changesGauge: boolean; km: number }
/** Where a way stands after a step: kilometres, mean hours and dollars so far. */
export interface Along { km: number; hours: number; usd: number }

export interface Way {
  id: string; letter: string; hue: Hue; offer: Offer; name: string; badges: Badge[];
  /** Whether it is shown before the reader asks for all. */
  isInSight: boolean;
  hours: Record<Kind, number>; bands: Partial<Record<Kind, Band>>; stops: Stop[]; posts: number; along: Along[];
}

const KIND_OF: Record<string, Kind> = { haul: "moving", cross: "posts", wait: "waiting" };
const LEAST_STOP_H = 0.5;
const LEAST_SEEN = 5;

export function shownWays(answer: Routes): Way[] {
  const firsts = badges(answer.routes);
  const first = inSight(answer.routes, (offer) => offer.pareto || firsts.has(offer.id));
  // Ways in sight take their colours before the others, so that no two of them share one.
  const colours = new Map([...hues(answer.routes), ...hues(first)]);
  return answer.routes.map((offer, index) => ({
    id: offer.id,
    letter: letter(index),
    hue: colours.get(offer.id)!,
    offer,
    name: nameOf(offer, answer),
    badges: firsts.get(offer.id) ?? [],
    isInSight: first.includes(offer),
    hours: hoursOf(offer),
    bands: answer.bands?.[offer.id]?.kinds ?? {},
    stops: stopsOf(offer, answer),
    posts: new Set(offer.steps.filter(isPost).map((step) => step.from)).size,
    along: alongOf(offer),
  }));
}

/** Those that are kept, and of the others the first until there are five; in their order. */
function inSight(offers: Offer[], isKept: (offer: Offer) => boolean): Offer[] {
  const kept = offers.filter(isKept);
  for (const offer of offers) if (kept.length < LEAST_SEEN && !kept.includes(offer)) kept.push(offer);
  return offers.filter((offer) => kept.includes(offer));
}

/** A, B ... Z, AA, AB ... by the place in the ranking, from 0. */
export function letter(index: number): string {
  let word = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) word = String.fromCharCode(65 + ((rest - 1) % 26)) + word;
  return word;
}

function badges(offers: Offer[]): Map<string, Badge[]> {
  const found = new Map<string, Badge[]>();
  const give = (badge: Badge, by: (offer: Offer) => number) => {
    const first = offers.reduce<Offer | undefined>((least, one) => (least && by(least) <= by(one) ? least : one), undefined);
    if (first) found.set(first.id, [...(found.get(first.id) ?? []), badge]);
  };
  if (offers[0]) found.set(offers[0].id, ["best"]);
  if (offers.length < 2) return found;
  give("cheapest", (offer) => offer.cost_usd);
  give("fastest", (offer) => offer.time_h);
  give("cleanest", (offer) => offer.co2e_kg);
  give("safest", (offer) => offer.time_sd_h);
  return found;
}

function isPost(step: Step): boolean {
  return step.operation === "cross" && (step.mode === "road" || step.mode === "rail");
}

function hoursOf(offer: Offer): Record<Kind, number> {
  const sums: Record<Kind, number> = { moving: 0, posts: 0, transshipment: 0, waiting: 0 };
  for (const step of offer.steps) sums[KIND_OF[step.operation] ?? "transshipment"] += step.time_h;
  return sums;
}

function stopsOf(offer: Offer, answer: Routes): Stop[] {
  const found = new Map<string, Stop>();
  const ends = new Set([answer.origin.id, answer.destination.id]);
  let km = 0;
  for (const step of offer.steps) {
    if (step.kind === "leg") km += step.distance_km;
    if (step.kind !== "transfer" || ends.has(step.from)) continue;
    // A post and the terminals beside it that bear its name are one stop, known by the post.
    const name = short(answer.names[step.from] ?? step.from);
    const at = found.get(name) ?? { id: step.from, name, hours: 0, band: answer.bands?.[offer.id]?.stops[step.from] ?? [0, 0], usd: 0, isPost: false, changesGauge: false, km };
    if (isPost(step) && !at.isPost) at.id = step.from;
    at.hours += step.time_h;
    at.usd += step.cost_usd;
    at.isPost ||= isPost(step);
    at.changesGauge ||= step.operation === "change_gauge";
    found.set(name, at);
  }
  return [...found.values()];
}

/** Stops where hours are lost, in order of travel. */
export function tellingStops(way: Way): Stop[] {
  return telling(way.stops);
}
export const telling = (stops: Stop[]): Stop[] => stops.filter((stop) => stop.hours >= LEAST_STOP_H);

function alongOf(offer: Offer): Along[] {
  let now: Along = { km: 0, hours: 0, usd: 0 };
  const points = [now];
  for (const step of offer.steps) {
    now = { km: now.km + step.distance_km, hours: now.hours + step.time_h, usd: now.usd + step.cost_usd };
    points.push(now);
  }
  return points;
}

/** By what modes, in a word; a mode is told once. */
function how(modes: Mode[]): Key {
  const own = new Set(modes);
  if (own.has("rail") && own.has("road")) return "by_rail_road";
  return own.has("rail") ? "by_rail" : "by_road";
}

/** A short name: `China and Kyrgyzstan by road`, `Sea and rail by Bandar Abbas`, `Air`. */
export function nameOf(way: Offer | NotOffered, answer: Routes): string {
  const { modes, territories } = way;
  const gates = "gateways" in way ? way.gateways.map((id) => short(answer.names[id] ?? id)) : [];
  const land = territories.filter((code) => code !== answer.origin.territory && code !== answer.destination.territory);
  if (modes.includes("air")) return t("way.air");
  if (modes.includes("sea")) {
    const port = "steps" in way ? landed(way, answer) : undefined;
    const key: Key = modes.includes("rail") ? "way.sea_rail" : modes.includes("road") ? "way.sea_road" : "way.sea";
    return t(key, { port: port ?? gates.at(-1) ?? listed(land.map(territory)) });
  }
  if (land.length === 0) return t("way.direct", { how: t(how(modes)) });
  return t("way.land", { where: listed(land.map(territory)), how: t(how(modes)) });
}

/** The first port where a ship is left. */
function landed(offer: Offer, answer: Routes): string | undefined {
  const legs = offer.steps.filter((step) => step.kind === "leg" && step.operation === "haul");
  const last = legs.findIndex((leg, index) => leg.mode === "sea" && legs[index + 1]?.mode !== "sea");
  const port = legs[last]?.to;
  return port ? short(answer.names[port] ?? port) : undefined;
}
