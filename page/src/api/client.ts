/** Asks the API of this page's own origin; a failure is always a `Failure` that a reader can act on. */
import { t } from "../i18n/language";

const ROOT = "/api/v1";

export class Failure extends Error {
  constructor(readonly status: number, what: string, readonly nearest: string[] = []) {
    super(what);
  }
}

export type Query = Record<string, string | string[] | undefined>;

export function get<Answer>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one) words.append(name, one);
  }
  const tail = words.size ? `?${words}` : "";
  return sent<Answer>(path + tail, signal ? { signal } : {});
}

export function post<Answer>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const init: RequestInit = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return sent<Answer>(path, signal ? { ...init, signal } : init);
}

export function drop(path: string): Promise<unknown> {
  return sent(path, { method: "DELETE" });
}

async function sent<Answer>(path: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(ROOT + path, init);
  } catch (error) {
    if ((error as Error).name === "AbortError") throw error;
    throw new Failure(0, t("error.offline"));
  }
  const answer: unknown = response.status === 204 ? {} : await response.json().catch(() => null);
  if (!response.ok || answer === null) {
    const told = (answer as { error?: { what?: string; nearest?: string[] } } | null)?.error;
    throw new Failure(response.status, told?.what ?? `${response.status} ${response.statusText}`, told?.nearest ?? []);
  }
  return answer as Answer;
}

const kept = new Map<string, Promise<unknown>>();

/** The same, asked once for as long as the page stands: tables and sources do not change under it. */
export function once<Answer>(path: string): Promise<Answer> {
  let asked = kept.get(path) as Promise<Answer> | undefined;
  if (!asked) {
    asked = get<Answer>(path);
    asked.catch(() => kept.delete(path));
    kept.set(path, asked);
  }
  return asked;
}
