/**
 * Owns the row of insets under the map: each overseas département drawn small with the number of
 * what stands there, as a button that takes the map there, and one that brings it back to the métropole.
 */

/** @typedef {import("./data.js").Bounds} Bounds */
/** @typedef {import("./data.js").Config} Config */

const SVG = "http://www.w3.org/2000/svg";
const HOME = "metropole";
const HEXAGON = { path: "M48 2L94 24L88 78L50 96L12 80L4 28Z", viewBox: "0 0 98 98" };

export class Insets {
  /**
   * @param {HTMLElement} parent
   * @param {Config} config
   * @param {(bounds: Bounds) => void} go
   * @param {readonly [one: string, many: string]} nouns of what is counted
   */
  constructor(parent, config, go, nouns) {
    this.config = config;
    this.nouns = nouns;
    /** @type {Map<string, {button: HTMLButtonElement, number: HTMLElement}>} */
    this.buttons = new Map();
    const row = document.createElement("ul");
    row.className = "o2r-map-insets";
    row.dataset.o2rMapPart = "insets";
    row.setAttribute("aria-label", "Parties du territoire");
    row.append(this.#item(HOME, "Métropole", HEXAGON, () => go(config.metropole)));
    for (const inset of config.insets) {
      row.append(this.#item(inset.code, inset.name, inset, () => go(inset.bounds)));
    }
    parent.append(row);
    for (const svg of row.querySelectorAll("svg")) tighten(svg);
  }

  /** @param {readonly {department: string}[]} things each with the code of its département */
  count(things) {
    const overseas = new Set(this.config.insets.map(({ code }) => code));
    for (const [code, { button, number }] of this.buttons) {
      const n = things.filter(({ department }) =>
        code === HOME ? !overseas.has(department) : department === code,
      ).length;
      const noun = document.createElement("span");
      noun.className = "visually-hidden";
      noun.textContent = ` ${this.nouns[n < 2 ? 0 : 1]}`;
      number.replaceChildren(String(n), noun);
      button.classList.toggle("is-empty", n === 0);
    }
  }

  /**
   * Says which part of the territory the map shows.
   *
   * @param {string | null} code of the overseas département at the centre of the map
   */
  mark(code) {
    for (const [key, { button }] of this.buttons) {
      if (key === (code ?? HOME)) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  /**
   * @param {string} code
   * @param {string} name
   * @param {{path?: string, viewBox?: string}} drawing
   * @param {() => void} pressed
   */
  #item(code, name, drawing, pressed) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.o2rInset = code;
    button.addEventListener("click", pressed);
    const label = document.createElement("span");
    label.textContent = name;
    const number = document.createElement("strong");
    button.append(draw(drawing), label, " ", number);
    this.buttons.set(code, { button, number });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }
}

/** @param {{path?: string, viewBox?: string}} drawing nothing is drawn of an unknown outline */
function draw({ path = "", viewBox = "0 0 1 1" }) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/**
 * Makes the drawing fill its frame, whatever the room the server left around it.
 *
 * @param {SVGSVGElement} svg on the page
 */
function tighten(svg) {
  const { x, y, width, height } = svg.getBBox();
  if (width && height) svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
}
