/**
 * Owns the saving of texts while they are typed: each field by itself, its state in words beside it,
 * kept on the device while the network is away. Without JavaScript the button of the form saves all.
 */

import { announce } from "../../core/js/announce.js";
import { DraftBuffer } from "./draft-buffer.js";
import { FieldSaver } from "../../core/js/field-saver.js";
import { watch } from "../../core/js/leaving.js";
import { post } from "../../core/js/posting.js";
import { Turn } from "../../core/js/turn.js";

class AnswerField {
  /**
   * @param {HTMLElement} root
   * @param {DraftBuffer} buffer
   * @param {string} token of the form, against forgery
   */
  constructor(root, buffer, token) {
    this.root = root;
    this.buffer = buffer;
    this.token = token;
    this.code = root.dataset.o2rAnswer ?? "";
    this.area = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));
    this.hidden = /** @type {HTMLInputElement} */ (root.querySelector("[data-o2r-revision]"));
    this.state = this.#part("[data-o2r-state]");
    this.count = this.#part("[data-o2r-count]");
    this.conflict = this.#part("[data-o2r-conflict]");
    this.theirs = this.#part("[data-o2r-theirs]");
    // What the page came with: something may be typed before this script, or put back by the browser.
    this.saver = new FieldSaver(this.area.defaultValue, Number(this.hidden.defaultValue));
    this.turn = new Turn(() => this.#send());
  }

  get isPending() {
    return this.saver.isPending;
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }

  start() {
    if (!this.conflict.hidden) {
      this.saver.conflicted(this.theirs.textContent ?? "", this.saver.revision);
    } else if (this.area.value !== this.area.defaultValue) {
      this.#typed();
    }
    this.area.addEventListener("input", () => this.#typed());
    this.area.addEventListener("blur", () => void this.save());
    this.#button("[data-o2r-take]", () => {
      this.area.value = this.saver.takeTheirs();
      this.#show();
    });
    this.#button("[data-o2r-keep]", () => {
      this.saver.keepMine();
      void this.save();
    });
    this.#replay();
    this.#show();
  }

  /**
   * @param {string} selector
   * @param {() => void} act
   */
  #button(selector, act) {
    const button = this.#part(selector);
    button.hidden = false;
    button.addEventListener("click", act);
  }

  /** What this device kept of another visit goes first: the site says whether it still fits. */
  #replay() {
    const kept = this.buffer.get(this.code);
    if (!kept) return;
    if (kept.text === this.area.value) {
      this.buffer.clear(this.code, kept.text);
      return;
    }
    this.area.value = kept.text;
    this.saver.revision = kept.revision;
    this.saver.typed(kept.text);
    void this.save();
  }

  #typed() {
    this.saver.typed(this.area.value);
    this.buffer.put(this.code, { text: this.area.value, revision: this.saver.revision });
    this.#show();
    this.turn.soon();
  }

  /** Sends what is to be sent, if anything, after what is on its way. */
  save() {
    return this.turn.now();
  }

  /** @returns {Promise<void>} */
  async #send() {
    if (!this.saver.isDue) return;
    const { text, revision } = this.saver.send();
    this.#show();
    const answer = await post(this.root.dataset.address ?? "", this.token, {
      [this.code]: text,
      [`revision-${this.code}`]: String(revision),
    });
    this.saver.answered(/** @type {import("../../core/js/field-saver.js").Answer} */ (answer));
    if (answer.state === "saved") this.buffer.clear(this.code, text);
    if (answer.state === "conflict") this.#showConflict(String(answer.by ?? ""));
    this.#show();
    if (answer.state === "saved") await this.#send();
  }

  /** @param {string} by */
  #showConflict(by) {
    if (this.saver.state !== "conflict") return;
    const sentence = `${by || "Quelqu’un"} a enregistré un autre texte.`;
    this.#part("[data-o2r-by]").textContent = sentence;
    this.theirs.textContent = this.saver.site;
    announce(sentence);
  }

  #show() {
    this.hidden.value = String(this.saver.revision);
    const inConflict = this.saver.state === "conflict";
    this.conflict.hidden = !inConflict;
    this.root.classList.toggle("field--wrong", inConflict);
    this.state.dataset.state = this.saver.state;
    if (this.state.textContent !== this.saver.said) this.state.textContent = this.saver.said;
    const limit = Number(this.area.dataset.limit);
    const length = [...this.area.value].length;
    this.count.textContent = `${length} / ${limit} caractères`;
    this.count.classList.toggle("answer__count--over", length > limit);
  }
}

/** @param {HTMLFormElement} form */
function start(form) {
  const { account, application } = form.dataset;
  const buffer = new DraftBuffer(localStorage, account ?? "", application ?? "");
  const token = new FormData(form).get("csrfmiddlewaretoken");
  const roots = [...form.querySelectorAll("[data-o2r-answer]")];
  const fields = roots.map(
    (root) => new AnswerField(/** @type {HTMLElement} */ (root), buffer, String(token)),
  );
  for (const field of fields) {
    field.start();
    watch(field);
  }
  const saveAll = () => Promise.all(fields.map((field) => field.save()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void saveAll().then(() => {
      const left = fields.filter((field) => field.isPending).length;
      announce(left ? "Tout n’est pas enregistré." : "Les textes sont enregistrés.");
    });
  });
}

for (const form of document.querySelectorAll("form[data-o2r-autosave]")) {
  start(/** @type {HTMLFormElement} */ (form));
}
