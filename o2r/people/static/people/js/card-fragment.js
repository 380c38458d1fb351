/**
 * Owns how the square of a card brings its code: after the « # » of the address, which a browser
 * never sends. Pure.
 */

const CODE = /^#([0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){3})$/;

/**
 * The code that an address brings.
 *
 * @param {string} hash what follows the address, « # » included
 * @returns {string} the code in capitals; empty when there is none
 */
export function codeIn(hash) {
  return CODE.exec(hash)?.[1]?.toUpperCase() ?? "";
}
