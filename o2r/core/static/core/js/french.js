/**
 * Owns the small rules of French that several sentences share: plural, numbers, lists, « à » before
 * the name of a commune. Pure: no DOM.
 */

const NUMBER = new Intl.NumberFormat("fr-FR");

/**
 * A number and its noun: 0 and 1 are singular in French.
 *
 * @param {number} n how many
 * @param {string} one the noun in the singular, with what agrees with it
 * @param {string} many the same in the plural
 */
export function count(n, one, many) {
  return `${NUMBER.format(n)} ${n < 2 ? one : many}`;
}

/**
 * "a", "a et b", "a, b et c".
 *
 * @param {readonly string[]} parts
 */
export function list(parts) {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} et ${parts[parts.length - 1]}`;
}

/**
 * « à Lyon », « au Havre », « aux Mureaux », « à La Rochelle »: the article merges with « à » when
 * it is masculine or plural.
 *
 * @param {string} commune
 */
export function inCommune(commune) {
  if (commune.startsWith("Le ")) return `au ${commune.slice(3)}`;
  if (commune.startsWith("Les ")) return `aux ${commune.slice(4)}`;
  return `à ${commune}`;
}
