/** The answer to the question: asked anew when it changes; the old one stays, dimmed, until the new one is there. */
import { computed, effect, signal } from "@preact/signals";
import { Failure, get, post } from "../api/client";
import type { Routes } from "../api/types";
import { shownWays, type Way } from "../ways/way";
import { chosen, isAsked, question } from "./question";
import { measures, scenarioName } from "./scenario";

export const answer = signal<Routes | null>(null);
export const failure = signal<Failure | null>(null);
export const isLoading = signal(false);
/** Whether ways that others beat in everything are shown too. */
export const showsAll = signal(false);

export const ways = computed<Way[]>(() => (answer.value ? shownWays(answer.value) : []));

/** The ways in sight: those that no other beats and those with a badge, at least five; or all of them. */
export const seen = computed<Way[]>(() => (showsAll.value ? ways.value : ways.value.filter((way) => way.isInSight)));

export const chosenWay = computed<Way | undefined>(() => ways.value.find((way) => way.id === chosen.value) ?? ways.value[0]);

let running: AbortController | null = null;
const tries = signal(0);
export const tryAgain = () => void tries.value++;

export function followQuestion(): void {
  effect(() => {
    const asked = question.value;
    const on = measures.value.filter((one) => one.isOn).map((one) => one.measure);
    void tries.value;
    running?.abort();
    if (!isAsked.value) {
      answer.value = null;
      failure.value = null;
      isLoading.value = false;
      return;
    }
    const stop = new AbortController();
    running = stop;
    isLoading.value = true;
    const wanted = on.length
      ? post<Routes>("/routes", { question: Object.fromEntries(Object.entries(asked).filter(([, word]) => word)), measures: on, ...(scenarioName.value && { name: scenarioName.value }) }, stop.signal)
      : get<Routes>("/routes", { ...asked }, stop.signal);
    wanted.then(
      (found) => {
        answer.value = found;
        failure.value = null;
        isLoading.value = false;
        showsAll.value = false;
      },
      (error: Error) => {
        if (error.name === "AbortError") return;
        failure.value = error instanceof Failure ? error : new Failure(0, error.message);
        isLoading.value = false;
      },
    );
  });
}
