import { useRef, useState } from "preact/hooks";
import { short, territory, weekday } from "../i18n/figures";
import { t } from "../i18n/language";
import { Icon, ICONS } from "../signs/signs";
import { answer } from "../state/answer";
import { ask, question } from "../state/question";
import { CargoBox, cargoWords } from "./cargo";
import { today } from "./day";
import { known, PlaceField } from "./place";

/** What is asked: from, to, cargo, day. Each change asks anew. */
export function QuestionBox() {
  const [cargoIsOpen, setCargoOpen] = useState(false);
  const asked = question.value;
  const swap = () => ask({ from: asked.to, to: asked.from });
  const [from, to] = [placeWords(asked.from, "origin"), placeWords(asked.to, "destination")];
  return (
    <form class="question" aria-label={t("question")} onSubmit={(event) => event.preventDefault()}>
      <div class="box grid">
        <PlaceField id="from" label={t("from")} shown={from.name} where={from.where} onPick={(word) => ask({ from: word })} />
        <button type="button" class="swap" aria-label={t("swap")} title={t("swap")} onClick={swap}><Icon path={ICONS.swap} size={17} /></button>
        <PlaceField id="to" label={t("to")} shown={to.name} where={to.where} onPick={(word) => ask({ to: word })} />
        <button type="button" class="field" aria-expanded={cargoIsOpen} aria-controls="cargo-box" onClick={() => setCargoOpen(!cargoIsOpen)}>
          <span class="label">{t("cargo")}</span><span class="value">{cargoWords(asked.from && asked.to ? answer.value : null)}</span>
        </button>
        <DayField />
      </div>
      {cargoIsOpen && <CargoBox onDone={() => setCargoOpen(false)} />}
    </form>
  );
}

function DayField() {
  const field = useRef<HTMLInputElement>(null);
  const day = question.value.on || today();
  return (
    <label class="field day" onClick={() => field.current?.showPicker?.()}>
      <span class="label">{t("departs")}</span>
      <span class="value" aria-hidden="true">{weekday(day)}</span>
      <input ref={field} type="date" value={day} aria-label={t("departs")} onChange={(event) => event.currentTarget.value && ask({ on: event.currentTarget.value })} />
    </label>
  );
}

/** A place as it is shown: by the answer if that is to this question, else as it was typed. */
export function placeWords(word: string, side: "origin" | "destination"): { name: string; where: string } {
  const place = answer.value?.[side];
  const picked = known.get(word);
  if (picked && place?.id !== word) return { name: short(picked.name), where: territory(picked.territory) };
  const isSame = place && (place.id === word || place.name.toLowerCase() === word.toLowerCase() || !word.includes(","));
  if (!word || !isSame) return { name: word, where: "" };
  return { name: short(place.name), where: territory(place.territory) };
}
