import { type Key, t } from "../i18n/language";
import { tab } from "../state/question";

export function Soon() {
  return <main class="plain" id="main"><div class="inner"><h1>{t(`tab.${tab.value}` as Key)}</h1><p class="second">{t("soon")}</p></div></main>;
}
