import { effect, signal } from "@preact/signals";
import en from "../../messages/en.json";
import ru from "../../messages/ru.json";
import ur from "../../messages/ur.json";

/** Words of the page by key; every language has the keys of English (a test compares the files). */
export type Key = keyof typeof en;
export const LANGUAGES = { en: "EN", ru: "RU", ur: "اردو" } as const;
export type Language = keyof typeof LANGUAGES;
type Values = Record<string, string | number>;

const FILES: Record<Language, Partial<Record<string, string>>> = { en, ru, ur };
// Western figures in Urdu by default: tables of freight are read beside English papers.
const LOCALES: Record<Language, string> = { en: "en-GB", ru: "ru", ur: "ur-u-nu-latn" };

function isLanguage(word: string | null | undefined): word is Language {
  return word != null && word in LANGUAGES;
}

function first(): Language {
  const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("language");
  const own = [asked, ...navigator.languages.map((one) => one.slice(0, 2))];
  return own.find(isLanguage) ?? "en";
}

export const language = signal<Language>(first());
export const locale = () => LOCALES[language.value];
export const isRightToLeft = () => language.value === "ur";

effect(() => {
  document.documentElement.lang = language.value;
  document.documentElement.dir = isRightToLeft() ? "rtl" : "ltr";
  localStorage.setItem("language", language.value);
});

/** The words of a key in the reader's language, English where a file lacks them. */
export function t(key: Key, values: Values = {}): string {
  return filled(FILES[language.value][key] ?? en[key] ?? key, values);
}

/** The words of a key that a file may lack, in the reader's language. */
export function known(key: string): string | undefined {
  return FILES[language.value][key];
}

/** The words for so many: `posts` with 3 reads `posts.few` in Russian. */
export function many(key: "posts" | "more_ways", count: number): string {
  const form = new Intl.PluralRules(locale()).select(count);
  const file = FILES[language.value];
  const words = file[`${key}.${form}`] ?? file[`${key}.other`] ?? "{n}";
  return filled(words, { n: new Intl.NumberFormat(locale()).format(count) });
}

function filled(words: string, values: Values): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
