/** By what the ranking is ordered, and what lies under the pointer. */
import { signal } from "@preact/signals";
import type { Order } from "./types";

export const order = signal<Order>("added");
export const lit = signal("");
