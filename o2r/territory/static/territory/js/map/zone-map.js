/**
 * Owns a map that shows one zone: drawn when the page comes near it, redrawn when the zone changes,
 * replaced by the server's drawing when the browser cannot draw. A zone half overseas is shown by
 * its part in the métropole.
 */

import { Camera } from "./camera.js";
import { fetchZone } from "./data.js";
import { drawMap } from "./drawn-map.js";
import { hideFallback, showFallback } from "./fallback.js";
import { zoneBounds } from "./framing.js";
import { canDraw, library } from "./library.js";
import { setData, Zone } from "./overlay.js";
import { PERIMETER } from "./style.js";

/** @typedef {import("./data.js").Bounds} Bounds */

/** @type {Bounds} */
const METROPOLE = [-5.2, 41.3, 9.6, 51.1];
const NO_WEBGL =
  "Votre navigateur ne peut pas dessiner la carte interactive (WebGL 2 absent). "
  + "La phrase et la liste des communes disent la même chose.";
const NO_DATA =
  "La carte interactive n’a pas pu être chargée. "
  + "La phrase et la liste des communes disent la même chose.";

/**
 * @param {import("./data.js").ZoneFeature} feature
 * @returns {Bounds}
 */
function boundsOf({ properties: { bounds } }) {
  return zoneBounds(bounds, METROPOLE);
}

export class ZoneMap {
  /**
   * @param {HTMLElement} section
   * @param {import("maplibre-gl").Map} map its style loaded
   * @param {Bounds} home where the map looks when there is no zone
   */
  constructor(section, map, home) {
    this.section = section;
    this.home = home;
    this.zone = new Zone(map);
    this.camera = new Camera(map);
  }

  /**
   * Shows another zone, and goes there.
   *
   * @param {string} address of its GeoJSON feature; empty to show none
   * @returns {Promise<boolean>} whether the map shows what was asked
   */
  async show(address) {
    if (!address) {
      this.zone.clear();
      this.camera.go(this.home);
      return true;
    }
    try {
      const feature = await this.zone.show(address);
      if (feature) this.camera.go(boundsOf(feature));
      return feature !== null;
    } catch {
      return false;
    }
  }
}

/**
 * @param {HTMLElement} section carrying data-tiles, data-worker and data-zone, the address of the
 *   zone, empty when there is none yet
 * @returns {Promise<ZoneMap | null>} null when the server's drawing is shown instead
 */
export async function openZoneMap(section) {
  const canvas = section.querySelector("[data-o2r-map-canvas]");
  if (!(canvas instanceof HTMLElement)) return null;
  if (!canDraw()) {
    showFallback(section, NO_WEBGL);
    return null;
  }
  section.dataset.o2rMapState = "loading";
  try {
    const { zone = "", perimeter = "", worker } = section.dataset;
    const [feature, limits] = await Promise.all([
      zone ? fetchZone(zone) : null,
      perimeter ? fetchZone(perimeter) : null,
      library(worker),
    ]);
    const home = limits ? boundsOf(limits) : METROPOLE;
    const first = feature ? boundsOf(feature) : home;
    const title = section.getAttribute("aria-label") ?? undefined;
    const { map } = await drawMap(section, canvas, first, title);
    const shown = new ZoneMap(section, map, home);
    if (limits) setData(map, PERIMETER, limits);
    if (feature) shown.zone.put(feature);
    hideFallback(section);
    return shown;
  } catch (error) {
    console.warn(error);
    showFallback(section, NO_DATA);
    return null;
  }
}
