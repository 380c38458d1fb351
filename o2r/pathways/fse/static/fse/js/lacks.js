/**
 * Owns what a sheet still lacks, above its form: asked again a while after the last answer, as
 * typed, without saving. On any failure what the page said at first stays.
 */

import { announce } from "../../core/js/announce.js";
import { parsePage } from "../../core/js/trusted.js";
import { Turn } from "../../core/js/turn.js";

class Lacks {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} region
   */
  constructor(form, region) {
    this.form = form;
    this.region = region;
    this.said = this.#title();
    this.turn = new Turn(() => this.#ask());
  }

  start() {
    for (const event of ["input", "change"]) {
      this.form.addEventListener(event, () => this.turn.soon());
    }
  }

  #title() {
    return this.region.querySelector(".alert__title")?.textContent ?? "";
  }

  /** @returns {Promise<void>} */
  async #ask() {
    const typed = new FormData(this.form);
    try {
      const answer = await fetch(this.region.dataset.o2rLacks ?? "", {
        method: "POST",
        body: typed,
        headers: { "X-CSRFToken": String(typed.get("csrfmiddlewaretoken")) },
        cache: "no-store",
      });
      if (!answer.ok || answer.redirected) return;
      const part = parsePage(await answer.text());
      this.region.replaceChildren(...part.body.childNodes);
      const said = this.#title();
      if (said && said !== this.said) announce(said);
      this.said = said;
    } catch {
      // What was said at first stays; the site says it again when the form is sent.
    }
  }
}

const region = document.querySelector("[data-o2r-lacks]");
const form = document.querySelector("[data-o2r-lacks-form]");
if (region instanceof HTMLElement && form instanceof HTMLFormElement) {
  new Lacks(form, region).start();
}
