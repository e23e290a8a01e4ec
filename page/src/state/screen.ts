/** Width and theme of the page, messages that pass, and the keys. */
import { effect, signal } from "@preact/signals";

const narrow = matchMedia("(max-width: 899px)");
export const isNarrow = signal(narrow.matches);
narrow.addEventListener("change", () => void (isNarrow.value = narrow.matches));
const middle = matchMedia("(max-width: 1279px)");
export const isMiddle = signal(middle.matches);
middle.addEventListener("change", () => void (isMiddle.value = middle.matches));

export type Theme = "light" | "dark";
const dark = matchMedia("(prefers-color-scheme: dark)");
const kept = localStorage.getItem("theme");
export const theme = signal<Theme>(kept === "light" || kept === "dark" ? kept : dark.matches ? "dark" : "light");
dark.addEventListener("change", () => {
  if (!localStorage.getItem("theme")) theme.value = dark.matches ? "dark" : "light";
});
effect(() => void (document.documentElement.dataset["theme"] = theme.value));
export function turnTheme(): void {
  theme.value = theme.value === "dark" ? "light" : "dark";
  localStorage.setItem("theme", theme.value);
}

export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The part of the routes that a phone shows. */
export const part = signal<"cards" | "days" | "dollars" | "shut">("cards");
export const helpIsOpen = signal(false);
export const questionIsOpen = signal(false);

export const toast = signal("");
let fading = 0;
export function tell(words: string): void {
  toast.value = words;
  clearTimeout(fading);
  fading = window.setTimeout(() => void (toast.value = ""), 2500);
}
