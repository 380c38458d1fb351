/**
 * Owns a budget grid while it is typed: its totals, its saving, and what this device keeps of it while
 * the network is away. Without JavaScript the button of the form saves it.
 */

import { euros, totals } from "./amounts.js";
import { DraftBuffer } from "./draft-buffer.js";
import { post } from "./posting.js";

const PAUSE = 1500;
const RETRY = 15_000;
const SAID = {
  offline: "pas de réseau : gardé sur cet appareil",
  "signed-out": "session terminée : gardé sur cet appareil, reconnectez-vous",
};

class Grid {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    const { account, application, part } = form.dataset;
    this.buffer = new DraftBuffer(localStorage, account ?? "", application ?? "");
    this.key = `budget-${part}`;
    this.places = [...form.querySelectorAll("[data-o2r-amount]")].filter(
      (place) => place instanceof HTMLElement,
    );
    this.site = JSON.stringify(this.#loaded());
    this.isStopped = false;
    this.isSending = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  start() {
    const kept = this.buffer.get(this.key);
    if (kept) this.#fill(JSON.parse(kept.text));
    this.form.addEventListener("input", () => {
      this.isStopped = false;
      this.#count();
      this.buffer.put(this.key, { text: JSON.stringify(this.#values()), revision: 0 });
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.#save(), PAUSE);
    });
    this.form.addEventListener("submit", () => {
      this.isStopped = true;
      this.buffer.clear(this.key, JSON.stringify(this.#values()));
    });
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.#passOn(event.target, event.shiftKey)) event.preventDefault();
    });
    addEventListener("online", () => void this.#save());
    setInterval(() => void this.#save(), RETRY);
    addEventListener("beforeunload", (event) => {
      if (this.#isPending() && !this.isStopped) event.preventDefault();
    });
    this.#count();
    void this.#save();
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

  /** @returns {Record<string, string>} the amounts and what the page had seen */
  #values() {
    const values = [...new FormData(this.form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    return Object.fromEntries(values.map(([name, value]) => [name, String(value)]));
  }

  /** @returns {Record<string, string>} the same as the page came, before anything was typed */
  #loaded() {
    const fields = [...this.form.elements].filter((field) => field instanceof HTMLInputElement);
    const ours = fields.filter(({ name }) => name && name !== "csrfmiddlewaretoken");
    return Object.fromEntries(ours.map(({ name, defaultValue }) => [name, defaultValue]));
  }

  #isPending() {
    return JSON.stringify(this.#values()) !== this.site;
  }

  /** @param {unknown} values */
  #fill(values) {
    for (const [name, value] of Object.entries(values ?? {})) {
      const field = this.form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = String(value);
    }
  }

  async #save() {
    if (this.isSending || this.isStopped || !this.#isPending()) return;
    this.isSending = true;
    this.#say("en cours", "saving");
    const values = this.#values();
    const token = String(new FormData(this.form).get("csrfmiddlewaretoken"));
    const answer = await post(location.pathname, token, values);
    this.isSending = false;
    if (answer.state === "saved") {
      this.buffer.clear(this.key, JSON.stringify(values));
      this.#fill({ seen: answer.seen });
      this.site = JSON.stringify({ ...values, seen: String(answer.seen) });
      this.#say(`enregistré à ${answer.at}`, "saved");
    } else if (answer.state === "offline" || answer.state === "signed-out") {
      this.#say(SAID[answer.state], answer.state);
    } else {
      this.isStopped = true;
      this.#say(String(answer.message), "refused");
    }
  }

  /**
   * @param {string} words
   * @param {string} state
   */
  #say(words, state) {
    const place = this.form.querySelector("[data-o2r-state]");
    if (!(place instanceof HTMLElement)) return;
    place.textContent = words;
    place.dataset.state = state;
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
