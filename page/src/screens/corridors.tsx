import { useEffect, useState } from "preact/hooks";
import { type Failure, once } from "../api/client";
import type { Evidence, Mode } from "../api/types";
import { listed, short, territory, words } from "../i18n/figures";
import { t } from "../i18n/language";
import { EvidenceSign, ModeSign } from "../signs/signs";
import { question, tab } from "../state/question";

interface Corridor { id: string; name: string; status: string; origin: string; destination: string; modes: Mode[]; territories: string[]; evidence: Evidence; note: string | null }

/** The corridors that have a name: what they are, and a question on their ends. */
export function CorridorsScreen() {
  const [found, setFound] = useState<Corridor[]>([]);
  const [wrong, setWrong] = useState("");
  useEffect(() => void once<{ corridors: Corridor[] }>("/corridors").then((answer) => setFound(answer.corridors), (error: Failure) => setWrong(error.message)), []);
  const askIt = (one: Corridor) => {
    question.value = { ...question.value, from: short(one.origin), to: short(one.destination) };
    tab.value = "routes";
  };
  return (
    <main class="plain" id="main">
      <div class="inner">
        <h1>{t("corridors.title")}</h1>
        {wrong && <section class="state box error" role="alert"><p>{wrong}</p></section>}
        <div class="scroll-x" tabIndex={0} role="region" aria-label={t("corridors.title")}>
          <table>
            <thead><tr><th>{t("corridors.title")}</th><th>{t("status")}</th><th>{t("modes")}</th><th>{t("note")}</th></tr></thead>
            <tbody>
              {found.map((one) => (
                <tr key={one.id}>
                  <td><b>{one.name}</b> <EvidenceSign kind={one.evidence} /><br /><button class="link" onClick={() => askIt(one)}>{short(one.origin)} → {short(one.destination)}</button><br /><span class="quiet">{listed(one.territories.map(territory))}</span></td>
                  <td>{words(one.status)}</td>
                  <td class="modes">{[...new Set(one.modes)].map((mode) => <ModeSign key={mode} mode={mode} />)}</td>
                  <td class="second">{one.note}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </main>
  );
}
