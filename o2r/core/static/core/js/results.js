/**
 * Owns the list of results when a filter changes: fetches the part of the page that changes, swaps
 * it, keeps the address and the history true, announces the count and tells the map. Without
 * JavaScript, or on any failure, the form and the links navigate as plain ones.
 */

import { announce } from "./announce.js";
import { CHOSEN, combobox } from "./combobox.js";
import { formSearch } from "./query.js";
import { parsePage } from "./trusted.js";

/** Sent on the document when the results of another query are on the page. */
export const RESULTS = "o2r:results";

class Results {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} target the element replaced by the server's partial
   */
  constructor(form, target) {
    this.form = form;
    this.target = target;
    this.search = location.search;
    /** @type {AbortController | null} */
    this.request = null;
  }

  start() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#load(this.#formAddress(), { push: true, reveal: true });
    });
    this.form.addEventListener("change", (event) => {
      // A commune half typed is not a filter yet: the choice in the list, or the submission, is.
      if (event.target instanceof Element && event.target.closest("[data-o2r-combobox]")) return;
      void this.#load(this.#formAddress(), { push: true });
    });
    this.form.addEventListener(CHOSEN, () => void this.#load(this.#formAddress(), { push: true }));
    this.target.addEventListener("click", (event) => this.#followed(event));
    addEventListener("popstate", () => {
      if (location.search === this.search) return;
      const address = new URL(location.href);
      this.#fillForm(address);
      void this.#load(address, { push: false });
    });
  }

  #formAddress() {
    const address = new URL(this.form.action || location.href, document.baseURI);
    address.hash = "";
    address.search = formSearch(new FormData(this.form));
    return address;
  }

  /** @param {MouseEvent} event on a link to other results: next page, filter removed */
  #followed(event) {
    const link = event.target instanceof Element ? event.target.closest("a[data-o2r-partial]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const address = new URL(link.href);
    this.#fillForm(address);
    void this.#load(address, { push: true, reveal: true, focus: true });
  }

  /**
   * @param {URL} address
   * @param {{push: boolean, reveal?: boolean, focus?: boolean}} how push: a new step of the history;
   *   reveal: scroll when the results are out of sight; focus: the link followed is going away
   */
  async #load(address, how) {
    // "/?" and "/" are the same address.
    if (!address.search) address.search = "";
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    this.target.setAttribute("aria-busy", "true");
    try {
      const part = await fetchPart(address, request.signal);
      if (request.signal.aborted) return;
      this.#swap(part);
      if (how.push && address.href !== location.href) history.pushState(null, "", address);
      this.search = address.search;
      if (how.focus) focusOn(this.target);
      if (how.reveal) reveal(this.target);
      document.dispatchEvent(new CustomEvent(RESULTS, { detail: { search: address.search } }));
    } catch {
      if (!request.signal.aborted) location.assign(address);
    }
  }

  /** @param {DocumentFragment | HTMLElement} part */
  #swap(part) {
    this.target.replaceChildren(...part.childNodes);
    this.target.removeAttribute("aria-busy");
    const count = this.target.querySelector("[data-o2r-count]");
    announce(sentence(count?.textContent));
    const titled = this.target.querySelector("[data-o2r-title]");
    if (titled instanceof HTMLElement && titled.dataset.o2rTitle) {
      document.title = titled.dataset.o2rTitle;
    }
  }

  /**
   * Puts the filters as an address says: a step of the history, or a link that changes a filter.
   *
   * @param {URL} address
   */
  #fillForm({ searchParams: query }) {
    for (const field of this.form.elements) {
      if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
        field.checked = query.getAll(field.name).includes(field.value);
      } else if (field instanceof HTMLSelectElement) {
        for (const option of field.options) {
          option.selected = query.getAll(field.name).includes(option.value);
        }
        if (!field.multiple && field.selectedIndex < 0) field.selectedIndex = 0;
      } else if (field instanceof HTMLInputElement && field.name) {
        field.value = query.get(field.name) ?? "";
      }
    }
    for (const root of this.form.querySelectorAll("[data-o2r-combobox]")) {
      combobox(root)?.reset(query.get("q") ?? "", query.get("commune") ?? "");
    }
  }
}

/**
 * @param {URL} address
 * @param {AbortSignal} signal
 */
async function fetchPart(address, signal) {
  // no-store: the same address answers a whole page to a plain navigation, and the browser must
  // never show this part in its place.
  const answer = await fetch(address, {
    signal,
    cache: "no-store",
    headers: { "X-O2R-Partial": "results", Accept: "text/html" },
  });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  const page = parsePage(await answer.text());
  return page.getElementById("results") ?? page.body;
}

/** @param {string | null | undefined} text of the page, with its line breaks */
function sentence(text) {
  return (text ?? "").replace(/[ \n\r\t]+/g, " ").trim();
}

/** @param {HTMLElement} target */
function focusOn(target) {
  const heading = target.querySelector("h1, h2, h3");
  const place = heading instanceof HTMLElement ? heading : target;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** @param {HTMLElement} target */
function reveal(target) {
  const { top } = target.getBoundingClientRect();
  if (top < 0 || top > innerHeight * 0.75) target.scrollIntoView({ block: "start" });
}

const form = document.querySelector("form[data-o2r-filters]");
const target = document.getElementById("results");
if (form instanceof HTMLFormElement && target) new Results(form, target).start();
