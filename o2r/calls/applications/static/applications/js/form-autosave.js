/**
 * Owns the saving of a whole form while it is typed: facts, the part of a member, amounts, the
 * declaration. Its state in words, both values when two people changed one, what this device keeps
 * while the network is away. Without JavaScript the button of the form saves it.
 */

import { announce } from "../../core/js/announce.js";
import { CHANGED } from "../../territory/js/zone-events.js";
import { showTheirs, valuesOfTheirs } from "./both-values.js";
import { DraftBuffer } from "./draft-buffer.js";
import { FieldSaver } from "../../core/js/field-saver.js";
import { packed, same, unpacked, without } from "./form-draft.js";
import { fill, read } from "./form-fields.js";
import { saveAll, watch } from "../../core/js/leaving.js";
import { post } from "../../core/js/posting.js";
import { Turn } from "../../core/js/turn.js";

/** @typedef {import("./both-values.js").Theirs} Theirs */

const STAYS = ["offline", "signed-out", "conflict", "saving"];

class FormAutosave {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    const { account, application, part, unkept } = form.dataset;
    this.buffer = new DraftBuffer(localStorage, account ?? "", application ?? "");
    this.key = `form-${part}`;
    // Who is to be called is somebody: never left on a device.
    this.unkept = (unkept ?? "").split(" ").filter(Boolean);
    this.token = String(new FormData(form).get("csrfmiddlewaretoken"));
    this.seen = /** @type {HTMLInputElement} */ (form.elements.namedItem("seen"));
    // A form that the site refused shows what was typed, not what is saved.
    this.isRefused = "o2rUnsaved" in form.dataset;
    this.saver = new FieldSaver(this.isRefused ? "" : this.#text({ asLoaded: true }), 0);
    /** @type {Theirs[]} */
    this.theirs = [];
    this.seenNext = "";
    this.isLeaving = false;
    this.turn = new Turn(() => this.#send());
  }

  start() {
    this.form.addEventListener("input", () => this.#typed());
    this.form.addEventListener(CHANGED, () => this.#typed());
    this.form.addEventListener("submit", (event) => this.#submitted(event));
    addEventListener("pageshow", () => (this.isLeaving = false));
    this.#part("[data-o2r-take]").addEventListener("click", () => this.#choose(true));
    this.#part("[data-o2r-keep]").addEventListener("click", () => this.#choose(false));
    watch(this);
    if (this.isRefused && this.form.querySelector(".field__error")) {
      this.saver.answered({ state: "refused", message: "à corriger : pas encore enregistré" });
      this.saver.text = this.#text();
    } else if (!this.#replayed() && this.#text() !== this.saver.site) {
      this.#typed();
    }
    this.#show();
  }

  get isPending() {
    return this.saver.isPending && !this.isLeaving;
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.form.querySelector(selector));
  }

  /** @param {{asLoaded?: boolean}} [how] */
  #text(how) {
    return JSON.stringify(read(this.form, how));
  }

  /** What this device kept of another visit, unless the page shows it: then the site has it. */
  #replayed() {
    const kept = unpacked(this.buffer.get(this.key)?.text ?? "");
    if (!kept) return false;
    if (!this.isRefused && same(kept.values, this.#kept())) {
      this.#forget();
      return false;
    }
    this.seen.value = kept.seen;
    fill(this.form, kept.values, (name) => !this.unkept.includes(name));
    return true;
  }

  #kept() {
    return without(read(this.form), this.unkept);
  }

  #keep() {
    const text = packed({ values: this.#kept(), seen: this.seen.value });
    this.buffer.put(this.key, { text, revision: 0 });
  }

  #forget() {
    this.buffer.clear(this.key, this.buffer.get(this.key)?.text ?? "");
  }

  #typed() {
    const text = this.#text();
    if (text === this.saver.text && text === this.saver.site) return;
    this.saver.typed(text);
    if (this.saver.isPending) this.#keep();
    else this.#forget();
    this.#show();
    this.turn.soon();
  }

  /** Sends what is to be sent, after what is on its way. */
  save() {
    return this.turn.now();
  }

  /** @returns {Promise<void>} */
  async #send() {
    if (!this.saver.isDue) return;
    const { text } = this.saver.send();
    this.#show();
    const values = [...JSON.parse(text), ["seen", this.seen.value]];
    const answer = await post(location.pathname, this.token, values);
    if (answer.state === "conflict") {
      this.saver.answered({ state: "conflict", theirs: "" });
      this.theirs = /** @type {Theirs[]} */ (answer.theirs);
      this.seenNext = String(answer.seen);
      announce(String(answer.message));
    } else {
      this.saver.answered(/** @type {import("../../core/js/field-saver.js").Answer} */ (answer));
      if (typeof answer.seen === "string") this.seen.value = answer.seen;
      // Saved in part: what the site now has is not what the page came with.
      if (answer.state === "refused" && answer.seen) this.saver.site = "";
      if (this.saver.isPending) this.#keep();
      else this.#forget();
    }
    this.#show();
    if (answer.state === "saved") await this.#send();
  }

  /** @param {boolean} takes the values of the other; one's own are written over them otherwise */
  #choose(takes) {
    this.seen.value = this.seenNext;
    this.saver.keepMine();
    if (takes) {
      const names = this.theirs.map(({ name }) => name);
      fill(this.form, valuesOfTheirs(this.theirs), (name) => names.includes(name));
    }
    this.#keep();
    void this.save();
  }

  /**
   * Saves first, then lets the site show its page: it says beside each field what it refuses.
   *
   * @param {SubmitEvent} event
   */
  #submitted(event) {
    const button = event.submitter;
    const asksTheEditor = button instanceof HTMLButtonElement && button.name.endsWith("-act");
    if (this.isLeaving || (asksTheEditor && navigator.onLine)) {
      this.isLeaving = true;
      return;
    }
    event.preventDefault();
    if (asksTheEditor) return announce("Sans réseau, la zone ne peut pas changer. Réessayez plus tard.");
    void saveAll().then(() => {
      if (STAYS.includes(this.saver.state)) return announce(this.#said);
      this.isLeaving = true;
      // Once this event is over: a form does not submit itself within its own submission.
      setTimeout(() => this.form.requestSubmit(button));
    });
  }

  get #said() {
    const { state, said } = this.saver;
    if (state === "conflict") return "deux valeurs : choisissez lesquelles garder";
    const isPart = state === "offline" && this.unkept.length > 0;
    return isPart ? `${said}, sauf la personne à joindre` : said;
  }

  #show() {
    const place = this.#part("[data-o2r-state]");
    place.dataset.state = this.saver.state;
    if (place.textContent !== this.#said) place.textContent = this.#said;
    const conflict = this.#part("[data-o2r-conflict]");
    conflict.hidden = this.saver.state !== "conflict";
    if (!conflict.hidden) showTheirs(this.#part("[data-o2r-theirs]"), this.theirs);
  }
}

for (const form of document.querySelectorAll("form[data-o2r-form-autosave]")) {
  if (form instanceof HTMLFormElement) new FormAutosave(form).start();
}
