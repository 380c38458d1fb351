/**
 * Owns the only two ways by which a text becomes markup or code. Our Content-Security-Policy asks
 * the browser for Trusted Types: anywhere else, a text written where markup or the address of a
 * script is expected is an error. Browsers without Trusted Types simply pass the text on.
 */

/**
 * @typedef {object} Rules
 * @property {(text: string) => string} [createHTML]
 * @property {(address: string) => string | null} [createScriptURL]
 */
/** @typedef {{createHTML: (text: string) => string}} Policy what it makes is accepted as a string */
/** @typedef {{createPolicy: (name: string, rules: Rules) => Policy}} Factory */

const factory = /** @type {{trustedTypes?: Factory}} */ (/** @type {unknown} */ (globalThis))
  .trustedTypes;

/** Parsed into a document of its own, where no script runs. */
const pages = factory?.createPolicy("o2r", { createHTML: (text) => text });

/**
 * @param {string} text a page or a part of a page that our own server answered
 * @returns {Document}
 */
export function parsePage(text) {
  return new DOMParser().parseFromString(pages?.createHTML(text) ?? text, "text/html");
}

/** @type {Set<string>} */
const workers = new Set();

// The map library starts its worker from a plain text: the browser asks the policy of this name.
factory?.createPolicy("default", {
  createScriptURL: (address) => (workers.has(new URL(address, location.href).href) ? address : null),
});

/**
 * @param {string} address of a worker's script, from our own site: any other is refused
 */
export function allowWorker(address) {
  const { href, origin } = new URL(address, location.href);
  if (origin === location.origin) workers.add(href);
}
