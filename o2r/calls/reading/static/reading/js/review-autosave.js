/**
 * Owns the saving of a review while it is written: the whole form, a moment after the last key. The
 * buttons of the form do the same without JavaScript.
 */

import { post } from "../../core/js/posting.js";
import { isToRetry, said } from "./saving-words.js";

const PAUSE = 1500;
const RETRY = 15_000;

class ReviewSaver {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} line where its state is said
   */
  constructor(form, line) {
    this.form = form;
    this.line = line;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.busy = false;
    this.dirty = false;
    this.stopped = false;
  }

  start() {
    this.form.addEventListener("input", () => this.#typed());
    this.form.addEventListener("submit", () => {
      this.stopped = true;
      clearTimeout(this.timer);
    });
    window.addEventListener("online", () => void this.save());
  }

  #typed() {
    this.dirty = true;
    this.#later(PAUSE);
  }

  /** @param {number} delay in milliseconds */
  #later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), delay);
  }

  async save() {
    if (this.busy || this.stopped || !this.dirty) return;
    this.busy = true;
    this.dirty = false;
    const answer = /** @type {import("./saving-words.js").Answer} */ (
      await post(window.location.pathname, this.#field("csrfmiddlewaretoken")?.value ?? "", this.#values())
    );
    this.busy = false;
    this.line.textContent = said(answer);
    const revision = this.#field("revision");
    if (answer.state === "saved" && revision) {
      revision.value = String(answer.revision ?? revision.value);
      if (this.dirty) this.#later(PAUSE);
      return;
    }
    this.dirty = true;
    // Two windows: the reader chooses with the button, nothing is overwritten by itself.
    if (answer.state === "conflict" || answer.state === "refused") this.stopped = true;
    if (isToRetry(answer)) this.#later(RETRY);
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement | null} */ (this.form.elements.namedItem(name));
  }

  #values() {
    /** @type {Record<string, string>} */
    const values = {};
    new FormData(this.form).forEach((value, name) => {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") values[name] = value;
    });
    return values;
  }
}

const form = document.querySelector("[data-o2r-review]");
const line = document.querySelector("[data-o2r-review-state]");
if (form instanceof HTMLFormElement && line instanceof HTMLElement) {
  new ReviewSaver(form, line).start();
}
