/**
 * Owns where the map looks: the part of the country that shows a zone or points, and
 * the arithmetic of the web Mercator projection it needs. Pure: no DOM, no MapLibre.
 */

/** @typedef {import("./data.js").Bounds} Bounds */

const TILE = 512; // pixels of the whole world at zoom 0

/**
 * Where a point falls on the map of the whole world.
 *
 * @param {number} lat degrees
 * @param {number} lon degrees
 * @param {number} zoom
 * @returns {[x: number, y: number]} pixels
 */
export function pixel(lat, lon, zoom) {
  const size = TILE * 2 ** zoom;
  const sin = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
  return [(lon / 360 + 0.5) * size, y * size];
}

/**
 * The greatest zoom at which bounds are wholly seen.
 *
 * @param {Bounds} bounds
 * @param {number} width pixels available, margins left out
 * @param {number} height
 */
export function fitZoom([west, south, east, north], width, height) {
  const [left, bottom] = pixel(south, west, 0);
  const [right, top] = pixel(north, east, 0);
  return Math.log2(Math.min(width / (right - left), height / (bottom - top)));
}

/**
 * @param {Bounds} bounds
 * @param {{lat: number, lon: number}} point
 */
export function contains([west, south, east, north], { lat, lon }) {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/**
 * @param {readonly Bounds[]} several at least one
 * @returns {Bounds}
 */
export function union(several) {
  return [
    Math.min(...several.map((b) => b[0])),
    Math.min(...several.map((b) => b[1])),
    Math.max(...several.map((b) => b[2])),
    Math.max(...several.map((b) => b[3])),
  ];
}

/**
 * @param {readonly {lat: number, lon: number}[]} points at least one
 * @returns {Bounds}
 */
export function around(points) {
  return union(points.map(({ lat, lon }) => [lon, lat, lon, lat]));
}

/**
 * The view that shows a zone: a zone that is also overseas is shown by its part in the métropole,
 * since no screen shows both.
 *
 * @param {Bounds} zone
 * @param {Bounds} metropole
 * @returns {Bounds}
 */
export function zoneBounds(zone, metropole) {
  const shared = /** @type {Bounds} */ ([
    Math.max(zone[0], metropole[0]),
    Math.max(zone[1], metropole[1]),
    Math.min(zone[2], metropole[2]),
    Math.min(zone[3], metropole[3]),
  ]);
  return shared[0] < shared[2] && shared[1] < shared[3] ? shared : zone;
}
