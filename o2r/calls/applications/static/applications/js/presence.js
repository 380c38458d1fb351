/**
 * Owns « X modifie cette section »: says that one is here every fifteen seconds while the page is
 * seen, and shows who else is.
 */

import { post } from "../../core/js/posting.js";

const EVERY = 15_000;

/** @param {HTMLElement} place */
function start(place) {
  const address = place.dataset.o2rPresence ?? "";
  const input = document.querySelector("input[name=csrfmiddlewaretoken]");
  const token = input instanceof HTMLInputElement ? input.value : "";

  async function beat() {
    if (document.hidden) return;
    const answer = await post(address, token, {});
    const sentence = typeof answer.sentence === "string" ? answer.sentence : place.textContent;
    if (place.textContent !== sentence) place.textContent = sentence;
  }

  void beat();
  setInterval(() => void beat(), EVERY);
  document.addEventListener("visibilitychange", () => void beat());
  addEventListener("pagehide", () => {
    const goodbye = new URLSearchParams({ csrfmiddlewaretoken: token, leaving: "1" });
    navigator.sendBeacon(address, goodbye);
  });
}

const place = document.querySelector("[data-o2r-presence]");
if (place instanceof HTMLElement) start(place);
