/**
 * Owns the address of a list of results: which part of a form goes in it, and in which order. Pure:
 * no DOM, so that the list, the map and the history write the same address for the same filters.
 */

/**
 * The query of a form: what the browser would send, without the fields left empty.
 *
 * @param {Iterable<[string, unknown]>} entries of a FormData, in the order of the page
 * @returns {string} "" or "?commune=69259&public=jeunes"
 */
export function formSearch(entries) {
  const query = new URLSearchParams();
  for (const [name, value] of entries) {
    if (typeof value === "string" && value.trim() !== "") query.append(name, value.trim());
  }
  const text = query.toString();
  return text && `?${text}`;
}

/**
 * The same data address asked for other filters.
 *
 * @param {string} address of the data of the map, with the query of the list when the page came
 * @param {string} search the present query of the list
 */
export function withSearch(address, search) {
  const [path = ""] = address.split("?");
  const query = new URLSearchParams(search);
  // The map shows every project of the list, whatever the page of the list being read.
  query.delete("page");
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
