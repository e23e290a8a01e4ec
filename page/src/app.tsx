import { lazy, Suspense } from "preact/compat";
import { Bar } from "./bar/bar";
import { Help } from "./bar/help";
import { language, t } from "./i18n/language";
import { ltr } from "./i18n/figures";
import { RoutesScreen } from "./screens/routes";
import { answer } from "./state/answer";
import { tab } from "./state/question";
import { toast } from "./state/screen";

const EvidenceScreen = lazy(() => import("./screens/evidence").then((found) => ({ default: found.EvidenceScreen })));
const ScenariosScreen = lazy(() => import("./screens/scenarios").then((found) => ({ default: found.ScenariosScreen })));
const CriticalScreen = lazy(() => import("./screens/critical").then((found) => ({ default: found.CriticalScreen })));
const ReachScreen = lazy(() => import("./screens/reach").then((found) => ({ default: found.ReachScreen })));
const CorridorsScreen = lazy(() => import("./screens/corridors").then((found) => ({ default: found.CorridorsScreen })));
const SCREENS = { evidence: EvidenceScreen, scenarios: ScenariosScreen, critical: CriticalScreen, reach: ReachScreen, corridors: CorridorsScreen };

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
  const Other = SCREENS[tab.value];
  return <Other key={`${tab.value} ${language.value}`} />;
}
