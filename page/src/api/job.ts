/** Long work: begun, looked at, stopped; a reload finds it again by the id that the browser keeps. */
import { effect, signal, type Signal } from "@preact/signals";
import { language } from "../i18n/language";
import { drop, Failure, get, post } from "./client";

interface Told<Answer> { id: string; state: "waiting" | "running" | "done" | "failed" | "cancelled"; step: string | null; done: number; of: number; seconds_left: number | null; error: { what: string } | null; answer?: Answer | null }

const LOOK_MS = 400;

export class Work<Answer> {
  readonly answer: Signal<Answer | null> = signal(null);
  readonly told: Signal<Told<Answer> | null> = signal(null);
  readonly wrong = signal("");
  private timer = 0;
  private readonly key: string;

  constructor(private readonly kind: string) {
    this.key = `job-${kind}`;
    const kept = sessionStorage.getItem(this.key);
    if (kept && (this.begun?.language ?? language.value) === language.value) void this.look(kept, true);
    effect(() => {
      // An answer is in the language in which it was asked for: in another one it is asked for again.
      const [now, { begun }] = [language.value, this];
      if (begun && begun.language !== now) void this.begin(begun.body);
    });
  }

  /** What was begun last, and in which language. */
  private get begun(): { body: object; language: string } | null {
    return JSON.parse(sessionStorage.getItem(`${this.key}-begun`) ?? "null") as { body: object; language: string } | null;
  }

  /** Id of the job that was begun last. */
  get id(): string {
    return sessionStorage.getItem(this.key) ?? "";
  }

  /** Begins the work; the same question again finds the same job. */
  async begin(body: object): Promise<void> {
    this.wrong.value = "";
    clearTimeout(this.timer);
    if (this.kind !== "brief") sessionStorage.setItem(`${this.key}-begun`, JSON.stringify({ body, language: language.value }));
    try {
      const job = await post<Told<Answer>>("/jobs", { kind: this.kind, ...body });
      sessionStorage.setItem(this.key, job.id);
      this.told.value = job;
      await this.look(job.id);
    } catch (error) {
      this.wrong.value = (error as Error).message;
    }
  }

  async cancel(): Promise<void> {
    const id = this.told.value?.id;
    clearTimeout(this.timer);
    this.told.value = null;
    sessionStorage.removeItem(this.key);
    sessionStorage.removeItem(`${this.key}-begun`);
    if (id) await drop(`/jobs/${id}`).catch(() => undefined);
  }

  /** Looks at a job until it ends; what comes of one that is no longer asked for is nobody's. */
  private async look(id: string, isOld = false): Promise<void> {
    try {
      const job = await get<Told<Answer>>(`/jobs/${id}`);
      if (id !== this.id) return;
      if (job.state === "done") {
        this.answer.value = job.answer ?? null;
        this.told.value = null;
      } else if (job.state === "failed") {
        this.wrong.value = job.error?.what ?? "";
        this.told.value = null;
      } else if (job.state === "cancelled") this.told.value = null;
      else {
        this.told.value = job;
        this.timer = window.setTimeout(() => void this.look(id), LOOK_MS);
      }
    } catch (error) {
      if (id !== this.id) return;
      // A page that is being left breaks off its look: only a job that is gone is forgotten, so that the next page finds this one.
      if (error instanceof Failure && error.status === 404) sessionStorage.removeItem(this.key);
      this.told.value = null;
      if (!isOld || !(error instanceof Failure && error.status === 404)) this.wrong.value = (error as Error).message;
    }
  }
}
