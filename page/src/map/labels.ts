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
}
type Side = "right" | "left" | "below" | "above" | "middle";
interface Placed { label: Label; node: HTMLElement; name: HTMLElement | null; wide: number; high: number }
interface Box { left: number; top: number; right: number; bottom: number }

const GAP = 3;

export class Labels {
  private placed: Placed[] = [];
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
    this.placed = [...labels].sort((a, b) => a.rank - b.rank).map((label) => this.made(label));
    for (const one of this.placed) {
      one.wide = one.name?.offsetWidth ?? 0;
      one.high = one.name?.offsetHeight ?? 0;
    }
    this.settle();
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
    for (const { label, node } of this.placed) {
      const { x, y } = this.map.project(label.at);
      node.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }
  }

  /** Places every name beside its sign where it meets nothing; hides those that find no room. */
  private settle(): void {
    this.move();
    const { clientWidth: wide, clientHeight: high } = this.map.getContainer();
    const taken: Box[] = [...document.querySelectorAll<HTMLElement>(".map-tool")].map((tool) => this.own(tool));
    const spots = this.placed.map((one) => this.map.project(one.label.at));
    this.placed.forEach((one, index) => {
      const { x, y } = spots[index]!;
      const { reach } = one.label;
      if (reach && one.label.sign) taken.push({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach });
    });
    this.placed.forEach((one, index) => {
      const { x, y } = spots[index]!;
      const isIn = x > -20 && y > -20 && x < wide + 20 && y < high + 20;
      one.node.classList.toggle("is-out", !isIn);
      if (!one.name || !isIn) return;
      const found = (sidesOf(one.label))
        .map((side) => ({ side, box: boxAt(side, x, y, one) }))
        .find(({ box }) => box.left > 2 && box.right < wide - 2 && box.top > 2 && box.bottom < high - 2 && !taken.some((other) => meets(box, other)));
      one.name.classList.toggle("is-hidden", !found);
      if (!found) {
        if (!one.label.sign) one.node.classList.add("is-out");
        return;
      }
      taken.push(found.box);
      one.name.style.transform = `translate(${(found.box.left - x).toFixed(1)}px, ${(found.box.top - y).toFixed(1)}px)`;
    });
  }

  private own(tool: HTMLElement): Box {
    const frame = this.map.getContainer().getBoundingClientRect();
    const box = tool.getBoundingClientRect();
    return { left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top };
  }
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
