/**
 * Owns the words that say where a draft stands. Pure: no DOM.
 */

/** @typedef {import("./field-saver.js").State} State */

/** @type {Partial<Record<State, string>>} */
const SAID = {
  offline: "Pas de réseau : le texte n’est que sur cette page, ne la fermez pas.",
  "signed-out": "Session terminée : copiez votre texte, puis reconnectez-vous.",
};

/**
 * @param {{state: State, at: string, message: string}} saver
 * @returns {string} nothing while nothing was typed
 */
export function draftWords({ state, at, message }) {
  if (state === "saved") return at ? `Brouillon gardé à ${at}, chiffré.` : "Brouillon effacé.";
  if (state === "refused") return message;
  if (state === "dirty" || state === "saving") return "Brouillon en cours…";
  return SAID[state] ?? "";
}
