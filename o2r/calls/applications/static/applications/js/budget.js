/**
 * Owns the totals of a budget grid while it is typed, and the warning before leaving it unsaved.
 */

import { euros, totals } from "./amounts.js";

/** @param {HTMLFormElement} form */
function start(form) {
  const places = [...form.querySelectorAll("[data-o2r-amount]")].filter(
    (place) => place instanceof HTMLElement,
  );
  let isChanged = false;

  function count() {
    const cells = places.map((place) => ({
      side: place.dataset.side ?? "",
      mark: place.dataset.mark ?? "",
      typed: place.querySelector("input")?.value ?? "",
    }));
    for (const [name, amount] of Object.entries(totals(cells))) {
      const shown = form.querySelector(`[data-o2r-total="${name}"]`);
      if (!(shown instanceof HTMLElement)) continue;
      shown.textContent = euros(amount);
      if (name === "gap" || name === "in-kind") {
        shown.classList.toggle("budget-totals__wrong", amount !== 0);
      }
    }
  }

  form.addEventListener("input", () => {
    isChanged = true;
    count();
  });
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
  count();
}

const form = document.querySelector("form[data-o2r-budget]");
if (form instanceof HTMLFormElement) start(form);
