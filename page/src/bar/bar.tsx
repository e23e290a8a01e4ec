import { signal } from "@preact/signals";
import { month } from "../i18n/figures";
import { language, type Language, LANGUAGES, t } from "../i18n/language";
import { Brand, Icon, ICONS } from "../signs/signs";
import { question, tab, TABS, tabAddress, type Tab } from "../state/question";
import { isScenario, scenarioName } from "../state/scenario";
import { isNarrow, tell, theme, turnTheme } from "../state/screen";
import { today } from "../question/day";
import { BriefButton } from "./brief";

const menuIsOpen = signal(false);

/** The bar: name, tabs, what the answer rests on, link, language. */
export function Bar() {
  return (
    <header class="bar">
      <a class="brand" href="?"><Brand />karwan</a>
      <nav class={menuIsOpen.value ? "tabs is-open" : "tabs"} id="tabs" aria-label={t("menu")}>
        {TABS.map((one) => <TabLink key={one} one={one} />)}
        {isNarrow.value && <div class="tools"><Tools /></div>}
      </nav>
      <span class="push" />
      <div class="tools">
        <a class="button pill base" href={tabAddress("scenarios")} onClick={(event) => go(event, "scenarios")}>
          <span class={isScenario.value ? "dot on" : "dot"} />
          <span>{isScenario.value ? scenarioName.value || t("scenario_word") : t("base", { month: month(question.value.on || today()) })}</span>
        </a>
        {!isNarrow.value && <Tools />}
        <button class="menu-button" aria-label={t("menu")} aria-expanded={menuIsOpen.value} aria-controls="tabs" onClick={() => void (menuIsOpen.value = !menuIsOpen.value)}>
          <Icon path={ICONS.menu} size={22} />
        </button>
      </div>
    </header>
  );
}

function Tools() {
  return (
    <>
      <BriefButton />
      <button class="button pill copy" onClick={copy}>{t("copy_link")}</button>
      <LanguageChoice />
      <button class="icon" aria-label={t("theme")} title={t("theme")} onClick={turnTheme}>
        <Icon path={theme.value === "dark" ? ICONS.sun : ICONS.moon} />
      </button>
    </>
  );
}

function TabLink({ one }: { one: Tab }) {
  return (
    <a href={tabAddress(one)} aria-current={tab.value === one ? "page" : undefined} onClick={(event) => go(event, one)}>{t(`tab.${one}`)}</a>
  );
}

function go(event: MouseEvent, to: Tab): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  menuIsOpen.value = false;
  tab.value = to;
}

function LanguageChoice() {
  return (
    <select aria-label={t("language")} value={language.value} onChange={(event) => void (language.value = event.currentTarget.value as Language)}>
      {Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
    </select>
  );
}

async function copy(): Promise<void> {
  await navigator.clipboard.writeText(location.href);
  tell(t("copied"));
}
