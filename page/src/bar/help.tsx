import { useEffect, useRef } from "preact/hooks";
import { type Key, t } from "../i18n/language";
import { helpIsOpen } from "../state/screen";

const KEYS: [string, Key][] = [
  ["/", "key.question"], ["1 – 6", "key.tabs"], ["↑ ↓", "key.cards"], ["s", "key.scenario"], ["z", "key.undo"], ["Esc", "key.back"], ["?", "key.help"],
];

/** The list of keys. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (helpIsOpen.value) dialog.current?.showModal();
  }, [helpIsOpen.value]);
  if (!helpIsOpen.value) return null;
  return (
    <dialog class="help" ref={dialog} aria-labelledby="help-title" onClose={() => void (helpIsOpen.value = false)}>
      <h2 id="help-title">{t("help")}</h2>
      <dl>
        {KEYS.map(([key, words]) => [<dt key={key}><kbd>{key}</kbd></dt>, <dd key={words}>{t(words)}</dd>])}
      </dl>
      <button class="button" onClick={() => dialog.current?.close()}>{t("close")}</button>
    </dialog>
  );
}
