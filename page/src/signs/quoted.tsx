import { language } from "../i18n/language";

const LATIN = /^[\x20-\u024f\u2010-\u2026]+$/;

/** A reason: its own words in the reader's language, and what it quotes from facts marked as the English that it is. */
export function Quoted({ text }: { text: string }) {
  if (language.value === "en") return <bdi>{text}</bdi>;
  const at = text.indexOf(": ");
  const [own, quoted] = at < 0 ? ["", text] : [text.slice(0, at + 2), text.slice(at + 2)];
  if (LATIN.test(text)) return <bdi lang="en">{text}</bdi>;
  return LATIN.test(quoted) ? <>{own}<bdi lang="en">{quoted}</bdi></> : <bdi>{text}</bdi>;
}
