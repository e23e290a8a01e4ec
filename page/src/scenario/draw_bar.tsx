import { useEffect } from "preact/hooks";
import { figure } from "../i18n/figures";
import { t } from "../i18n/language";
import { isNarrow } from "../state/screen";
import { corners, dropCorner, finish, isArea, isDrawing, isWhole, straightKm, take, tool } from "./drawing";
import { hint } from "./drawn";

/** Over the map while the reader draws: what to do next, and the same by buttons and keys. */
export function DrawBar() {
  const isOn = isDrawing.value;
  useEffect(() => {
    if (isNarrow.value) document.querySelector(isOn ? ".pair-maps" : ".tool-form")?.scrollIntoView({ block: isOn ? "start" : "nearest" });
    if (!isOn) return;
    addEventListener("keydown", steer, true);
    return () => removeEventListener("keydown", steer, true);
  }, [isOn]);
  if (!isOn || !tool.value) return null;
  const count = corners.value.length;
  const km = straightKm(corners.value.map(({ at }) => at));
  return (
    <div class="draw-bar map-tool box" role="toolbar" aria-label={t(isArea.value ? "m.flood" : "m.line")}>
      <p><b>{t(isArea.value ? "m.flood" : "m.line")}</b> {count && !isArea.value ? <span class="second">{corners.value.map((one) => one.name).join(" – ")}{km ? `, ${figure(km)} ${t("km")}` : ""}</span> : <span class="second">{hint()}</span>}</p>
      <div class="buttons">
        <button class="button main" disabled={!isWhole.value} onClick={finish}>{t("draw.finish")} <kbd>Enter</kbd></button>
        <button class="button" disabled={!count} onClick={() => dropCorner(count - 1)}>{t("draw.back")}</button>
        <button class="button" onClick={() => take(null)}>{t("cancel")} <kbd>Esc</kbd></button>
      </div>
    </div>
  );
}

/** Enter ends, Escape cancels, Backspace takes the last corner back; in a field the keys are the field's own. */
function steer(event: KeyboardEvent): void {
  const at = event.target as HTMLElement;
  if (event.key === "Escape") take(null);
  else if (at.closest("input, select, textarea, button, a, dialog")) return;
  else if (event.key === "Enter") finish();
  else if (event.key === "Backspace") dropCorner(corners.value.length - 1);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
