/** Signs and small pictures: all inline, in the colour of their text. */
import type { Evidence, Mode } from "../api/types";
import { t } from "../i18n/language";

export function EvidenceSign({ kind }: { kind: Evidence }) {
  return (
    <svg class="sign" viewBox="0 0 12 12" aria-hidden="true">
      <circle cx="6" cy="6" r="4.4" fill={kind === "measured" ? "currentColor" : "none"} stroke="currentColor" stroke-width="1.4" stroke-dasharray={kind === "claimed" ? "2 1.5" : undefined} />
      {kind === "published" && <path d="M6 1.6A4.4 4.4 0 0 1 6 10.4Z" fill="currentColor" />}
      {kind === "claimed" && <path d="M4.4 4.6v1.6M6.2 4.6v1.6" stroke="currentColor" />}
    </svg>
  );
}

/** The sign of a class of evidence with its word. */
export function EvidenceWord({ kind }: { kind: Evidence }) {
  return <span class="evidence"><EvidenceSign kind={kind} /> {t(kind)}</span>;
}

const PATHS: Record<Mode, string> = {
  road: "M1 4h11v8H1zM12 7h4l3 3v2h-7zM5 12a2 2 0 1 0 0 4 2 2 0 1 0 0-4M15 12a2 2 0 1 0 0 4 2 2 0 1 0 0-4",
  rail: "M5 2h10v10a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2zM5 8h10M7.5 11.2h.1M12.4 11.2h.1M7 14l-2 3M13 14l2 3",
  sea: "M4 9 10 7l6 2-1.5 4.5h-9zM6 8V4.5h8V8M8.5 4.5V2.500h3v2M2 15.5c1.3 1.2 2.700 1.200 4 0s2.700-1.200 4 0 2.700 1.200 4 0 2.700-1.200 4 0",
  air: "M18 3.500c-.9-1-2.200-.7-3 .1L12 6.500 4.500 4.500 3 6l6 3.500-3 3-2.500-.5L2 13.500l3 1.500 1.500 3L8 16.500l-.5-2.500 3-3L14 17l1.500-1.500-2-7.500 3-3c.8-.8 1.500-1 1.500-1.500z",
};

export function ModeSign({ mode }: { mode: Mode }) {
  return (
    <svg class="mode" viewBox="0 0 20 19" role="img" aria-label={t(mode)} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" stroke-linecap="round">
      <title>{t(mode)}</title>
      <path d={PATHS[mode]} />
    </svg>
  );
}

export type SignKind = "post" | "shut" | "gauge" | "port" | "end" | "none" | "planned";

/** A sign as on the map: ring, crossed ring, diamond with two bars, square, dark disc with a light eye. */
export function PlaceSign({ kind, size = 14 }: { kind: SignKind; size?: number }) {
  return (
    <svg class={`place-sign sign-${kind}`} width={size} height={size} viewBox="0 0 14 14" aria-hidden="true" fill="var(--paper)" stroke="currentColor" stroke-width="2">
      {kind === "post" && <circle cx="7" cy="7" r="4.6" />}
      {kind === "shut" && <><circle cx="7" cy="7" r="5.2" stroke-width="1.5" /><path d="M4.300 4.300l5.400 5.400M9.700 4.300 4.300 9.700" stroke-width="1.5" /></>}
      {kind === "gauge" && <><path d="M7 .9 13.100 7 7 13.100.9 7z" stroke-width="1.500" /><path d="M5.700 4.800v4.400M8.300 4.800v4.400" stroke-width="1.400" /></>}
      {kind === "port" && <rect x="3" y="3" width="8" height="8" rx="1" />}
      {kind === "end" && <><circle cx="7" cy="7" r="6" fill="currentColor" stroke="none" /><circle cx="7" cy="7" r="2.300" stroke="none" /></>}
      {kind === "none" && <><circle cx="7" cy="7" r="5.200" stroke-width="1.500" fill="none" /><path d="M3.500 10.500l7-7" stroke-width="1.500" /></>}
      {kind === "planned" && <path d="M1 7h12" stroke-dasharray="2.500 2.200" stroke-width="2" />}
    </svg>
  );
}

export function Triangle() {
  return (
    <svg class="sign" viewBox="0 0 14 14" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.400" stroke-linejoin="round">
      <path d="M7 1.800 13 12.200H1z" /><path d="M7 5.500v3.200M7 10.300v.3" stroke-linecap="round" />
    </svg>
  );
}

/** A stretch of line as the map draws the mode. */
export function LineSign({ mode }: { mode: Mode }) {
  return (
    <svg width="28" height="8" viewBox="0 0 28 8" aria-hidden="true" class="line-sign">
      {mode === "road" && <path d="M1 4h26" stroke="currentColor" stroke-width="3" />}
      {mode === "rail" && <><path d="M1 4h26" stroke="currentColor" stroke-width="4" /><path d="M2 4h24" stroke="var(--paper)" stroke-width="1.500" stroke-dasharray="4 2.500" /></>}
      {mode === "sea" && <path d="M1 4h26" stroke="currentColor" stroke-width="3" stroke-dasharray="7 3" />}
      {mode === "air" && <path d="M2 4h25" stroke="currentColor" stroke-width="3" stroke-dasharray="0 5" stroke-linecap="round" />}
    </svg>
  );
}

export function Icon({ path, size = 18 }: { path: string; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round">
      <path d={path} />
    </svg>
  );
}
export const ICONS = {
  swap: "M3 6.500h11M11 3.500l3 3M15 11.500H4M7 14.500l-3-3",
  close: "M4.500 4.500l9 9M13.500 4.500l-9 9",
  menu: "M2 4.500h14M2 9h14M2 13.500h14",
  sun: "M9 5.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 1 0 0-7M9 1.500v1.500M9 15v1.500M1.500 9H3M15 9h1.500M3.700 3.700l1 1M13.300 13.300l1 1M3.700 14.300l1-1M13.300 4.700l1-1",
  moon: "M14.500 10.800A6 6 0 1 1 7.200 3.500a5 5 0 0 0 7.300 7.300z",
  whole: "M3 6.500V3h3.500M11.500 3H15v3.500M15 11.500V15h-3.500M6.500 15H3v-3.500",
  plus: "M9 4v10M4 9h10",
  minus: "M4 9h10",
};

export function Brand() {
  return (
    <svg viewBox="0 0 28 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
      <path d="M5 17.500 11 9l6 5 6.500-8.500" /><circle cx="4" cy="19" r="2.700" /><circle cx="11" cy="9.500" r="2" fill="currentColor" />
      <circle cx="17" cy="14" r="2" fill="currentColor" /><circle cx="24" cy="5" r="3" fill="var(--action)" stroke="var(--action)" />
    </svg>
  );
}
