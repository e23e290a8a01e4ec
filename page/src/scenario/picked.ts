/** What the form of a post holds: the post that a click on the map put there, and by how much. */
import { signal } from "@preact/signals";

export const picked = signal("");
export const factor = signal("0.5");
