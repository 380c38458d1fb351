/**
 * Owns the sending of [data-o2r-kept] when the network is cut: asked whether the site answers before
 * the form leaves, so that what was typed is not lost with the page. Nothing is left on the device.
 */

import { watch } from "../../core/js/leaving.js";

const NO_NETWORK =
  "Pas de réseau : rien n’est parti. Votre texte est sur cette page, ne la fermez pas. Réessayez quand le réseau revient.";

/** Whether the site answers now. */
async function answers() {
  try {
    await fetch(location.href, { method: "HEAD", cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} state
 */
function keep(form, state) {
  let isTyped = false;
  let isLeaving = false;
  form.addEventListener("input", () => (isTyped = true));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isLeaving) return;
    isLeaving = true;
    state.textContent = "Envoi en cours…";
    if (await answers()) {
      form.submit();
      return;
    }
    isLeaving = false;
    state.textContent = NO_NETWORK;
  });
  addEventListener("pageshow", () => {
    isLeaving = false;
    state.textContent = "";
  });
  watch({
    get isPending() {
      return isTyped && !isLeaving;
    },
    save: async () => {},
  });
}

for (const form of document.querySelectorAll("form[data-o2r-kept]")) {
  const state = form.querySelector("[data-o2r-state]");
  if (form instanceof HTMLFormElement && state instanceof HTMLElement) keep(form, state);
}
