/**
 * Owns a budget grid while it is typed: its totals, and « Entrée » that goes down the column. Its
 * saving is that of any form (``form-autosave.js``).
 */

import { euros, totals } from "./amounts.js";

class Grid {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.places = [...form.querySelectorAll("[data-o2r-amount]")].filter(
      (place) => place instanceof HTMLElement,
    );
  }

  start() {
    this.form.addEventListener("input", () => this.#count());
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.#passOn(event.target, event.shiftKey)) event.preventDefault();
    });
    this.#count();
  }

  /**
   * « Entrée » goes down the column, as in a spreadsheet, and up with « Maj »: the page saves by itself.
   *
   * @param {EventTarget | null} from
   * @param {boolean} up
   * @returns {boolean} whether there was an amount to go to
   */
  #passOn(from, up) {
    const amounts = this.places.flatMap((place) => place.querySelector("input") ?? []);
    const at = amounts.findIndex((amount) => amount === from);
    const next = at < 0 ? undefined : amounts[at + (up ? -1 : 1)];
    next?.focus();
    next?.select();
    return next !== undefined;
  }

  #count() {
    const cells = this.places.map((place) => ({
      side: place.dataset.side ?? "",
      mark: place.dataset.mark ?? "",
      typed: place.querySelector("input")?.value ?? "",
    }));
    for (const [name, amount] of Object.entries(totals(cells))) {
      const shown = this.form.querySelector(`[data-o2r-total="${name}"]`);
      if (!(shown instanceof HTMLElement)) continue;
      shown.textContent = euros(amount);
      const isGap = name === "gap" || name === "in-kind";
      shown.classList.toggle("budget-totals__wrong", isGap && amount !== 0);
    }
  }
}

const form = document.querySelector("form[data-o2r-budget]");
if (form instanceof HTMLFormElement) new Grid(form).start();
