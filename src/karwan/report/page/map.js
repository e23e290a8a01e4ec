// The map of one answer: pan, zoom, ways beside each other, names that keep out of each other's way.
// Reads the JSON in #data; writes text only as text.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const data = JSON.parse(document.getElementById("data").textContent);
  const frame = document.querySelector(".map");
  const canvas = document.querySelector("svg.canvas");
  const layer = (name) => canvas.querySelector(`.${name}`);
  const tip = document.querySelector(".tip");
  const cards = [...document.querySelectorAll(".card")];
  const still = { lit: null, on: cards.length ? 0 : null };
  const view = { k: 1, x: 0, y: 0, least: 0, most: 0 };
  const LINE = data.style.line, CHOSEN = data.style.chosen, CASING = data.style.casing;
  document.documentElement.classList.add("js");

  const make = (tag, attributes, parent) => {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (parent) parent.append(node);
    return node;
  };
  const decode = (coded) => {
    const points = [];
    let x = 0, y = 0;
    for (let i = 0; i < coded.length; i += 2) points.push([x += coded[i], y += coded[i + 1]]);
    return points;
  };
  const screen = ([x, y]) => [x * view.k + view.x, y * view.k + view.y];

  // ---- ways
  const ways = data.ways.map((way, index) => ({ ...way, index, runs: way.runs.map((run) => ({ ...run, points: decode(run.points) })) }));
  const chosenFirst = () => [...ways].reverse().sort((a, b) => (a.index === front()) - (b.index === front()));
  const front = () => (still.lit === null ? still.on : still.lit);

  // On a phone bundles of ways take less room.
  const isSmall = () => view.width < 560;
  const slim = () => (isSmall() ? 0.6 : 1);

  const beside = (run) => {
    const flat = [];
    for (const point of run.points) {
      const spot = screen(point), last = flat[flat.length - 1];
      if (!last || Math.hypot(spot[0] - last[0], spot[1] - last[1]) > 1.2) flat.push(spot);
    }
    const end = screen(run.points[run.points.length - 1]);
    if (flat.length > 1) flat[flat.length - 1] = end; else flat.push(end);
    const shift = run.shift * slim();
    if (!shift) return flat;
    return flat.map(([x, y], i) => {
      const [ax, ay] = flat[Math.max(0, i - 1)], [bx, by] = flat[Math.min(flat.length - 1, i + 1)];
      const length = Math.hypot(bx - ax, by - ay) || 1;
      return [x - ((by - ay) / length) * shift, y + ((bx - ax) / length) * shift];
    });
  };
  const path = (pieces) => pieces.map((piece) => "M" + piece.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")).join("");

  // Ways that are not offered lie below the others, where they have a stretch for themselves.
  const shut = data.shut.map((coded) => ({ points: decode(coded), shift: 0 }));
  const drawShut = () => {
    const d = path(shut.map(beside));
    layer("shutways").replaceChildren(...(d ? [make("path", { d, class: "shutway" })] : []));
  };

  const drawWays = () => {
    const casings = layer("casings"), lines = layer("lines"), hits = layer("hits");
    for (const group of [casings, lines, hits]) group.replaceChildren();
    for (const way of chosenFirst()) {
      way.drawn = way.runs.map(beside);
      const extra = way.index === front() ? CHOSEN - LINE : 0;
      const faded = still.lit !== null && still.lit !== way.index ? " faded" : "";
      const byMode = new Map();
      way.runs.forEach((run, i) => {
        const key = `${run.mode} ${run.wide}`, before = way.runs[i - 1];
        const pieces = byMode.get(key) || byMode.set(key, []).get(key);
        // Runs of one mode meet, whatever place or width each has among its neighbours.
        const joins = before && before.mode === run.mode;
        if (joins && before.wide === run.wide) pieces[pieces.length - 1].push(...way.drawn[i]);
        else pieces.push(joins ? [way.drawn[i - 1][way.drawn[i - 1].length - 1], ...way.drawn[i]] : [...way.drawn[i]]);
      });
      for (const [key, pieces] of byMode) {
        const [mode, thin] = key.split(" "), wide = Number(thin) * (isSmall() ? 0.8 : 1) + extra;
        const d = path(pieces), style = data.style.modes[mode], scale = wide / LINE;
        make("path", { d, class: `casing${faded}`, "stroke-width": wide + 2 * CASING }, casings);
        make("path", {
          d, class: `line w${way.index}${faded}`, "stroke-width": wide,
          "stroke-dasharray": style.dashes.map((dash) => (dash * scale).toFixed(2)).join(" ") || "none",
          "stroke-linecap": style.round || !style.dashes.length ? "round" : "butt",
        }, lines);
        if (style.core.length) {
          make("path", { d, class: `core${faded}`, "stroke-width": wide * 0.42, "stroke-dasharray": style.core.join(" ") }, lines);
        }
        const hit = make("path", { d, class: "hit" }, hits);
        hit.addEventListener("pointerenter", () => light(way.index));
        hit.addEventListener("pointerleave", () => light(null));
        hit.addEventListener("click", () => choose(way.index, true));
      }
    }
  };

  // ---- names: each tries the eight sides of its sign; what finds no room is left out
  const pen = document.createElement("canvas").getContext("2d");
  const FONT = getComputedStyle(document.body).fontFamily;
  const widths = new Map();
  const widthOf = (text, size, weight, spacing = 0) => {
    const key = `${weight} ${size} ${text}`;
    if (!widths.has(key)) { pen.font = `${weight} ${size}px ${FONT}`; widths.set(key, pen.measureText(text).width); }
    return widths.get(key) + spacing * text.length;
  };
  let taken, trail;
  const clashes = (box) => taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  const outside = ([left, top, right, bottom]) => left < 4 || top < 4 || right > view.width - 4 || bottom > view.height - 4;
  const crossed = (box, but) => trail.reduce((count, [x, y, way]) => count + (way !== but && x > box[0] - 2 && x < box[2] + 2 && y > box[1] - 2 && y < box[3] + 2), 0);
  const sides = (x, y, w, h, gap) => {
    const low = y + h / 2, high = y - h / 2, across = gap * 0.75;
    return [
      [x + gap, high], [x - gap - w, high], [x + across, y + across * 0.6], [x + across, y - across * 0.6 - h],
      [x - across - w, y - across * 0.6 - h], [x - across - w, y + across * 0.6], [x - w / 2, y + gap], [x - w / 2, y - gap - h],
    ].map(([left, top], order) => ({ box: [left, top, left + w, top + h], order, low, high }));
  };
  const write = (text, box, kind, size) => {
    const word = make("text", { x: box[0].toFixed(1), y: (box[3] - size * 0.24).toFixed(1), class: `word ${kind}` }, layer("words"));
    word.textContent = text;
    taken.push(box);
    return word;
  };
  const seek = (text, [x, y], kind, size, weight, gap, most) => {
    const w = widthOf(text, size, weight), h = size * 1.18;
    let best = null;
    for (const { box, order } of sides(x, y, w, h, gap)) {
      if (outside(box) || clashes(box)) continue;
      const cost = crossed(box) * 3 + order;
      if (!best || cost < best.cost) best = { box, cost };
    }
    if (best && best.cost <= most) return write(text, best.box, kind, size);
    return null;
  };

  const samples = () => {
    trail = [];
    for (const way of ways) {
      for (const piece of way.drawn) {
        for (let i = 1; i < piece.length; i += 1) {
          const [ax, ay] = piece[i - 1], [bx, by] = piece[i];
          const steps = Math.max(1, Math.min(60, Math.ceil(Math.hypot(bx - ax, by - ay) / 7)));
          for (let s = 0; s < steps; s += 1) trail.push([ax + ((bx - ax) * s) / steps, ay + ((by - ay) * s) / steps, way.index]);
        }
      }
    }
    trail = trail.filter(([x, y]) => x > -40 && y > -40 && x < view.width + 40 && y < view.height + 40);
  };

  const shapes = {
    end: (g) => { make("circle", { r: 6.5, class: "body" }, g); make("circle", { r: 2.1, class: "eye" }, g); },
    post: (g) => make("circle", { r: 4.6, class: "body" }, g),
    passage: (g) => make("circle", { r: 2.4, class: "body" }, g),
    closed: (g) => { make("circle", { r: 5, class: "body" }, g); make("path", { d: "M-2-2L2 2M-2 2L2-2", class: "mark" }, g); },
    gauge: (g) => { make("path", { d: "M0-7L7 0L0 7L-7 0Z", class: "body" }, g); make("path", { d: "M-1.4-2.4V2.4M1.6-2.4V2.4", class: "mark" }, g); },
    port: (g) => make("rect", { x: -4.4, y: -4.4, width: 8.8, height: 8.8, class: "body" }, g),
  };
  const radius = { end: 9, post: 7, passage: 5, closed: 7.5, gauge: 9.5, port: 7 };

  const drawSigns = () => {
    const group = layer("signs");
    group.replaceChildren();
    const seen = [], ends = data.signs.filter((sign) => sign.kind === "end").map((sign) => screen(sign.at));
    for (const sign of [...data.signs].reverse()) {
      const [x, y] = screen(sign.at);
      // What lies on an end of the way, or is the same post by another mode, shows itself on coming nearer.
      const hidden = sign.kind !== "end" && (ends.some(([a, b]) => Math.hypot(a - x, b - y) < 11) ||
        seen.some(([a, b, name]) => name === sign.name && Math.hypot(a - x, b - y) < 12));
      sign.spot = !hidden && x > -10 && y > -10 && x < view.width + 10 && y < view.height + 10 ? [x, y] : null;
      if (!sign.spot) continue;
      seen.push([x, y, sign.name]);
      const g = make("g", { class: `gate ${sign.kind}${passesLit(sign) ? "" : " faded"}`, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, group);
      shapes[sign.kind](g);
      g.addEventListener("pointerenter", () => tell(sign));
      g.addEventListener("pointerleave", () => tell(null));
      const r = radius[sign.kind];
      taken.push([x - r + 1, y - r + 1, x + r - 1, y + r - 1]);
    }
  };
  const passesLit = (sign) => still.lit === null || sign.kind === "end" || sign.ways.includes(still.lit);

  const drawWords = () => {
    layer("words").replaceChildren();
    const order = { end: 0, gauge: 1, post: 1, port: 1, closed: 2, passage: 3 };
    const said = new Set();
    const name = (sign) => {
      if (said.has(sign.name)) return;
      const size = sign.kind === "end" ? 15 : 12;
      const most = sign.kind === "end" ? 400 : sign.kind === "passage" ? 8 : 40;
      const word = seek(sign.name, sign.spot, sign.kind, size, sign.kind === "end" ? 700 : 600, radius[sign.kind] + 3, most);
      if (word) said.add(sign.name);
      if (word && !passesLit(sign)) word.classList.add("faded");
    };
    const seen = data.signs.filter((sign) => sign.spot).sort((a, b) => order[a.kind] - order[b.kind]);
    seen.filter((sign) => sign.kind === "end").forEach(name);
    drawPills();
    seen.filter((sign) => sign.kind !== "end").forEach(name);
    drawCountries();
    drawTowns(said);
  };

  // The map whispers: few towns, apart from each other, those beside a way before the others.
  const drawTowns = (said) => {
    const most = Math.max(4, (view.width * view.height) / 55000), written = [];
    const seen = data.towns.map((town) => ({ name: town.name, spot: screen(town.at) })).filter(({ spot: [x, y] }) => !outside([x, y, x, y]));
    const isNear = ({ spot: [x, y] }) => crossed([x - 24, y - 24, x + 24, y + 24]) > 0;
    const named = [...said];
    for (const town of [...seen.filter(isNear), ...seen.filter((town) => !isNear(town))]) {
      if (written.length >= most) break;
      const [x, y] = town.spot;
      if (named.some((name) => name.startsWith(town.name)) || written.some(([a, b]) => Math.hypot(a - x, b - y) < 90) || clashes([x - 3, y - 3, x + 3, y + 3])) continue;
      if (seek(town.name, [x, y], "town", 11.5, 400, 6, 4)) {
        make("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 2, class: "dot" }, layer("words"));
        taken.push([x - 3, y - 3, x + 3, y + 3]);
        written.push(town.spot);
      }
    }
  };

  const drawCountries = () => {
    for (const country of data.countries) {
      const text = country.name.toUpperCase(), w = widthOf(text, 11, 400, 1.76), h = 13;
      if (w > country.across * view.k) continue;
      for (const point of country.points) {
        const [x, y] = screen(point), box = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
        if (outside(box) || clashes(box) || crossed(box) > 1) continue;
        write(text, box, "country", 11);
        break;
      }
    }
  };

  // A way's pill lies beside a stretch that it has for itself, as far from other things as can be.
  const drawPills = () => {
    const group = layer("pills");
    group.replaceChildren();
    const small = isSmall();
    for (const way of ways) {
      const text = small ? "" : way.days, side = Math.max(18, widthOf(way.letter, 12, 700) + 8);
      const w = small ? side + 2 : side + 12 + widthOf(text, 12, 600), h = 20;
      let best = null;
      const own = trail.filter((point) => point[2] === way.index);
      own.forEach(([x, y], i) => {
        if (i % 3 || i < own.length * 0.04 || i > own.length * 0.96) return;
        const spots = small ? [[x - w / 2, y - h / 2]] : [[x + 9, y - h / 2], [x - 9 - w, y - h / 2], [x - w / 2, y - 9 - h], [x - w / 2, y + 9]];
        for (const [left, top] of spots) {
          const box = [left, top, left + w, top + h];
          if (outside(box) || clashes([left - 3, top - 3, left + w + 3, top + h + 3])) continue;
          const cost = crossed(box, way.index) * 4 + crossed([left - 14, top - 14, left + w + 14, top + h + 14], way.index) + (small ? 0 : crossed(box) * 4) + Math.abs(i / own.length - 0.5) * 6;
          if (!best || cost < best.cost) best = { box, cost };
        }
      });
      if (!best) continue;
      const [left, top] = best.box;
      const faded = still.lit !== null && still.lit !== way.index ? " faded" : "";
      const g = make("g", { class: `pill w${way.index}${faded}`, transform: `translate(${left.toFixed(1)} ${top.toFixed(1)})` }, group);
      make("rect", { width: w.toFixed(1), height: h, rx: h / 2 }, g);
      make("rect", { x: 1, y: 1, width: side, height: h - 2, rx: h / 2 - 1, class: "disc" }, g);
      make("text", { x: 1 + side / 2, y: 14.3, class: "letter" }, g).textContent = way.letter;
      if (!small) make("text", { x: side + 6, y: 14.3 }, g).textContent = text;
      g.addEventListener("pointerenter", () => light(way.index));
      g.addEventListener("pointerleave", () => light(null));
      g.addEventListener("click", () => choose(way.index, true));
      taken.push([left - 2, top - 2, left + w + 2, top + h + 2]);
    }
  };

  // The legend takes the corner where it hides least of what is drawn; it stays there while the map is moved.
  const legend = document.querySelector(".legend");
  const placeLegend = () => {
    const w = legend.offsetWidth + 16, h = legend.offsetHeight + 16, right = view.width - w, bottom = view.height - h;
    const corners = { "top-left": [0, 0], "bottom-left": [0, bottom], "bottom-right": [right, bottom] };
    const spots = [...trail.map(([x, y]) => [x, y, 1]), ...data.signs.map((sign) => [...screen(sign.at), 20])];
    const hidden = ([left, top]) => spots.reduce((sum, [x, y, weight]) => sum + (x > left && x < left + w && y > top && y < top + h ? weight : 0), 0);
    const [[best]] = Object.entries(corners).map(([name, corner]) => [name, hidden(corner)]).sort((a, b) => a[1] - b[1]);
    legend.dataset.corner = best;
  };

  // ---- the whole picture, at most once a frame
  let asked = false;
  const draw = () => {
    asked = false;
    layer("ground").setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    drawShut();
    drawWays();
    samples();
    if (view.isFitted) { view.isFitted = false; placeLegend(); }
    taken = [...document.querySelectorAll(".legend, .zoom")].filter((part) => part.offsetParent).map((part) =>
      [part.offsetLeft - 4, part.offsetTop - 4, part.offsetLeft + part.offsetWidth + 4, part.offsetTop + part.offsetHeight + 4]);
    drawSigns();
    drawWords();
  };
  const redraw = () => { if (!asked) { asked = true; requestAnimationFrame(draw); } };

  // ---- what lights up together
  const paint = () => {
    cards.forEach((card, index) => {
      card.classList.toggle("lit", index === still.lit);
      card.classList.toggle("on", index === still.on);
      card.setAttribute("aria-current", index === still.on ? "true" : "false");
    });
    redraw();
  };
  let leaving = 0;
  const light = (index) => {
    clearTimeout(leaving);
    if (index === still.lit) return;
    // Lines are drawn anew under the pointer: a short wait keeps them from flickering.
    leaving = setTimeout(() => { still.lit = index; paint(); }, index === null ? 60 : 15);
  };
  const choose = (index, show) => {
    still.on = index;
    if (show) cards[index].scrollIntoView({ block: "nearest" });
    paint();
  };
  cards.forEach((card, index) => {
    card.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") light(index); });
    card.addEventListener("pointerleave", () => light(null));
    card.addEventListener("focus", () => light(index));
    card.addEventListener("blur", () => light(null));
    card.addEventListener("click", (event) => { if (!event.target.closest("details")) choose(index); });
    card.addEventListener("keydown", (event) => {
      const next = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.target !== card) return;
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(index); }
      if (next && cards[index + next]) { event.preventDefault(); cards[index + next].focus(); }
    });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { light(null); tell(null); } });

  const tell = (sign) => {
    tip.style.visibility = sign ? "visible" : "hidden";
    if (!sign) return;
    const name = document.createElement("b");
    name.textContent = sign.name;
    tip.replaceChildren(name, ...sign.told.map((line) => Object.assign(document.createElement("div"), { textContent: line })));
    const [x, y] = sign.spot, right = x + 14 + tip.offsetWidth > view.width;
    tip.style.transform = `translate(${Math.max(4, right ? x - 14 - tip.offsetWidth : x + 14)}px, ${Math.max(4, Math.min(y + 10, view.height - tip.offsetHeight - 4))}px)`;
  };

  // ---- pan and zoom
  const fit = () => {
    view.width = frame.clientWidth;
    view.height = frame.clientHeight;
    const [left, top, right, bottom] = data.box;
    // Names need an edge; on a phone the buttons lie along the bottom.
    const [across, above, below] = isSmall() ? [34, 26, 62] : [70, 48, 48];
    const k = Math.min((view.width - 2 * across) / Math.max(right - left, 60), (view.height - above - below) / Math.max(bottom - top, 60));
    Object.assign(view, { k, least: Math.min(k / 3, view.width / data.world), most: k * 40 });
    view.x = view.width / 2 - (k * (left + right)) / 2;
    view.y = (above + view.height - below) / 2 - (k * (top + bottom)) / 2;
    view.isFitted = true;
    redraw();
  };
  const zoom = (factor, x = view.width / 2, y = view.height / 2) => {
    const k = Math.max(view.least, Math.min(view.most, view.k * factor)), by = k / view.k;
    Object.assign(view, { k, x: x - (x - view.x) * by, y: y - (y - view.y) * by });
    redraw();
  };
  const move = (dx, dy) => { view.x += dx; view.y += dy; redraw(); };
  const fingers = new Map();
  const at = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(2 ** (-event.deltaY * (event.deltaMode ? 0.05 : 0.0022)), ...at(event));
  }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, at(event)); });
  window.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = at(event), others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, spot]) => spot);
    if (others.length) {
      const [x, y] = others[0];
      move((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
      zoom(Math.hypot(now[0] - x, now[1] - y) / Math.max(1, Math.hypot(before[0] - x, before[1] - y)), (now[0] + x) / 2, (now[1] + y) / 2);
    } else move(now[0] - before[0], now[1] - before[1]);
    fingers.set(event.pointerId, now);
  });
  for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, (event) => fingers.delete(event.pointerId));
  canvas.addEventListener("dblclick", (event) => zoom(2, ...at(event)));
  canvas.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    if (moves[event.key]) { event.preventDefault(); move(...moves[event.key]); }
    if (event.key === "+" || event.key === "=") zoom(1.5);
    if (event.key === "-") zoom(1 / 1.5);
    if (event.key === "0") fit();
  });
  document.querySelector(".nearer").addEventListener("click", () => zoom(1.6));
  document.querySelector(".further").addEventListener("click", () => zoom(1 / 1.6));
  document.querySelector(".whole").addEventListener("click", fit);
  new ResizeObserver(fit).observe(frame);
  const named = cards.findIndex((card) => `#${card.id}` === location.hash);
  if (named > 0) choose(named, true);
  paint();
  fit();
})();
