/** The question, the tab and what is chosen: all of it stands in the address bar, so that a link is the answer. */
import { computed, effect, signal } from "@preact/signals";
import { language } from "../i18n/language";
import { draftInLink } from "./scenario";

export const TABS = ["routes", "corridors", "scenarios", "critical", "reach", "evidence"] as const;
export type Tab = (typeof TABS)[number];

/** What is asked, in the words of the API; empty words are left to its defaults. */
export interface Question {
  from: string; to: string; cargo: string; commodity: string; product: string; on: string; modes: string; avoid: string; by: string; scenario: string;
}
const NAMES = ["from", "to", "cargo", "commodity", "product", "on", "modes", "avoid", "by", "scenario"] as const;

export const question = signal<Question>(blank());
export const tab = signal<Tab>("routes");
/** Id of the chosen way; empty for the first. */
export const chosen = signal("");
/** Id of the post whose panel is open; empty for none. */
export const openPost = signal("");

/** Ids of the corridor whose card is open, and of those beside it. */
export const corridor = signal("");
export const beside = signal<string[]>([]);

/** What of the evidence is open: a page of validation, `tables`, a table, or `sources`. */
export const seeing = signal("");

export const isAsked = computed(() => question.value.from !== "" && question.value.to !== "");

export function blank(): Question {
  return { from: "", to: "", cargo: "", commodity: "", product: "", on: "", modes: "", avoid: "", by: "", scenario: "" };
}

/** Asks anew with some words changed; the way chosen before belongs to the old answer. */
export function ask(change: Partial<Question>): void {
  question.value = { ...question.value, ...change };
  chosen.value = "";
  openPost.value = "";
}

function words(): URLSearchParams {
  const found = new URLSearchParams();
  if (tab.value !== "routes") found.set("tab", tab.value);
  for (const name of NAMES) if (question.value[name]) found.set(name, question.value[name]);
  if (chosen.value) found.set("way", chosen.value);
  if (openPost.value) found.set("post", openPost.value);
  if (tab.value === "corridors" && corridor.value) {
    found.set("corridor", corridor.value);
    for (const one of beside.value) found.append("against", one);
  }
  if (tab.value === "evidence" && seeing.value) found.set("see", seeing.value);
  const draft = draftInLink();
  if (draft) found.set("measures", draft);
  found.set("lang", language.value);
  return found;
}

/** The address of another tab with the same question. */
export function tabAddress(other: Tab): string {
  const found = words();
  if (other === "routes") found.delete("tab");
  else found.set("tab", other);
  for (const name of ["post", "corridor", "against", "see"]) found.delete(name);
  return `?${found}`;
}

function read(): void {
  const found = new URLSearchParams(location.search);
  const asked = blank();
  for (const name of NAMES) asked[name] = found.get(name) ?? "";
  const wanted = found.get("tab");
  if (JSON.stringify(asked) !== JSON.stringify(question.peek())) question.value = asked;
  tab.value = TABS.find((one) => one === wanted) ?? "routes";
  chosen.value = found.get("way") ?? "";
  openPost.value = found.get("post") ?? "";
  corridor.value = found.get("corridor") ?? "";
  beside.value = found.getAll("against");
  seeing.value = found.get("see") ?? "";
}

/** What a step back in the browser undoes: the question, the tab and the panel, not the way looked at. */
function place(): string {
  return JSON.stringify([question.value, tab.value, openPost.value, corridor.value, seeing.value]);
}

export function keepInAddress(): void {
  read();
  let last = place();
  addEventListener("popstate", () => {
    read();
    last = place();
  });
  effect(() => {
    const address = `?${words()}`;
    const now = place();
    if (address === location.search) return;
    if (now === last) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    last = now;
  });
}
