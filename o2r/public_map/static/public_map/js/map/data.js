/**
 * Owns what the map asks of the server: the projects of the present filters, the units that carry
 * the counters, the zone of one project, and the types of these answers.
 */

/**
 * @typedef {[west: number, south: number, east: number, north: number]} Bounds degrees, WGS84
 *
 * @typedef {object} Project
 * @property {string} slug
 * @property {string} title
 * @property {string} url address of its page, ending with /
 * @property {string} bearer name of the organisation that leads it
 * @property {string} commune INSEE code of the commune it stands on: the most populous of its zone
 * @property {string} commune_name
 * @property {number} lat
 * @property {number} lon
 * @property {string} region code of the région of that commune
 * @property {string} department code of its département
 * @property {boolean} example whether the project is fictional, for demonstration
 *
 * @typedef {object} Place the commune searched, when there is one
 * @property {string} code
 * @property {string} name
 * @property {number} lat
 * @property {number} lon
 * @property {string} department
 *
 * @typedef {object} Results
 * @property {Project[]} projects
 * @property {string[]} order slugs in the order of the list
 * @property {number} count
 * @property {Place | null} [place]
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
async function json(address, signal) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/**
 * @param {string} address
 * @param {AbortSignal} [signal]
 * @returns {Promise<Results>} its projects in the order of the list
 */
export async function fetchResults(address, signal) {
  /** @type {Results} */
  const results = await json(address, signal);
  const rank = new Map(results.order.map((slug, i) => [slug, i]));
  const last = results.order.length;
  results.projects.sort((a, b) => (rank.get(a.slug) ?? last) - (rank.get(b.slug) ?? last));
  return results;
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
