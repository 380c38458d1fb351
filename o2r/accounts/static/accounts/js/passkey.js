/**
 * Owns the forms [data-o2r-passkey], hidden in the server's page because they need JavaScript: asks
 * the device to make ("make") or to use ("use") a passkey, then sends the form with its answer.
 */

import { asJson, creationOptions, requestOptions } from "./webauthn-json.js";

/** What people read when the device did not answer: cancelled, refused, or too slow. */
const NOT_DONE =
  "L’appareil n’a pas répondu ou vous avez annulé. Réessayez, ou choisissez une autre façon.";

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<any>} the options of the server
 */
async function optionsOf(form) {
  const { source, options } = form.dataset;
  if (source) {
    const answer = await fetch(source, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return (await answer.json()).options.publicKey;
  }
  const held = document.getElementById(options ?? "");
  return JSON.parse(held?.textContent ?? "{}").publicKey;
}

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<Credential | null>}
 */
async function answerOf(form) {
  const asked = await optionsOf(form);
  return form.dataset.o2rPasskey === "make"
    ? navigator.credentials.create({ publicKey: creationOptions(asked) })
    : navigator.credentials.get({ publicKey: requestOptions(asked) });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} text
 */
function say(form, text) {
  const place = form.querySelector("[data-o2r-passkey-error]");
  if (!(place instanceof HTMLElement)) return;
  place.textContent = text;
  place.hidden = text === "";
}

/** @param {HTMLFormElement} form */
function own(form) {
  const field = form.elements.namedItem("credential");
  if (!(field instanceof HTMLInputElement)) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say(form, "");
    try {
      const credential = await answerOf(form);
      if (!credential) throw new Error("no credential");
      field.value = JSON.stringify(asJson(credential));
      form.submit();
    } catch {
      say(form, NOT_DONE);
    }
  });
}

if (window.PublicKeyCredential && window.isSecureContext) {
  for (const form of document.querySelectorAll("form[data-o2r-passkey]")) {
    if (form instanceof HTMLFormElement) own(form);
  }
  for (const absent of document.querySelectorAll("[data-o2r-passkey-absent]")) absent.remove();
}
