/**
 * Owns the shading of EPCI on a map: each has a level, 0 to 5, drawn in the scale of the theme under
 * the borders. Shades say nothing alone: the page gives the same figures in a table.
 */

import { readTokens, watchTheme } from "./theme.js";

/** @typedef {import("maplibre-gl").LayerSpecification} Layer */
/** @typedef {Readonly<Record<string, number>>} Levels by code of EPCI, 0 to 5 */

export const SHADES = "shades"; // id of the layer
export const STEPS = 6;
const OPACITY = 0.82;
const UNDER = "communes"; // first layer of the borders

/**
 * @param {Levels} levels
 * @param {readonly string[]} colours of the steps, from 0
 * @returns {Layer} the layer; it shows nothing of an EPCI that has no level
 */
export function shadesLayer(levels, colours) {
  const codes = Object.keys(levels);
  const last = colours.length - 1;
  const pairs = codes.flatMap((code) => [code, colours[Math.min(levels[code] ?? 0, last)] ?? ""]);
  const none = "rgba(0, 0, 0, 0)";
  return /** @type {Layer} */ ({
    id: SHADES,
    type: "fill",
    source: "fr",
    "source-layer": "epci",
    filter: ["in", ["get", "code"], ["literal", codes]],
    paint: {
      "fill-color": codes.length ? ["match", ["get", "code"], ...pairs, none] : none,
      "fill-opacity": OPACITY,
    },
  });
}

export class Shades {
  /**
   * @param {HTMLElement} section
   * @param {import("maplibre-gl").Map} map its style loaded
   */
  constructor(section, map) {
    this.section = section;
    this.map = map;
    /** @type {Levels} */
    this.levels = {};
    watchTheme(() => this.show(this.levels));
  }

  /** @param {Levels} levels in place of the present ones */
  show(levels) {
    this.levels = levels;
    const names = Array.from({ length: STEPS }, (_, step) => `scale-${step}`);
    const layer = shadesLayer(levels, readTokens(this.section, names));
    if (this.map.getLayer(SHADES)) this.map.removeLayer(SHADES);
    this.map.addLayer(layer, UNDER);
  }
}
