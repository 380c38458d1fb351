/** Owns which tab a key leads to, and which one an address opens. No DOM. */

/**
 * The tab that a key of the keyboard leads to (ARIA tabs: arrows turn round, Home, End).
 *
 * @param {string} key
 * @param {number} from rank of the tab that has the keyboard
 * @param {number} many how many tabs there are
 * @returns {number} −1 for a key that moves nothing
 */
export function ledTo(key, from, many) {
  if (many < 1) return -1;
  switch (key) {
    case "ArrowRight":
      return (from + 1) % many;
    case "ArrowLeft":
      return (from - 1 + many) % many;
    case "Home":
      return 0;
    case "End":
      return many - 1;
    default:
      return -1;
  }
}

/**
 * The tab that an address opens: the one whose part holds what the address names.
 *
 * @param {string} hash « #notes »
 * @param {readonly (readonly string[])[]} held what each part holds, by its identifiers
 * @returns {number} −1 when no part holds it
 */
export function opened(hash, held) {
  let name = "";
  try {
    name = decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    // A broken address opens nothing.
  }
  return name === "" ? -1 : held.findIndex((names) => names.includes(name));
}
