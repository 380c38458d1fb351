/**
 * Owns the hint beside a form that names somebody: whom one follows and who looks like them. On any
 * failure nothing is shown, and the site says it once when the form is sent, as without JavaScript.
 */

import { announce } from "../../core/js/announce.js";
import { parsePage } from "../../core/js/trusted.js";
import { Turn } from "../../core/js/turn.js";

const NAMING = ["known_as", "nickname", "first_name", "last_name", "birth_date"];
const BESIDE = ["age_band", "commune"];

class LookAlikes {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} region
   */
  constructor(form, region) {
    this.form = form;
    this.region = region;
    this.asked = this.#typed().toString();
    this.turn = new Turn(() => this.#ask());
  }

  start() {
    for (const event of ["input", "change"]) {
      this.form.addEventListener(event, () => this.turn.soon());
    }
  }

  #typed() {
    const all = new FormData(this.form);
    const kept = new URLSearchParams();
    for (const name of [...NAMING, ...BESIDE]) {
      const value = all.get(name);
      if (typeof value === "string" && value.trim()) kept.set(name, value.trim());
    }
    return kept;
  }

  /** @returns {Promise<void>} */
  async #ask() {
    const typed = this.#typed();
    const asked = typed.toString();
    if (asked === this.asked) return;
    this.asked = asked;
    if (!NAMING.some((name) => typed.has(name))) return this.region.replaceChildren();
    if (this.region.dataset.person) typed.set("person", this.region.dataset.person);
    try {
      const answer = await fetch(this.region.dataset.o2rLookAlikes ?? "", {
        method: "POST",
        body: typed,
        headers: { "X-CSRFToken": String(new FormData(this.form).get("csrfmiddlewaretoken")) },
        cache: "no-store",
      });
      if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
      const part = parsePage(await answer.text());
      this.region.replaceChildren(...part.body.childNodes);
      const said = this.region.querySelector(".alert__title")?.textContent ?? "";
      if (said) announce(said);
    } catch {
      // Asked again at the next key, or by the site when the form is sent.
      this.asked = "";
      this.region.replaceChildren();
    }
  }
}

for (const region of document.querySelectorAll("[data-o2r-look-alikes]")) {
  const form = region.closest("form");
  if (form && region instanceof HTMLElement) new LookAlikes(form, region).start();
}
