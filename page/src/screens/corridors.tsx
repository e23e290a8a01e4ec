import { useEffect, useState } from "preact/hooks";
import { type Failure, once } from "../api/client";
import { CorridorCard } from "../corridor/card";
import { type Listed, statusWords } from "../corridor/types";
import { capital, pairWords, short } from "../i18n/figures";
import { t } from "../i18n/language";
import { EvidenceSign, ModeSign } from "../signs/signs";
import { beside, corridor } from "../state/question";
import { isNarrow } from "../state/screen";

/** The corridors that have a name in a list, and the card of the chosen one. */
export function CorridorsScreen() {
  const [found, setFound] = useState<Listed[]>([]);
  const [wrong, setWrong] = useState("");
  useEffect(() => void once<{ corridors: Listed[] }>("/corridors").then((answer) => setFound(answer.corridors), (error: Failure) => setWrong(error.message)), []);
  // On a desk the first card stands open: an empty half of a screen helps nobody.
  useEffect(() => {
    if (!corridor.value && found[0] && !isNarrow.value) corridor.value = found[0].id;
  }, [found, isNarrow.value]);
  const isOpen = corridor.value !== "";
  return (
    <main class="corridors" id="main">
      {(!isNarrow.value || !isOpen) && <List found={found} wrong={wrong} />}
      {isOpen && (
        <div class="corridor-side" tabIndex={-1}>
          {isNarrow.value && <button class="button" onClick={() => void (corridor.value = "")}>‹ {t("corridors.title")}</button>}
          <CorridorCard key={corridor.value} known={found} />
        </div>
      )}
    </main>
  );
}

function List({ found, wrong }: { found: Listed[]; wrong: string }) {
  const choose = (id: string) => {
    corridor.value = id;
    beside.value = beside.value.filter((one) => one !== id);
  };
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...document.querySelectorAll<HTMLElement>(".corridor-list button")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (!step || at < 0) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
  };
  return (
    <nav class="side corridor-list" aria-label={t("corridors.title")}>
      {corridor.value ? <h2>{t("corridors.title")}</h2> : <h1>{t("corridors.title")}</h1>}
      {wrong && <section class="state box error" role="alert"><p lang="en" dir="auto">{wrong}</p></section>}
      <ul onKeyDown={walk}>
        {found.map((one) => (
          <li key={one.id}>
            <button aria-current={corridor.value === one.id ? "true" : undefined} onClick={() => choose(one.id)}>
              <span><b>{capital(one.name)}</b><small>{pairWords(short(one.origin), short(one.destination))} · {statusWords(one.status)} <EvidenceSign kind={one.evidence} /></small></span>
              <span class="modes">{[...new Set(one.modes)].map((mode) => <ModeSign key={mode} mode={mode} />)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
