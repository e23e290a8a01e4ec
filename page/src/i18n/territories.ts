/** Names of territories as the server's table has them, in the reader's language. */
import { effect, signal } from "@preact/signals";
import { once } from "../api/client";

export const territories = signal<Record<string, string>>({});

let last: Promise<unknown> | null = null;

effect(() => {
  const asked = once<{ territories: Record<string, string> }>("/meta");
  last = asked;
  asked.then((found) => last === asked && void (territories.value = found.territories), () => undefined);
});
