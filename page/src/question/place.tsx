import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../api/client";
import type { FoundPlace, Places } from "../api/types";
import { short, territory, words } from "../i18n/figures";
import { t } from "../i18n/language";

interface Props { id: "from" | "to"; label: string; shown: string; where: string; onPick: (word: string) => void }

/** Places that were picked here, so that they are named before the answer names them. */
export const known = new Map<string, FoundPlace>();

const WAIT_MS = 120;
const MOST = 7;

/** A place typed in any script: a field with a list of what it may mean. */
export function PlaceField({ id, label, shown, where, onPick }: Props) {
  const [text, setText] = useState<string | null>(null);
  const [found, setFound] = useState<FoundPlace[]>([]);
  const [at, setAt] = useState(0);
  const [isEmpty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    setEmpty(false);
    if (!text?.trim()) return setFound([]);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      get<Places>("/places", { q: text.trim(), count: String(MOST) }, stop.signal).then(
        (answer) => {
          setFound(listed(answer));
          setEmpty(answer.places.length === 0);
          setAt(0);
        },
        () => setFound([]),
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  const leave = () => {
    setText(null);
    setFound([]);
  };
  const pick = (place: FoundPlace | undefined) => {
    const word = place?.id ?? text?.trim();
    if (place) known.set(place.id, place);
    leave();
    if (word) onPick(word);
    field.current?.blur();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) setAt((at + step + found.length) % found.length);
    else if (event.key === "Enter" && text !== null) pick(found[at]);
    else if (event.key === "Escape" && text !== null) leave();
    else return;
    event.preventDefault();
  };
  const isOpen = text !== null && (found.length > 0 || isEmpty);
  return (
    <div class="field place">
      <label for={id}>{label}</label>
      <span class="value">
        <input
          id={id} ref={field} role="combobox" autocomplete="off" spellcheck={false} dir="auto" aria-expanded={isOpen} aria-autocomplete="list"
          aria-controls={`${id}-list`} aria-activedescendant={isOpen && found[at] ? `${id}-${at}` : undefined} value={text ?? shown}
          onFocus={(event) => event.currentTarget.select()} onInput={(event) => setText(event.currentTarget.value)} onKeyDown={onKeyDown} onBlur={leave}
        />
        {text === null && where && <span class="where" aria-hidden="true"><span class="ghost">{shown}</span> {where}</span>}
      </span>
      <ul class="found box" id={`${id}-list`} role="listbox" aria-label={label} hidden={!isOpen}>
        {found.map((place, index) => (
          <li
            key={place.id} id={`${id}-${index}`} role="option" aria-selected={index === at}
            onPointerDown={(event) => event.preventDefault()} onPointerMove={() => setAt(index)} onClick={() => pick(place)}
          >
            <span><b>{place.name}</b> <span class="quiet">{told(place)}</span></span>
            <span class="other quiet">{otherScripts(place)}</span>
          </li>
        ))}
        {isEmpty && <li class="quiet" role="option" aria-selected={false} aria-disabled="true">{t("no_place")}</li>}
      </ul>
    </div>
  );
}

/** Places, the one that the word is taken for first. */
function listed(answer: Places): FoundPlace[] {
  const first = answer.places.filter((place) => place.id === answer.meant);
  return [...first, ...answer.places.filter((place) => place.id !== answer.meant)].slice(0, MOST);
}

function told(place: FoundPlace): string {
  const parts = [territory(place.territory), place.what === "city" ? "" : words(place.what), place.codes[0] ?? ""];
  return parts.filter(Boolean).join(" · ");
}

/** The first name in Arabic and in Cyrillic letters, that a reader of either knows it again. */
function otherScripts(place: FoundPlace): string {
  const scripts = [/\p{Script=Arabic}/u, /\p{Script=Cyrillic}/u];
  return scripts.map((script) => place.names.find((name) => script.test(name)) ?? "").filter(Boolean).map(short).join("  ");
}
