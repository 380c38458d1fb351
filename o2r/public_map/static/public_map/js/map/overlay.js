/**
 * Owns what is drawn over the background and changes with the selection or the zoom: the zone of one
 * project at a time, and the names beside the counters. Geometry is for the eye only; what a zone
 * holds is decided by communes.
 */

import { fetchZone } from "./data.js";
import { markPoints, MARKS } from "./labels.js";
import { NO_FEATURE, ZONE } from "./style.js";

/** @typedef {import("./data.js").ZoneFeature} ZoneFeature */

export class Zone {
  /** @param {import("maplibre-gl").Map} map its style being loaded */
  constructor(map) {
    this.map = map;
    /** @type {AbortController | null} */
    this.request = null;
    /** @type {Map<string, ZoneFeature>} */
    this.known = new Map();
  }

  /**
   * Draws a zone in place of the present one.
   *
   * @param {string} address of its GeoJSON feature
   * @returns {Promise<ZoneFeature | null>} null when another zone was asked for meanwhile
   * @throws {Error} when the zone cannot be had; none is drawn then
   */
  async show(address) {
    this.clear();
    const request = new AbortController();
    this.request = request;
    try {
      const feature = this.known.get(address) ?? (await fetchZone(address, request.signal));
      this.known.set(address, feature);
      if (request.signal.aborted) return null;
      this.put(feature);
      return feature;
    } catch (error) {
      if (request.signal.aborted) return null;
      throw error;
    }
  }

  clear() {
    this.request?.abort();
    this.request = null;
    this.put(NO_FEATURE);
  }

  /**
   * Draws a zone already at hand.
   *
   * @param {ZoneFeature | typeof NO_FEATURE} data
   */
  put(data) {
    setData(this.map, ZONE, data);
  }
}

/**
 * Writes the names of the units beside their counters, and moves the other labels out of the way of
 * the marks.
 *
 * @param {import("maplibre-gl").Map} map
 * @param {readonly import("./counters.js").Group[]} groups
 * @param {boolean} named whether the units are named
 */
export function drawMarks(map, groups, named) {
  setData(map, MARKS, markPoints(groups, named));
}

/**
 * @param {import("maplibre-gl").Map} map
 * @param {string} id of a GeoJSON source of the style
 * @param {import("geojson").GeoJSON} data
 */
function setData(map, id, data) {
  const source = map.getSource(id);
  const geojson = /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (source);
  geojson?.setData(data);
}
