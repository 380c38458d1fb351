/**
 * Owns what a form shows of the values that someone else saved meanwhile, beside one's own.
 */

/** @typedef {import("./form-draft.js").Values} Values */
/** @typedef {{name: string, label: string, said: string, values: string[]}} Theirs */

/**
 * @param {HTMLElement} place a list of terms
 * @param {Theirs[]} theirs
 */
export function showTheirs(place, theirs) {
  const rows = theirs.map(({ label, said }) => {
    const row = document.createElement("div");
    const [term, value] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = label;
    value.textContent = said || "rien";
    row.append(term, value);
    return row;
  });
  place.replaceChildren(...rows);
}

/**
 * @param {Theirs[]} theirs
 * @returns {Values} as the form would hold them
 */
export function valuesOfTheirs(theirs) {
  return theirs.flatMap(({ name, values }) =>
    values.map((value) => /** @type {[string, string]} */ ([name, value])),
  );
}
