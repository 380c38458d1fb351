/**
 * Owns what is drawn over the background and changes: one zone at a time. Geometry is for the eye
 * only; what a zone holds is decided by communes.
 */

import { fetchZone } from "./data.js";
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
 * @param {import("maplibre-gl").Map} map
 * @param {string} id of a GeoJSON source of the style
 * @param {import("geojson").GeoJSON} data
 */
export function setData(map, id, data) {
  const source = map.getSource(id);
  const geojson = /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (source);
  geojson?.setData(data);
}
