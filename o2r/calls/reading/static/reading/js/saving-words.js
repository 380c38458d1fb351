/**
 * Owns what is said of a review that saves itself, from the answer of the site. No page, no network.
 */

/**
 * @typedef {object} Answer
 * @property {string} state saved, conflict, refused, offline or signed-out
 * @property {number} [revision]
 * @property {string} [at] the hour, in words
 * @property {string} [message]
 * @property {string[]} [wrong] what is to be corrected, in words
 */

/**
 * What the reader is told.
 *
 * @param {Answer} answer
 * @returns {string}
 */
export function said(answer) {
  switch (answer.state) {
    case "saved": {
      const hour = answer.at ? ` à ${answer.at}` : "";
      const wrong = answer.wrong ?? [];
      return [`Brouillon enregistré${hour}.`, ...wrong].join(" ");
    }
    case "conflict":
    case "refused":
      return answer.message ?? "Votre lecture n’est pas enregistrée.";
    case "signed-out":
      return "Votre session est terminée : enregistrez, puis reconnectez-vous. Rien n’est perdu.";
    default:
      return "Pas de réseau : votre lecture sera enregistrée dès qu’il revient. Ne fermez pas la page.";
  }
}

/**
 * Whether it is worth sending again by itself.
 *
 * @param {Answer} answer
 * @returns {boolean}
 */
export function isToRetry(answer) {
  return answer.state === "offline";
}
