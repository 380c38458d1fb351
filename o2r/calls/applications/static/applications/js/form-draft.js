/**
 * Owns what a form holds as one text, on this device and in comparisons. Pure: no DOM.
 */

/** @typedef {[string, string][]} Values names and values, as a browser sends them */
/** @typedef {{values: Values, seen: string}} FormDraft seen: what the page showed before */

/**
 * @param {FormDraft} draft
 * @returns {string}
 */
export function packed({ values, seen }) {
  return JSON.stringify({ values, seen });
}

/**
 * @param {string} text
 * @returns {FormDraft | null} null for what is no draft of a form
 */
export function unpacked(text) {
  try {
    const { values, seen } = JSON.parse(text) ?? {};
    const isPair = (/** @type {unknown} */ one) =>
      Array.isArray(one) && one.length === 2 && one.every((part) => typeof part === "string");
    const isDraft = typeof seen === "string" && Array.isArray(values) && values.every(isPair);
    return isDraft ? { values, seen } : null;
  } catch {
    return null;
  }
}

/**
 * @param {Values} values
 * @param {readonly string[]} names
 * @returns {Values} the others
 */
export function without(values, names) {
  return values.filter(([name]) => !names.includes(name));
}

/**
 * @param {Values} values
 * @param {Values} others
 */
export function same(values, others) {
  return JSON.stringify(values) === JSON.stringify(others);
}

/**
 * @param {Values} values
 * @param {string} name
 * @returns {string[]} every value of one name: the boxes that are ticked
 */
export function valuesOf(values, name) {
  return values.filter(([one]) => one === name).map(([, value]) => value);
}
