import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { percent } from "../i18n/figures";
import { t } from "../i18n/language";

const at = signal(0.5);
const STEP = 0.02;
const LEAP = 0.1;

interface Props { under: ComponentChildren; over: ComponentChildren; names: [string, string] }

/** Two maps of one frame, one over the other; the handle says how much of the upper one is seen. */
export function Swipe({ under, over, names }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const move = (to: number) => void (at.value = Math.max(0, Math.min(1, to)));
  const follow = (event: PointerEvent) => {
    const frame = box.current?.getBoundingClientRect();
    if (frame) move((event.clientX - frame.left) / frame.width);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -LEAP, PageUp: LEAP, Home: -1, End: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    move(at.value + by);
  };
  const share = `${(at.value * 100).toFixed(1)}%`;
  return (
    <div class="swipe" ref={box} dir="ltr">
      <div class="swipe-under">{under}</div>
      <div class="swipe-over" style={{ clipPath: `inset(0 calc(100% - ${share}) 0 0)` }}>{over}</div>
      <span class="swipe-name is-left" aria-hidden="true">{names[0]}</span>
      <span class="swipe-name is-right" aria-hidden="true">{names[1]}</span>
      <div
        class="swipe-handle map-tool" role="slider" tabIndex={0} aria-label={t("view.swipe")} aria-orientation="horizontal" aria-valuemin={0} aria-valuemax={100}
        aria-valuenow={Math.round(at.value * 100)} aria-valuetext={`${names[0]} ${percent(at.value)}`} style={{ left: share }} onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)} onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && follow(event)}
      ><i aria-hidden="true">‹ ›</i></div>
    </div>
  );
}
