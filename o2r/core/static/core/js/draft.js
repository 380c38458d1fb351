/**
 * Owns the keeping of a form while it is filled in: sent to the site, which seals it, and never left
 * on the device, where somebody else could read it.
 */

import { draftWords } from "./draft-words.js";
import { FieldSaver } from "./field-saver.js";
import { watch } from "./leaving.js";
import { post } from "./posting.js";
import { Turn } from "./turn.js";

export class Draft {
  /**
   * @param {HTMLFormElement} form
   * @param {object} how
   * @param {HTMLElement} how.state where it says what is kept
   * @param {string} how.address
   * @param {() => string} how.read what is to be kept
   * @param {string} how.first what the site has
   * @param {number} how.pause milliseconds after the last key
   */
  constructor(form, { state, address, read, first, pause }) {
    this.form = form;
    this.state = state;
    this.address = address;
    this.read = read;
    this.token = String(new FormData(form).get("csrfmiddlewaretoken"));
    this.saver = new FieldSaver(first, 0);
    this.isLeaving = false;
    this.turn = new Turn(() => this.#send(), pause);
  }

  get isPending() {
    return this.saver.isPending && !this.isLeaving;
  }

  start() {
    for (const event of ["input", "change"]) {
      this.form.addEventListener(event, () => this.#typed());
    }
    // What is filled in is on its way: nothing is lost by leaving.
    this.form.addEventListener("submit", () => (this.isLeaving = true));
    addEventListener("pageshow", () => (this.isLeaving = false));
    watch(this);
    if (this.read() !== this.saver.site) this.#typed();
  }

  #typed() {
    this.saver.typed(this.read());
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
    this.saver.answered(/** @type {import("./field-saver.js").Answer} */ (answer));
    this.#show();
    if (answer.state === "saved") await this.#send();
  }

  #show() {
    const said = draftWords(this.saver);
    if (this.state.textContent !== said) this.state.textContent = said;
  }
}
