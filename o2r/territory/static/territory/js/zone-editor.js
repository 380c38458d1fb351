/**
 * Owns the live editor of one zone: [data-o2r-zone-editor] with its field, its buttons and the part
 * that the server writes again at each change. The acts are those of the page without JavaScript;
 * when an answer cannot be had, the button sends the form as it does there.
 */

import { announce } from "../../core/js/announce.js";
import { combobox } from "../../core/js/combobox.js";
import { parsePage } from "../../core/js/trusted.js";
import { worthDrawing } from "./map/start.js";
import { zoneAddress } from "./zone-address.js";
import { CHANGED, SET } from "./zone-events.js";

/** @typedef {import("./map/zone-map.js").ZoneMap} ZoneMap */

const BODY = "[data-o2r-zone-body]";

export class ZoneEditor {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const box = root.querySelector("[data-o2r-combobox]");
    this.combobox = box && combobox(box);
    this.input = root.querySelector("input[role=combobox]");
    /** @type {AbortController | null} */
    this.question = null;
    /** @type {ZoneMap | null} */
    this.map = null;
    this.section = root.querySelector("[data-o2r-zone-map]");
    this.drawn = true; // false once the server's drawing stands for the map
  }

  start() {
    this.root.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[name]") : null;
      if (!(button instanceof HTMLButtonElement)) return;
      if (this.#act(button.value, button)) event.preventDefault();
    });
    this.input?.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== "Enter" || event.isComposing) return;
      if (event.defaultPrevented || !this.#typed("text")) return;
      if (this.#act("add", null)) event.preventDefault();
    });
    this.root.addEventListener(SET, (event) => {
      if (event instanceof CustomEvent) this.#set(String(event.detail));
    });
    void this.#openMap();
  }

  /** @param {string} expression given by the page: nobody asked the editor for anything */
  #set(expression) {
    const field = this.root.querySelector(`input[name="${CSS.escape(this.root.dataset.name ?? "")}"]`);
    if (!(field instanceof HTMLInputElement)) return;
    field.value = expression;
    this.#act("", null);
  }

  async #openMap() {
    const { section } = this;
    if (!(section instanceof HTMLElement)) return;
    await worthDrawing(section);
    const { openZoneMap } = await import("./map/zone-map.js");
    this.map = await openZoneMap(section);
    this.drawn = this.map !== null;
    const address = this.#body?.dataset.outline ?? "";
    // The zone may have changed while the map was on its way.
    if (this.map && address !== section.dataset.zone) await this.map.show(address);
    Object.assign(section, { o2rZoneMap: this.map });
    section.dataset.o2rZoneReady = String(this.drawn);
  }

  get #body() {
    const body = this.root.querySelector(BODY);
    return body instanceof HTMLElement ? body : null;
  }

  /** @param {"text" | "unit" | ""} part of the field; "" for the expression */
  #typed(part) {
    const { name = "" } = this.root.dataset;
    const field = this.root.querySelector(`input[name="${CSS.escape(part ? `${name}-${part}` : name)}"]`);
    return field instanceof HTMLInputElement ? field.value.trim() : "";
  }

  /**
   * @param {string} act
   * @param {HTMLButtonElement | null} button pressed
   * @returns {boolean} whether it is answered here; the form is sent otherwise
   */
  #act(act, button) {
    const { source = "", name = "", within = "", of = "" } = this.root.dataset;
    const taken = act === "add" || act === "exclude";
    if (taken && !this.#typed("text")) {
      if (this.input instanceof HTMLElement) this.input.focus();
      announce("Écrivez d’abord un territoire.");
      return true;
    }
    const address = zoneAddress(source, {
      expression: this.#typed(""),
      within,
      of,
      name,
      act,
      text: taken ? this.#typed("text") : "",
      unit: taken ? this.#typed("unit") : "",
      drawing: this.drawn ? "" : "1",
    });
    if (address === null) return false;
    void this.#ask(address, act, button);
    return true;
  }

  /**
   * @param {string} address
   * @param {string} act
   * @param {HTMLButtonElement | null} button
   */
  async #ask(address, act, button) {
    this.question?.abort();
    const question = (this.question = new AbortController());
    this.root.setAttribute("aria-busy", "true");
    try {
      const headers = { Accept: "text/html" };
      const answer = await fetch(address, { signal: question.signal, headers });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const body = parsePage(await answer.text()).querySelector(BODY);
      if (question.signal.aborted) return;
      if (!(body instanceof HTMLElement)) throw new Error("no body");
      this.#swap(body, act);
    } catch {
      if (question.signal.aborted) return;
      // The page without JavaScript does the same: the form is sent, and comes back.
      if (button?.isConnected) button.form?.requestSubmit(button);
      else announce("La zone n’a pas pu être mise à jour. Réessayez dans quelques secondes.");
    } finally {
      if (!question.signal.aborted) this.root.removeAttribute("aria-busy");
    }
  }

  /**
   * @param {HTMLElement} body written by the server
   * @param {string} act
   */
  #swap(body, act) {
    const drawing = body.querySelector("[data-o2r-zone-drawing]");
    drawing?.remove();
    this.#body?.replaceWith(document.adoptNode(body));
    const refused = body.querySelector(".zone-editor__problem");
    if (!refused) this.combobox?.reset("", "");
    if (act) this.#focus(body, act, refused);
    announce(body.dataset.said ?? "");
    const { outline = "" } = body.dataset;
    if (this.map) void this.map.show(outline);
    else if (drawing) this.section?.querySelector("[data-o2r-map-fallback]")?.replaceChildren(...drawing.childNodes);
    const detail = { expression: this.#typed("") };
    this.root.dispatchEvent(new CustomEvent(CHANGED, { bubbles: true, detail }));
  }

  /**
   * The button pressed is gone: the keyboard goes to the chip that took its place, to the choices of
   * a shared name, else to the field.
   *
   * @param {HTMLElement} body
   * @param {string} act
   * @param {Element | null} refused
   */
  #focus(body, act, refused) {
    const [verb, at] = act.split("=");
    const chips = [...body.querySelectorAll(".zone-chip__remove")];
    const place = verb === "remove" ? chips[Math.min(Number(at), chips.length - 1)] : null;
    const target = refused?.querySelector("button") ?? place ?? this.input;
    if (target instanceof HTMLElement) target.focus();
  }
}
