/** Signs and names over the map: HTML, so that they take the page's letters, focus and scripts; kept off each other. */
import type { Map as MapLibre } from "maplibre-gl";
import type { Point } from "../api/types";

export interface Label {
  key: string; at: Point; text: string; small?: string;
  /** Lower is placed first and hides the others. */
  rank: number;
  className: string;
  sign?: () => Element; letter?: string; hue?: string;
  /** Pixels that the sign takes from its middle. */
  reach: number;
  onClick?: (() => void) | undefined; onLight?: (isLit: boolean) => void;
  label?: string;
  /** Gone with its sign where its name finds no room. */
  isQuiet?: boolean;
  /** Told even where it lies on signs. */
  isNeeded?: boolean;
  /** Other places where it may stand, the best first. */
  others?: Point[];
}
type Side = "right" | "left" | "below" | "above" | "middle";
interface Placed { label: Label; node: HTMLElement; name: HTMLElement | null; wide: number; high: number }
interface Box { left: number; top: number; right: number; bottom: number }

const GAP = 3;
/** The disc of a letter without a name. */
const LETTER_PX = 24;

export class Labels {
  private placed: Placed[] = [];
  /** Gives what stands behind the rest, as far as it is in sight. */
  private supply: (() => Label[]) | null = null;
  private supplied: Placed[] = [];
  private readonly box: HTMLElement;

  constructor(private readonly map: MapLibre) {
    this.box = document.createElement("div");
    this.box.className = "labels";
    this.box.dir = "ltr";
    map.getContainer().append(this.box);
    map.on("move", () => this.move());
    map.on("moveend", () => this.settle());
    map.on("resize", () => this.settle());
  }

  show(labels: Label[]): void {
    this.box.replaceChildren();
    this.supplied = [];
    this.placed = measured([...labels].sort((a, b) => a.rank - b.rank).map((label) => this.made(label)));
    this.settle();
  }

  /** What stands behind the rest wherever the map goes. */
  behind(supply: () => Label[]): void {
    this.supply = supply;
    for (const { node } of this.supplied) node.remove();
    this.supplied = [];
    this.settle();
  }

  /** Keeps what is behind and still wanted, drops the rest, makes what is new. */
  private renew(): void {
    if (!this.supply) return;
    const wanted = this.supply().sort((a, b) => a.rank - b.rank);
    const kept = new Map(this.supplied.map((one) => [one.label.key, one]));
    const made: Placed[] = [];
    this.supplied = wanted.map((label) => {
      const known = kept.get(label.key);
      if (known) {
        kept.delete(label.key);
        return { ...known, label };
      }
      const one = this.made(label);
      made.push(one);
      return one;
    });
    for (const { node } of kept.values()) node.remove();
    measured(made);
  }

  private made(label: Label): Placed {
    const node = document.createElement(label.onClick ? "button" : "span");
    node.className = `spot ${label.className}`;
    node.dataset["key"] = label.key;
    if (label.onClick) {
      node.addEventListener("click", label.onClick);
      node.setAttribute("aria-label", label.label ?? label.text);
    } else node.setAttribute("aria-hidden", "true");
    if (label.onLight) {
      const light = label.onLight;
      for (const [event, isLit] of [["pointerenter", true], ["pointerleave", false], ["focus", true], ["blur", false]] as const) node.addEventListener(event, () => light(isLit));
    }
    if (label.hue) node.style.setProperty("--hue", label.hue);
    if (label.sign) node.append(label.sign());
    let name: HTMLElement | null = null;
    if (label.text || label.letter) {
      name = document.createElement("span");
      name.className = "name";
      name.dir = "auto";
      if (label.letter) {
        const letter = document.createElement("i");
        letter.className = "letter";
        letter.textContent = label.letter;
        name.append(letter, " ");
      }
      const words = document.createElement("span");
      words.className = "words";
      words.append(label.text);
      name.append(words);
      if (label.small) {
        const small = document.createElement("small");
        small.textContent = label.small;
        name.append(small);
      }
      node.append(name);
    }
    this.box.append(node);
    return { label, node, name, wide: 0, high: 0 };
  }

  private move(): void {
    for (const { label, node } of [...this.placed, ...this.supplied]) {
      const { x, y } = this.map.project(label.at);
      node.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }
  }

  /** Places every name beside its sign where it meets nothing; hides those that find no room. */
  private settle(): void {
    this.renew();
    const tools = [...document.querySelectorAll<HTMLElement>(".map-tool")].map((tool) => this.own(tool));
    const taken = [...tools];
    for (const { label } of this.placed) {
      const { x, y } = this.map.project(label.at);
      const { reach } = label;
      if (reach && label.sign) taken.push({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach });
    }
    for (const one of [...this.placed, ...this.supplied]) {
      const { label, node } = one;
      node.classList.remove("is-short");
      if (this.stand(one, taken)) continue;
      // The name of an end may lie on signs rather than be missed; a way without room for its name has one for its letter.
      if (label.isNeeded) this.stand(one, tools);
      else if (label.letter) {
        node.classList.add("is-short");
        this.stand({ ...one, wide: LETTER_PX, high: LETTER_PX }, taken);
      }
    }
    this.move();
  }

  /** Stands one label at the first of its places that is free, if any is. */
  private stand(one: Placed, taken: Box[]): boolean {
    const { clientWidth: wide, clientHeight: high } = this.map.getContainer();
    const { label, node, name } = one;
    const isFree = (box: Box) => box.left > 2 && box.right < wide - 2 && box.top > 2 && box.bottom < high - 2 && !taken.some((other) => meets(box, other));
    const places = [label.at, ...(label.others ?? [])].map((at) => ({ at, ...this.map.project(at) }));
    const inSight = places.filter(({ x, y }) => x > -20 && y > -20 && x < wide + 20 && y < high + 20);
    node.classList.toggle("is-out", !inSight.length);
    if (!name || !inSight.length) return true;
    const found = inSight.flatMap(({ at, x, y }) => sidesOf(label).map((side) => ({ at, x, y, box: boxAt(side, x, y, one) }))).find(({ box }) => isFree(box));
    name.classList.toggle("is-hidden", !found);
    if (!found) {
      if (!label.sign || label.isQuiet) node.classList.add("is-out");
      return false;
    }
    if (label.others) Object.assign(label, { at: found.at, others: [...new Set([...label.others, label.at])].filter((at) => at !== found.at) });
    taken.push(found.box);
    if (label.isQuiet) taken.push({ left: found.x - label.reach, right: found.x + label.reach, top: found.y - label.reach, bottom: found.y + label.reach });
    name.style.transform = `translate(${(found.box.left - found.x).toFixed(1)}px, ${(found.box.top - found.y).toFixed(1)}px)`;
    return true;
  }

  private own(tool: HTMLElement): Box {
    const frame = this.map.getContainer().getBoundingClientRect();
    const box = tool.getBoundingClientRect();
    return { left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top };
  }
}

/** Labels with the size of their names. */
function measured(labels: Placed[]): Placed[] {
  for (const one of labels) {
    one.wide = one.name?.offsetWidth ?? 0;
    one.high = one.name?.offsetHeight ?? 0;
  }
  return labels;
}

/** A sign bears its name at any side; a name without one stands where it is, or beside its line. */
function sidesOf(label: Label): Side[] {
  const around: Side[] = ["right", "left", "below", "above"];
  if (label.sign) return around;
  return label.reach ? [...around, "middle"] : ["middle"];
}

function boxAt(side: Side, x: number, y: number, { wide, high, label: { reach } }: Placed): Box {
  const left = side === "right" ? x + reach + GAP : side === "left" ? x - reach - GAP - wide : x - wide / 2;
  const top = side === "below" ? y + reach + 1 : side === "above" ? y - reach - 1 - high : y - high / 2;
  return { left, top, right: left + wide, bottom: top + high };
}

function meets(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
