/**
 * Owns what the map of the results asks of the server, the projects of the present filters, and the
 * types of this answer. What every map asks is in territory/js/map/data.js.
 */

import { json } from "../../../territory/js/map/data.js";

/** @typedef {import("../../../territory/js/map/data.js").Bounds} Bounds */
/** @typedef {import("../../../territory/js/map/data.js").Config} Config */
/** @typedef {import("../../../territory/js/map/data.js").Unit} Unit */

/**
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
 */

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
