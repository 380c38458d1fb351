/**
 * Owns the address by which the zone editor asks the server what a zone is, short enough for servers
 * that cut long addresses. Pure: no DOM.
 */

/** Characters: servers refuse the request line beyond 4,094 (gunicorn), path and method included. */
export const LONGEST = 3900;

/**
 * @typedef {object} Question
 * @property {string} expression
 * @property {string} [within] perimeter that the zone must stay in
 * @property {string} [of] what has this perimeter
 * @property {string} [name] of the field in its form
 * @property {string} [act]
 * @property {string} [text] what is typed
 * @property {string} [unit] term of the proposal taken in the list
 * @property {string} [drawing] "1" to have the server's drawing too
 */

/**
 * @param {string} source path of the answer
 * @param {Question} question
 * @returns {string | null} null when the address would be too long to be answered
 */
export function zoneAddress(source, question) {
  const query = Object.entries(question)
    .filter(([key, value]) => value !== "" || key === "expression")
    .map(([key, value]) => `${key}=${encoded(key, value)}`)
    .join("&");
  const address = `${source}?${query}`;
  return address.length > LONGEST ? null : address;
}

/**
 * @param {string} key
 * @param {string} value
 */
function encoded(key, value) {
  const expression = key === "expression" || key === "within";
  // Spaces do not count in an expression, and a colon needs no code in a query.
  const text = expression ? value.replaceAll(" ", "") : value;
  return encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%3D", "=");
}
