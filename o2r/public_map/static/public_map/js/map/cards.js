/**
 * Owns the link between the map and the list: the cards article[data-o2r-project=slug] of the page
 * say which one is pointed at, show which one is selected, and come into view when their mark is
 * pressed. Works on whatever cards the page holds at the time.
 */

const CARD = "article[data-o2r-project]";
const SHOW = "button[data-o2r-show]"; // in a card: « Voir la zone sur la carte »

export class Cards {
  /**
   * @param {HTMLElement} section the map, whose buttons are not cards
   * @param {{hover: (slug: string | null) => void, toggle: (slug: string) => void}} act
   */
  constructor(section, act) {
    this.section = section;
    for (const type of /** @type {const} */ (["pointerover", "focusin"])) {
      document.addEventListener(type, (event) => {
        const card = cardOf(event.target);
        if (card) act.hover(slugOf(card));
      });
    }
    for (const type of /** @type {const} */ (["pointerout", "focusout"])) {
      document.addEventListener(type, (event) => {
        const card = cardOf(event.target);
        if (card && cardOf(event.relatedTarget) !== card) act.hover(null);
      });
    }
    document.addEventListener("click", (event) => {
      const card = cardOf(event.target);
      if (!card || !(event.target instanceof Element)) return;
      const pressed = event.target.closest("a, button, input, select, summary, label");
      if (pressed && !pressed.matches(SHOW)) return;
      if (getSelection()?.toString()) return; // the reader is copying text
      act.toggle(slugOf(card));
      if (pressed) this.#bringMap();
    });
  }

  /**
   * @param {string | null} selected
   * @param {string | null} hovered
   */
  mark(selected, hovered) {
    for (const card of document.querySelectorAll(CARD)) {
      if (!(card instanceof HTMLElement)) continue;
      const slug = slugOf(card);
      card.classList.toggle("is-hovered", slug === hovered);
      if (slug === selected) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
      const button = card.querySelector(SHOW);
      if (!(button instanceof HTMLElement)) continue;
      // Hidden in the server's page: it only makes sense once there is a map.
      button.hidden = false;
      button.setAttribute("aria-pressed", String(slug === selected));
    }
  }

  /**
   * Brings a card into view when the list is beside the map. Under or above it, as on a phone, the
   * page does not move: the panel of the map says what is selected.
   *
   * @param {string} slug
   */
  reveal(slug) {
    const card = document.querySelector(`${CARD}[data-o2r-project="${CSS.escape(slug)}"]`);
    if (!card) return;
    const list = card.getBoundingClientRect();
    const map = this.section.getBoundingClientRect();
    if (list.right > map.left && map.right > list.left) return;
    card.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  }

  #bringMap() {
    const { top, bottom } = this.section.getBoundingClientRect();
    if (top < innerHeight * 0.6 && bottom > innerHeight * 0.4) return;
    this.section.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  }
}

/** @returns {boolean} whether the reader asked for no motion */
function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** @param {EventTarget | null} target */
function cardOf(target) {
  return target instanceof Element ? target.closest(CARD) : null;
}

/** @param {Element} card */
function slugOf(card) {
  return card.getAttribute("data-o2r-project") ?? "";
}
