/** Asks the API of this page's own origin; a failure is always a `Failure` that a reader can act on. */
import { language, t } from "../i18n/language";

const ROOT = "/api/v1";
const AGAIN_MS = 1500;

export class Failure extends Error {
  constructor(readonly status: number, what: string, readonly nearest: string[] = []) {
    super(what);
  }
}

export type Query = Record<string, string | string[] | undefined>;

/** What the API says in the reader's language: names, ways, reasons. */
const SAID = /^\/(places|posts|corridors|routes|needs|meta|network|scenarios$|validation|facts\/)/;
const said = (): Query => (language.value === "en" ? {} : { language: language.value });

export function get<Answer>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(SAID.test(path) ? { ...query, ...said() } : query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one) words.append(name, one);
  }
  const tail = words.size ? `${path.includes("?") ? "&" : "?"}${words}` : "";
  const asked = () => sent<Answer>(path + tail, signal ? { signal } : {});
  return path === "/routes" ? remembered(path + tail, asked) : asked();
}

const answers = new Map<string, unknown>();
const MOST_ANSWERS = 8;

/** An answer on routes that was had a moment ago, as another tab asks it, need not travel again. */
async function remembered<Answer>(key: string, asked: () => Promise<Answer>): Promise<Answer> {
  const known = answers.get(key) as Answer | undefined;
  if (known) return known;
  const answer = await asked();
  answers.set(key, answer);
  for (const [oldest] of answers) if (answers.size > MOST_ANSWERS) answers.delete(oldest);
  return answer;
}

export function post<Answer>(path: string, body: object, signal?: AbortSignal): Promise<Answer> {
  const asked = "question" in body ? { ...body, question: { ...(body.question as object), ...said() } } : "kind" in body && body.kind === "brief" ? body : { ...body, ...said() };
  const init: RequestInit = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked) };
  return sent<Answer>(path, signal ? { ...init, signal } : init);
}

export function drop(path: string): Promise<unknown> {
  return sent(path, { method: "DELETE" });
}

async function sent<Answer>(path: string, init: RequestInit, tries = 3): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(ROOT + path, init);
  } catch (error) {
    if ((error as Error).name === "AbortError") throw error;
    throw new Failure(0, t("error.offline"));
  }
  const answer: unknown = response.status === 204 ? {} : await response.json().catch(() => null);
  if (response.status === 503 && tries > 0 && !init.signal?.aborted) {
    // The server is at it still, and keeps what it finds: asking again soon finds that.
    await new Promise((done) => setTimeout(done, AGAIN_MS));
    return sent<Answer>(path, init, tries - 1);
  }
  if (!response.ok || answer === null) {
    const told = (answer as { error?: { what?: string; nearest?: string[] } } | null)?.error;
    throw new Failure(response.status, told?.what ?? `${response.status} ${response.statusText}`, told?.nearest ?? []);
  }
  return named(answer) as Answer;
}

interface HasName { id: string; name: string }
const LISTS = ["places", "gateways", "posts", "corridors"] as const;

/** An answer whose places, posts and corridors bear the names that it tells of them in the reader's language. */
function named(answer: unknown): unknown {
  const found = answer as { names?: Record<string, string>; origin?: HasName; destination?: HasName } & Partial<Record<(typeof LISTS)[number], HasName[]>>;
  const { names } = found;
  if (!names || language.value === "en") return answer;
  const lists = LISTS.flatMap((list) => found[list] ?? []);
  for (const one of [found.origin, found.destination, ...lists]) if (one?.id) one.name = names[one.id] ?? one.name;
  return answer;
}

const kept = new Map<string, Promise<unknown>>();

/** The same, asked once for as long as the page stands: tables and sources do not change under it. */
export function once<Answer>(path: string): Promise<Answer> {
  const key = `${language.value} ${path}`;
  let asked = kept.get(key) as Promise<Answer> | undefined;
  if (!asked) {
    asked = get<Answer>(path);
    asked.catch(() => kept.delete(key));
    kept.set(key, asked);
  }
  return asked;
}
