/**
 * Owns the choices of a scenario: each one is sent as soon as it is made, in turn, and what the
 * server answers is put on the page: marks of the lines, figures, map, a sentence. Without this
 * script, or when it fails, the form sends all the lines at once.
 */

import { announce } from "../../core/js/announce.js";
import { parsePage } from "../../core/js/trusted.js";
import { worthDrawing } from "../../territory/js/map/start.js";
import { openRoomMap } from "./room-map.js";

/**
 * @typedef {object} Changes what one choice changes
 * @property {number} revision
 * @property {[key: string, mark: string, tone: string][]} rows
 * @property {string} proposed
 * @property {import("./room-map.js").Classes} classes
 * @property {string} figures
 * @property {string} said
 * @property {string} [map]
 */

/**
 * @param {HTMLElement} row
 * @returns {boolean} whether a field no longer holds what the page came with
 */
function isChanged(row) {
  return [...row.querySelectorAll("input, textarea")].some((field) =>
    field instanceof HTMLInputElement && field.type === "checkbox"
      ? field.checked !== field.defaultChecked
      : /** @type {HTMLTextAreaElement} */ (field).value !==
        /** @type {HTMLTextAreaElement} */ (field).defaultValue,
  );
}

class Room {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement | null} section of the map
   */
  constructor(form, section) {
    this.form = form;
    this.section = section;
    /** @type {import("./room-map.js").RoomMap | null} */
    this.map = null;
    /** @type {Promise<void>} one choice at a time: each bears the revision of the one before */
    this.queue = Promise.resolve();
  }

  start() {
    this.form.addEventListener("change", ({ target }) => {
      const row = target instanceof Element ? target.closest("[data-o2r-row]") : null;
      if (row instanceof HTMLElement) this.#choose(row);
    });
    // What was chosen before this script came, or sent with a line that was refused.
    const rows = /** @type {NodeListOf<HTMLElement>} */ (
      this.form.querySelectorAll("[data-o2r-row]")
    );
    for (const row of rows) {
      if (isChanged(row) || "o2rUnsaved" in row.dataset) this.#choose(row);
    }
    if (this.section) void this.#draw(this.section);
  }

  /** @param {HTMLElement} row */
  #choose(row) {
    this.queue = this.queue.then(() => this.#send(row));
  }

  /** @param {HTMLElement} section */
  async #draw(section) {
    await worthDrawing(section);
    this.map = await openRoomMap(section);
  }

  /** @param {HTMLElement} row */
  async #send(row) {
    const body = this.#body(row);
    this.form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.form.dataset.choose ?? "", {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
      const found = await answer.json();
      if (answer.ok) this.#show(row, found);
      else this.#refuse(found.message);
    } catch {
      this.#refuse("Le choix n’a pas pu être enregistré : vérifiez la connexion, puis réessayez.");
    } finally {
      this.form.removeAttribute("aria-busy");
    }
  }

  /** @param {HTMLElement} row */
  #body(row) {
    const key = row.dataset.o2rRow ?? "";
    const all = new FormData(this.form);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", String(all.get("csrfmiddlewaretoken")));
    body.set("application", key);
    body.set("revision", String(all.get("revision")));
    if (all.getAll("kept").includes(key)) body.set("kept", "on");
    body.set("amount", String(all.get(`amount-${key}`) ?? ""));
    body.set("reason", String(all.get(`reason-${key}`) ?? ""));
    if (!this.map) body.set("drawn", "1");
    return body;
  }

  /**
   * @param {HTMLElement} row
   * @param {Changes} changes
   */
  #show(row, changes) {
    const revision = this.form.elements.namedItem("revision");
    if (revision instanceof HTMLInputElement) revision.value = String(changes.revision);
    for (const [key, mark, tone] of changes.rows) {
      const line = this.form.querySelector(`[data-o2r-row="${CSS.escape(key)}"]`);
      if (line instanceof HTMLElement) Object.assign(line.dataset, { mark, tone });
    }
    delete row.dataset.o2rUnsaved;
    const proposed = row.querySelector("[data-o2r-proposed]");
    if (proposed) proposed.textContent = changes.proposed && `proposé : ${changes.proposed}`;
    replace(document.querySelector("[data-o2r-room-figures]"), changes.figures);
    if (this.section) Object.assign(this.section.dataset, changes.classes);
    this.map?.show(changes.classes);
    if (changes.map) replace(this.section?.querySelector("[data-o2r-map-fallback]"), changes.map);
    const saved = this.form.querySelector("[data-o2r-room-saved]");
    if (saved) saved.textContent = `Révision ${changes.revision}, enregistrée`;
    this.#problem("");
    announce(changes.said);
  }

  /** @param {string} message */
  #refuse(message) {
    this.#problem(message);
  }

  /** @param {string} message empty to hide it */
  #problem(message) {
    const box = this.form.querySelector("[data-o2r-room-problem]");
    const words = box?.querySelector("[data-o2r-room-message]");
    if (!(box instanceof HTMLElement) || !words) return;
    words.textContent = message;
    box.hidden = !message;
  }
}

/**
 * @param {Element | null | undefined} place
 * @param {string} part of a page, from our server
 */
function replace(place, part) {
  if (!place) return;
  const open = [...place.querySelectorAll("details")].map((one) => one.open);
  place.replaceChildren(...parsePage(part).body.childNodes);
  // What the reader had opened stays open.
  place.querySelectorAll("details").forEach((one, rank) => {
    one.open = open[rank] ?? false;
  });
}

const form = document.querySelector("form[data-o2r-room]");
const section = document.querySelector("[data-o2r-room-map]");
const map = section instanceof HTMLElement ? section : null;
if (form instanceof HTMLFormElement) new Room(form, map).start();
else if (map) void worthDrawing(map).then(() => openRoomMap(map));
