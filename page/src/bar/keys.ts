/** The keys that drive the page: `/` question, 1-6 tabs, s scenarios, z undo, ? help, Escape one step back. */
import { litPost, litWay } from "../state/lit";
import { openPost, TABS, tab } from "../state/question";
import { undo } from "../state/scenario";
import { helpIsOpen, isNarrow, questionIsOpen } from "../state/screen";

export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return back();
    const at = event.target as HTMLElement;
    if (at.closest("input, select, textarea, dialog")) return;
    const act = action(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function action(key: string): (() => void) | undefined {
  const wanted = TABS[Number(key) - 1];
  if (wanted) return () => void (tab.value = wanted);
  return { "/": toQuestion, s: () => void (tab.value = "scenarios"), z: undo, "?": () => void (helpIsOpen.value = true) }[key];
}

function toQuestion(): void {
  tab.value = "routes";
  openPost.value = "";
  if (isNarrow.value) questionIsOpen.value = true;
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#from")?.focus());
}

function back(): void {
  if (helpIsOpen.value) helpIsOpen.value = false;
  else if (questionIsOpen.value && isNarrow.value) questionIsOpen.value = false;
  else if (openPost.value) openPost.value = "";
  else litWay.value = litPost.value = "";
}
