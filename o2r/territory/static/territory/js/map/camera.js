/**
 * Owns the view of the map: what is in sight, and the moves from one view to another, which are
 * jumps when the reader asked for no motion.
 */

import { fitZoom } from "./framing.js";
import { CLOSEST, PADDING } from "./library.js";

/** @typedef {import("./data.js").Bounds} Bounds */

const STEP = 0.1; // zoom, so that a view meant for the next level is never one hair below it
const PACE_MS = 900;

export class Camera {
  /** @param {import("maplibre-gl").Map} map */
  constructor(map) {
    this.map = map;
  }

  get zoom() {
    return this.map.getZoom();
  }

  /** @returns {{lat: number, lon: number}} */
  get center() {
    const { lat, lng: lon } = this.map.getCenter();
    return { lat, lon };
  }

  /**
   * @param {number} [margin] part of the view added on each side
   * @returns {Bounds} what is in sight
   */
  bounds(margin = 0) {
    const bounds = this.map.getBounds();
    const [west, south] = [bounds.getWest(), bounds.getSouth()];
    const [east, north] = [bounds.getEast(), bounds.getNorth()];
    const x = (east - west) * margin;
    const y = (north - south) * margin;
    return [west - x, south - y, east + x, north + y];
  }

  /**
   * @param {Bounds} bounds
   * @returns {number} the zoom that shows them on this screen
   */
  zoomFor(bounds) {
    const { clientWidth, clientHeight } = this.map.getContainer();
    return fitZoom(bounds, clientWidth - 2 * PADDING, clientHeight - 2 * PADDING);
  }

  /**
   * @param {Bounds} bounds
   * @param {number} [atLeast] zoom below which the view must not stay
   */
  go(bounds, atLeast = 0) {
    const camera = this.map.cameraForBounds(bounds, { padding: PADDING, maxZoom: CLOSEST });
    if (!camera) return;
    const zoom = Math.min(Math.max(camera.zoom ?? 0, atLeast + STEP), CLOSEST);
    this.map.flyTo({ ...camera, zoom, duration: PACE_MS });
  }
}
