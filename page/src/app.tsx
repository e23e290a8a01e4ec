import { lazy, Suspense } from "preact/compat";
import { Bar } from "./bar/bar";
import { Help } from "./bar/help";
import { t } from "./i18n/language";
import { ltr } from "./i18n/figures";
import { RoutesScreen } from "./screens/routes";
import { Soon } from "./screens/soon";
import { answer } from "./state/answer";
import { tab } from "./state/question";
import { toast } from "./state/screen";

const EvidenceScreen = lazy(() => import("./screens/evidence").then((found) => ({ default: found.EvidenceScreen })));

/** The page: bar, the screen of the tab, foot. */
export function App() {
  return (
    <div class="shell">
      <a class="skip" href="#main">{t("skip")}</a>
      <Bar />
      <Suspense fallback={<main id="main" />}><Screen /></Suspense>
      <footer class="foot">
        <span>{answer.value?.prices ? t("prices_of", { year: ltr(String(answer.value.prices.year)) }) : ""}</span>
        <span>{t("borders")}</span>
      </footer>
      <Help />
      <div role="status" class={toast.value ? "toast" : "unseen"}>{toast.value}</div>
    </div>
  );
}

function Screen() {
  if (tab.value === "routes") return <RoutesScreen />;
  if (tab.value === "evidence") return <EvidenceScreen />;
  return <Soon />;
}
