/**
 * Owns the marks on the map: one real button per group, named in French, in reading order, told
 * apart by shape and number and not by colour alone.
 */

import { groupName, placeName } from "./sentences.js";

/** @typedef {import("./counters.js").Group} Group */
/** @typedef {import("./data.js").Project} Project */
/** @typedef {{group: Group, marker: import("maplibre-gl").Marker, element: HTMLButtonElement}} Mark */

const SVG = "http://www.w3.org/2000/svg";
const PIN = "M14 35C14 35 26 22.5 26 13.5A12 12 0 1 0 2 13.5C2 22.5 14 35 14 35Z";

export class Markers {
  /**
   * @param {import("maplibre-gl").Map} map
   * @param {typeof import("maplibre-gl").Marker} Marker
   * @param {{activate: (group: Group, keyboard: boolean) => void,
   *   hover: (group: Group | null) => void}} act
   */
  constructor(map, Marker, act) {
    this.map = map;
    this.Marker = Marker;
    this.act = act;
    /** @type {Map<string, Mark>} */
    this.marks = new Map();
    /** @type {import("maplibre-gl").Marker | null} */
    this.here = null;
  }

  /**
   * Puts these groups on the map, and only these. A mark that stays keeps its button, and its focus.
   *
   * @param {readonly Group[]} groups in the order of the keyboard
   * @param {ReadonlyMap<string, Project>} projects
   */
  show(groups, projects) {
    const focused = document.activeElement;
    const keys = new Set(groups.map(({ key }) => key));
    for (const [key, { marker }] of this.marks) {
      if (keys.has(key)) continue;
      marker.remove();
      this.marks.delete(key);
    }
    const selected = groups.find((group) => group.selected) ?? null;
    for (const group of groups) {
      const mark = this.marks.get(group.key) ?? this.#create(group);
      mark.group = group;
      dress(mark.element, group, projects, selected);
    }
    this.#order(groups);
    if (focused instanceof HTMLElement && focused !== document.activeElement) {
      if (focused.isConnected) focused.focus({ preventScroll: true });
    }
  }

  /**
   * Shows which marks hold a project that the reader points at elsewhere.
   *
   * @param {string | null} slug
   */
  highlight(slug) {
    for (const { element, group } of this.marks.values()) {
      element.classList.toggle("is-hovered", slug !== null && group.ids.includes(slug));
    }
  }

  /**
   * Marks the commune searched: a place, not a button.
   *
   * @param {import("./data.js").Place | null} place
   */
  showPlace(place) {
    this.here?.remove();
    this.here = null;
    if (!place) return;
    const element = document.createElement("span");
    element.className = "o2r-here";
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", placeName(place.name));
    const name = document.createElement("span");
    name.textContent = place.name;
    element.append(name);
    this.here = new this.Marker({ element }).setLngLat([place.lon, place.lat]).addTo(this.map);
    // Under the marks, which are pressed.
    this.map.getCanvas().after(element);
  }

  /**
   * Gives the keyboard to the first mark that holds one of these projects.
   *
   * @param {readonly string[]} slugs
   */
  focus(slugs) {
    const wanted = new Set(slugs);
    for (const element of this.map.getCanvasContainer().querySelectorAll("[data-o2r-mark]")) {
      const mark = this.marks.get(element.getAttribute("data-o2r-mark") ?? "");
      if (!mark?.group.ids.some((slug) => wanted.has(slug))) continue;
      mark.element.focus({ preventScroll: true });
      return;
    }
  }

  /**
   * @param {Group} group
   * @returns {Mark}
   */
  #create(group) {
    const element = document.createElement("button");
    element.type = "button";
    element.dataset.o2rMark = group.key;
    const shape = document.createElement("span");
    shape.className = "o2r-mark-shape";
    const pin = group.ids.length === 1;
    if (pin) shape.append(drawPin());
    element.append(shape);
    const anchor = pin ? "bottom" : "center";
    const marker = new this.Marker({ element, anchor })
      .setLngLat([group.lon, group.lat])
      .addTo(this.map);
    const mark = { group, marker, element };
    this.marks.set(group.key, mark);
    // A click made by a key has no detail.
    element.addEventListener("click", (event) => this.act.activate(mark.group, event.detail === 0));
    for (const type of ["pointerenter", "focus"]) {
      element.addEventListener(type, () => this.act.hover(mark.group));
    }
    for (const type of ["pointerleave", "blur"]) {
      element.addEventListener(type, () => this.act.hover(null));
    }
    return mark;
  }

  /** @param {readonly Group[]} groups */
  #order(groups) {
    const parent = this.map.getCanvasContainer();
    /** @type {Element | null} */
    let next = null;
    for (const { key } of [...groups].reverse()) {
      const element = this.marks.get(key)?.element;
      if (!element) continue;
      if (element.nextElementSibling !== next) parent.insertBefore(element, next);
      next = element;
    }
  }
}

/**
 * @param {HTMLButtonElement} element
 * @param {Group} group
 * @param {ReadonlyMap<string, Project>} projects
 * @param {Group | null} selected
 */
function dress(element, group, projects, selected) {
  const n = group.ids.length;
  const name = groupName(group, projects, selected);
  const label = group.selected ? `${name}, projet sélectionné` : name;
  if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
  element.title = name;
  const kinds = {
    [`is-${group.kind}`]: true,
    "is-one": n === 1,
    "is-selected": group.selected,
    "is-quiet": selected !== null && !group.selected,
    "is-example": group.ids.every((slug) => projects.get(slug)?.example),
  };
  element.classList.add("o2r-mark");
  for (const [kind, on] of Object.entries(kinds)) element.classList.toggle(kind, on);
  if (group.selected) element.setAttribute("aria-current", "true");
  else element.removeAttribute("aria-current");
  const shape = element.firstElementChild;
  if (n > 1 && shape) {
    shape.textContent = String(n);
    element.dataset.o2rDigits = String(String(n).length);
  }
}

function drawPin() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 28 37");
  svg.setAttribute("aria-hidden", "true");
  const drop = document.createElementNS(SVG, "path");
  drop.setAttribute("d", PIN);
  const eye = document.createElementNS(SVG, "circle");
  for (const [name, value] of [["cx", "14"], ["cy", "13.5"], ["r", "4.5"]]) {
    if (name && value) eye.setAttribute(name, value);
  }
  svg.append(drop, eye);
  return svg;
}
