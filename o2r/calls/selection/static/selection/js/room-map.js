/**
 * Owns the map of the committee room: what each département, EPCI and commune of the call is in the
 * scenario. The server's drawing stays where the browser cannot draw.
 */

import { json } from "../../territory/js/map/data.js";
import { drawMap } from "../../territory/js/map/drawn-map.js";
import { hideFallback, showFallback } from "../../territory/js/map/fallback.js";
import { zoneBounds } from "../../territory/js/map/framing.js";
import { canDraw } from "../../territory/js/map/library.js";
import { setData } from "../../territory/js/map/overlay.js";
import { ZONE } from "../../territory/js/map/style.js";
import { readColours as readThemeColours, watchTheme } from "../../territory/js/map/theme.js";
import { CLASSES, imageOf, NONE, pattern, patternOf } from "./room-classes.js";

/** @typedef {{departments: string, epci: string, communes: string}} Classes */
/** @typedef {import("./room-classes.js").Rgb} Rgb */
/**
 * @typedef {object} Units
 * @property {string[]} departments codes, in the order of the classes
 * @property {string[]} epci
 * @property {string[]} communes
 * @property {import("../../territory/js/map/data.js").Bounds} bounds
 * @property {import("../../territory/js/map/data.js").ZoneFeature} perimeter
 * @property {import("../../territory/js/map/data.js").ZoneFeature} outside what the units hold beyond
 *   the perimeter, left plain
 */

/** Where each layer of the tiles takes over: EPCI from 6, communes from 9. */
const LEVELS = /** @type {const} */ ({ departments: [0, 6], epci: [6, 9], communes: [9, 24] });
const OUTSIDE = "room-outside";
const EPCI_FROM = 6;
const NEARLY = 0.9;
/** @type {import("../../territory/js/map/data.js").Bounds} */
const METROPOLE = [-5.2, 41.3, 9.6, 51.1];
const NO_WEBGL =
  "Votre navigateur ne peut pas dessiner la carte interactive (WebGL 2 absent). "
  + "Le dessin et les tableaux disent la même chose.";
const NO_DATA =
  "La carte interactive n’a pas pu être chargée. Le dessin et les tableaux disent la même chose.";

export class RoomMap {
  /**
   * @param {HTMLElement} section
   * @param {import("maplibre-gl").Map} map its style loaded
   * @param {Units} units
   */
  constructor(section, map, units) {
    this.section = section;
    this.map = map;
    this.units = units;
  }

  /** @param {Classes} classes of the scenario */
  start(classes) {
    this.#images();
    for (const [level, [minzoom, maxzoom]] of Object.entries(LEVELS)) {
      this.map.addLayer(
        {
          id: `room-${level}`,
          type: "fill",
          source: "fr",
          "source-layer": level,
          minzoom,
          maxzoom,
          paint: { "fill-pattern": NONE, "fill-antialias": false },
        },
        "communes",
      );
    }
    this.#plainOutside();
    this.show(classes);
    setData(this.map, ZONE, this.units.perimeter);
    this.map.setPaintProperty("zone", "fill-opacity", 0);
    watchTheme(() => {
      this.#images();
      this.map.setPaintProperty("zone", "fill-opacity", 0);
      this.map.setPaintProperty(OUTSIDE, "fill-color", this.#land());
    });
    // One level closer, EPCI are drawn rather than départements: a région nearly fits there.
    const zoom = this.map.getZoom();
    if (zoom < EPCI_FROM && zoom > EPCI_FROM - NEARLY) this.map.setZoom(EPCI_FROM);
  }

  /** A unit that is only partly in the call is coloured there alone. */
  #plainOutside() {
    this.map.addSource(OUTSIDE, { type: "geojson", data: this.units.outside });
    this.map.addLayer(
      { id: OUTSIDE, type: "fill", source: OUTSIDE, paint: { "fill-color": this.#land() } },
      "communes",
    );
  }

  #land() {
    return readThemeColours(this.section).land;
  }

  /** @param {Classes} classes */
  show(classes) {
    for (const level of /** @type {(keyof Classes)[]} */ (Object.keys(LEVELS))) {
      const found = patternOf(this.units[level], classes[level]);
      this.map.setPaintProperty(`room-${level}`, "fill-pattern", found);
    }
  }

  #images() {
    const colours = readColours(this.section);
    for (const kind of [...CLASSES, "none"]) {
      const image = pattern(kind, colours);
      if (this.map.hasImage(imageOf(kind))) this.map.updateImage(imageOf(kind), image);
      else this.map.addImage(imageOf(kind), image);
    }
  }
}

/**
 * @param {HTMLElement} section
 * @returns {import("./room-classes.js").RoomColours} of the theme, as the map paints them
 */
function readColours(section) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const style = getComputedStyle(section);
  /** @param {string} name @returns {Rgb} */
  const read = (name) => {
    if (!context) return [0, 0, 0];
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = style.getPropertyValue(`--o2r-room-${name}`).trim();
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b];
  };
  return { white: read("white"), once: read("once"), twice: read("twice") };
}

/**
 * @param {HTMLElement} section carrying data-units, data-tiles, data-worker and the first classes
 * @returns {Promise<RoomMap | null>} null when the server's drawing is shown instead
 */
export async function openRoomMap(section) {
  const canvas = section.querySelector("[data-o2r-map-canvas]");
  if (!(canvas instanceof HTMLElement)) return null;
  if (!canDraw()) {
    showFallback(section, NO_WEBGL);
    return null;
  }
  section.dataset.o2rMapState = "loading";
  try {
    /** @type {Units} */
    const units = await json(section.dataset.units ?? "");
    const { map } = await drawMap(section, canvas, zoneBounds(units.bounds, METROPOLE));
    const shown = new RoomMap(section, map, units);
    // What was chosen while the map was loading is in the attributes too.
    shown.start(classesOf(section));
    hideFallback(section);
    return shown;
  } catch (error) {
    console.warn(error);
    showFallback(section, NO_DATA);
    return null;
  }
}

/**
 * @param {HTMLElement} section
 * @returns {Classes}
 */
function classesOf({ dataset: { departments = "", epci = "", communes = "" } }) {
  return { departments, epci, communes };
}
