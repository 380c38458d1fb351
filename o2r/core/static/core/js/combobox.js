/**
 * Owns a field with proposals on the page: [data-o2r-combobox] with its <input role="combobox">, its
 * <ul role="listbox" hidden> and its hidden field for the code; communes are proposed unless
 * data-noun says otherwise. The behaviour itself is in combobox-state.js. When the proposals cannot be had, the field stays a plain one and the server
 * reads its text.
 */

import { announce } from "./announce.js";
import { claims, initial, reduce } from "./combobox-state.js";
import { proposals } from "./proposals.js";

/** @typedef {import("./combobox-state.js").State} State */
/** @typedef {import("./combobox-state.js").Event} Event */
/** @typedef {import("./combobox-state.js").Option} Option */

const PAUSE_MS = 120; // between the last letter and the question to the server
const SHORTEST = 2; // letters: with one, thousands of names answer

/** Sent on the field's container when something has been chosen in the list. */
export const CHOSEN = "o2r:chosen";

class Combobox {
  /**
   * @param {HTMLElement} root
   * @param {HTMLInputElement} input
   * @param {HTMLElement} listbox
   * @param {HTMLInputElement} code
   * @param {string} source address of the proposals
   */
  constructor(root, input, listbox, code, source) {
    this.root = root;
    this.input = input;
    this.listbox = listbox;
    this.code = code;
    this.proposals = proposals(source);
    /** @type {import("./combobox-state.js").Noun} */
    this.noun = root.dataset.noun === "territoire" ? "territoire" : "commune";
    /** @type {State} */
    this.state = initial(input.value, code.value, this.noun);
    /** @type {AbortController | null} */
    this.question = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
    /** @type {readonly Option[]} */
    this.drawn = this.state.options;
  }

  start() {
    // The browser's own proposals would cover the list.
    this.input.autocomplete = "off";
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.input.addEventListener("blur", () => {
      this.#forget();
      this.#apply({ type: "left" });
    });
    // The field keeps the focus while the mouse or the finger is on the list.
    this.listbox.addEventListener("mousedown", (event) => event.preventDefault());
    this.listbox.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (option) this.#choose({ type: "picked", index: [...this.listbox.children].indexOf(option) });
    });
    this.input.form?.addEventListener("reset", () => this.reset("", ""));
  }

  /**
   * Puts the field in a state known from outside, such as an address of the history.
   *
   * @param {string} text
   * @param {string} code
   */
  reset(text, code) {
    this.#forget();
    this.state = initial(text, code, this.noun);
    this.#draw();
  }

  #typed() {
    this.#apply({ type: "typed", text: this.input.value });
    this.#forget();
    const text = this.state.text.trim();
    if (text.length < SHORTEST) this.#apply({ type: "failed" });
    else this.pause = setTimeout(() => this.#ask(text), PAUSE_MS);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing) return;
    if (claims(this.state, event.key)) event.preventDefault();
    const change = /** @type {const} */ ({ type: "pressed", key: event.key, alt: event.altKey });
    if (event.key === "Enter" || event.key === "Tab") this.#choose(change);
    else this.#apply(change);
  }

  /** @param {Event} event an event that may settle the choice */
  #choose(event) {
    const before = this.state.code;
    this.#forget();
    this.#apply(event);
    if (!this.state.code || this.state.code === before) return;
    this.root.dispatchEvent(new CustomEvent(CHOSEN, { bubbles: true }));
  }

  /** Drops the question that is waiting or under way. */
  #forget() {
    clearTimeout(this.pause);
    this.question?.abort();
    this.question = null;
  }

  /** @param {string} text at least SHORTEST letters, without outer spaces */
  async #ask(text) {
    const shown = this.state.text;
    const question = new AbortController();
    this.question = question;
    try {
      const options = await this.proposals(text, question.signal);
      if (!question.signal.aborted) this.#apply({ type: "received", text: shown, options });
    } catch {
      // Without proposals the form still works: the server resolves the text that was typed.
      if (!question.signal.aborted) this.#apply({ type: "failed" });
    }
  }

  /** @param {Event} event */
  #apply(event) {
    const before = this.state;
    this.state = reduce(before, event);
    if (this.state === before) return;
    this.#draw();
    if (this.state.said && this.state.said !== before.said) announce(this.state.said);
  }

  #draw() {
    const { text, code, options, open, active } = this.state;
    if (this.input.value !== text) this.input.value = text;
    this.code.value = code;
    if (this.drawn !== options) {
      this.drawn = options;
      this.listbox.replaceChildren(...options.map((option, i) => this.#option(option, i)));
    }
    this.listbox.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    for (const [i, element] of [...this.listbox.children].entries()) {
      element.setAttribute("aria-selected", String(i === active));
    }
    const current = this.listbox.children[active];
    if (open && current) {
      this.input.setAttribute("aria-activedescendant", current.id);
      current.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  /**
   * @param {Option} option
   * @param {number} index
   */
  #option({ name, label }, index) {
    const element = document.createElement("li");
    element.id = `${this.listbox.id}-${index}`;
    element.setAttribute("role", "option");
    const strong = document.createElement("strong");
    const rest = label.startsWith(name) ? label.slice(name.length) : "";
    strong.textContent = rest ? name : label;
    element.append(strong, rest);
    return element;
  }
}

/** @type {WeakMap<Element, Combobox>} */
const attached = new WeakMap();

/**
 * The combobox standing on an element, attached the first time it is asked for; null when the
 * markup is not complete.
 *
 * @param {Element} root
 */
export function combobox(root) {
  const already = attached.get(root);
  if (already) return already;
  const input = root.querySelector("input[role=combobox]");
  const listbox = root.querySelector("[role=listbox]");
  const code = root.querySelector("input[type=hidden]");
  const source = root.getAttribute("data-source") ?? input?.getAttribute("data-source");
  if (!(root instanceof HTMLElement) || !(input instanceof HTMLInputElement)) return null;
  if (!(listbox instanceof HTMLElement) || !(code instanceof HTMLInputElement) || !source) return null;
  const made = new Combobox(root, input, listbox, code, source);
  attached.set(root, made);
  made.start();
  return made;
}

for (const root of document.querySelectorAll("[data-o2r-combobox]")) combobox(root);
