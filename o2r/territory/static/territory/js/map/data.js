/**
 * Owns what a map asks of the server whatever the page: the boxes and centres of the régions and
 * départements, the outline of a zone, and the types of these answers.
 */

/**
 * @typedef {[west: number, south: number, east: number, north: number]} Bounds degrees, WGS84
 *
 * @typedef {object} Unit a région or a département
 * @property {string} code
 * @property {string} name
 * @property {string} [region] only for a département
 * @property {number} lat where its counter stands
 * @property {number} lon
 * @property {Bounds} bounds
 *
 * @typedef {object} Inset a département d'outre-mer, drawn small
 * @property {string} code of the département
 * @property {string} name
 * @property {Bounds} bounds
 * @property {string} [path] the d of an SVG path
 * @property {string} [viewBox]
 *
 * @typedef {object} Config
 * @property {Unit[]} regions
 * @property {Unit[]} departments
 * @property {Inset[]} insets
 * @property {Bounds} metropole
 *
 * @typedef {import("geojson").Feature<
 *   import("geojson").Geometry, {label: string, bounds: Bounds}>} ZoneFeature
 */

/**
 * @param {string} address
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function json(address, signal) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/**
 * @param {string} address
 * @returns {Promise<Config>}
 */
export function fetchConfig(address) {
  return json(address);
}

/**
 * @param {string} address
 * @param {AbortSignal} [signal]
 * @returns {Promise<ZoneFeature>}
 */
export function fetchZone(address, signal) {
  return json(address, signal);
}
