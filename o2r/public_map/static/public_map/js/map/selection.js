/**
 * Owns which project is selected, which one is under the pointer or the focus, and which ones are
 * listed because they share a mark. Pure: the same state drives marks, cards, zone and panel.
 */

/**
 * @typedef {object} Selection
 * @property {string | null} selected slug of the project whose zone is drawn
 * @property {string | null} hovered slug shown as "this one" on both sides
 * @property {readonly string[]} listed slugs of a mark opened as a list; empty when none is
 *
 * @typedef {{type: "select", slug: string}
 *   | {type: "toggle", slug: string}
 *   | {type: "list", slugs: readonly string[]}
 *   | {type: "hover", slug: string | null}
 *   | {type: "clear"}
 *   | {type: "loaded", slugs: readonly string[]}} Event
 */

/** @type {Selection} */
export const NOTHING = { selected: null, hovered: null, listed: [] };

/**
 * @param {Selection} state
 * @param {Event} event
 * @returns {Selection} the same object when nothing changes
 */
export function reduce(state, event) {
  switch (event.type) {
    case "select":
      if (state.selected === event.slug && !state.listed.length) return state;
      return { ...state, selected: event.slug, listed: [] };
    case "toggle":
      return state.selected === event.slug
        ? { ...state, selected: null, listed: [] }
        : { ...state, selected: event.slug, listed: [] };
    case "list":
      return { ...state, selected: null, listed: event.slugs };
    case "hover":
      return state.hovered === event.slug ? state : { ...state, hovered: event.slug };
    case "clear":
      return state.selected === null && !state.listed.length
        ? state
        : { ...state, selected: null, listed: [] };
    case "loaded":
      return loaded(state, new Set(event.slugs));
  }
}

/**
 * Other results are on the page: what they do not hold is no longer selected.
 *
 * @param {Selection} state
 * @param {ReadonlySet<string>} slugs
 * @returns {Selection}
 */
function loaded(state, slugs) {
  const selected = state.selected !== null && slugs.has(state.selected) ? state.selected : null;
  return { selected, hovered: null, listed: [] };
}
