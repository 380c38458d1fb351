/**
 * Owns the keeping of a note while it is typed: sent to the site, which seals it, and never left on
 * the device, where somebody else could read it. Without JavaScript a button keeps the draft.
 */

import { FieldSaver } from "../../core/js/field-saver.js";
import { watch } from "../../core/js/leaving.js";
import { post } from "../../core/js/posting.js";
import { Turn } from "../../core/js/turn.js";
import { draftWords } from "./draft-words.js";

/** Each keeping is written in the journal of the file: not at every word. */
const PAUSE = 5000;

class NoteDraft {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLTextAreaElement} area
   * @param {HTMLElement} state
   */
  constructor(form, area, state) {
    this.form = form;
    this.area = area;
    this.state = state;
    this.address = form.dataset.o2rNoteDraft ?? "";
    this.token = String(new FormData(form).get("csrfmiddlewaretoken"));
    this.saver = new FieldSaver(area.defaultValue, 0);
    this.isLeaving = false;
    this.turn = new Turn(() => this.#send(), PAUSE);
  }

  get isPending() {
    return this.saver.isPending && !this.isLeaving;
  }

  start() {
    this.area.addEventListener("input", () => this.#typed());
    // The note itself is on its way: nothing is lost by leaving.
    this.form.addEventListener("submit", () => (this.isLeaving = true));
    addEventListener("pageshow", () => (this.isLeaving = false));
    watch(this);
    if (this.area.value !== this.area.defaultValue) this.#typed();
  }

  #typed() {
    this.saver.typed(this.area.value);
    this.#show();
    this.turn.soon();
  }

  /** Sends what is to be sent, after what is on its way. */
  save() {
    return this.turn.now();
  }

  /** @returns {Promise<void>} */
  async #send() {
    if (!this.saver.isDue || this.isLeaving) return;
    const { text } = this.saver.send();
    this.#show();
    const answer = await post(this.address, this.token, { text });
    this.saver.answered(/** @type {import("../../core/js/field-saver.js").Answer} */ (answer));
    this.#show();
    if (answer.state === "saved") await this.#send();
  }

  #show() {
    const said = draftWords(this.saver);
    if (this.state.textContent !== said) this.state.textContent = said;
  }
}

for (const form of document.querySelectorAll("form[data-o2r-note-draft]")) {
  const area = form.querySelector("textarea");
  const state = form.querySelector("[data-o2r-state]");
  if (form instanceof HTMLFormElement && area && state instanceof HTMLElement) {
    new NoteDraft(form, area, state).start();
  }
}
