/**
 * Owns the behaviour of the commune field as a pure state machine (ARIA 1.2 editable combobox, list
 * autocomplete, manual selection): what each key, letter, answer and click does. No DOM.
 */

import { count } from "./french.js";

/**
 * @typedef {{code: string, name: string, label: string}} Option one commune proposed by the server
 *
 * @typedef {object} State
 * @property {string} text what the field shows
 * @property {string} code INSEE code of the commune chosen; empty while the text is free
 * @property {readonly Option[]} options communes proposed for the present text
 * @property {boolean} open whether the list is shown
 * @property {number} active index of the option under the keyboard; -1 when it is in the text
 * @property {string} said sentence for the live region; empty when there is nothing to say
 *
 * @typedef {{type: "typed", text: string}
 *   | {type: "received", text: string, options: readonly Option[]}
 *   | {type: "failed"}
 *   | {type: "pressed", key: string, alt?: boolean}
 *   | {type: "picked", index: number}
 *   | {type: "left"}} Event
 */

/**
 * @param {string} [text] text already in the field when the page arrives
 * @param {string} [code] code already in the hidden field
 * @returns {State}
 */
export function initial(text = "", code = "") {
  return { text, code, options: [], open: false, active: -1, said: "" };
}

/**
 * Whether the list uses this key, so that the browser must not.
 *
 * @param {State} state before the key
 * @param {string} key
 */
export function claims(state, key) {
  switch (key) {
    case "ArrowDown":
    case "ArrowUp":
      return state.options.length > 0;
    case "Home":
    case "End":
    case "Enter":
      return state.open && state.active >= 0;
    case "Escape":
      return state.open || state.text !== "";
    default:
      return false;
  }
}

/**
 * @param {State} state
 * @param {Event} event
 * @returns {State} a new state; the one given is never changed
 */
export function reduce(state, event) {
  switch (event.type) {
    case "typed":
      if (event.text === state.text) return state;
      // The text no longer names the commune chosen: the server will read the text.
      return { ...initial(event.text), options: state.options, open: state.open };
    case "received":
      if (event.text !== state.text || state.code) return state;
      return received(state, event.options);
    case "failed":
      return { ...state, options: [], open: false, active: -1, said: "" };
    case "pressed":
      return pressed(state, event.key, event.alt ?? false);
    case "picked":
      return picked(state, event.index);
    case "left":
      return { ...state, open: false, active: -1, said: "" };
  }
}

/**
 * @param {State} state
 * @param {readonly Option[]} options
 * @returns {State}
 */
function received(state, options) {
  const said = options.length
    ? `${count(options.length, "commune proposée", "communes proposées")}. Flèches haut et bas pour choisir.`
    : "Aucune commune proposée pour ce texte.";
  return { ...state, options, open: options.length > 0, active: -1, said };
}

/**
 * @param {State} state
 * @param {string} key
 * @param {boolean} alt
 * @returns {State}
 */
function pressed(state, key, alt) {
  const last = state.options.length - 1;
  switch (key) {
    case "ArrowDown":
      if (last < 0) return state;
      if (alt) return { ...state, open: true };
      return { ...state, open: true, active: state.active < last ? state.active + 1 : 0 };
    case "ArrowUp":
      if (last < 0) return state;
      if (alt) return { ...state, open: false, active: -1 };
      return { ...state, open: true, active: state.active > 0 ? state.active - 1 : last };
    case "Home":
      return state.open && state.active >= 0 ? { ...state, active: 0 } : state;
    case "End":
      return state.open && state.active >= 0 ? { ...state, active: last } : state;
    case "ArrowLeft":
    case "ArrowRight":
      // The caret moves in the text again: the list lets go.
      return state.active >= 0 ? { ...state, active: -1 } : state;
    case "Enter":
    case "Tab":
      return state.open && state.active >= 0 ? picked(state, state.active) : { ...state, open: false };
    case "Escape":
      return state.open ? { ...state, open: false, active: -1, said: "" } : initial();
    default:
      return state;
  }
}

/**
 * @param {State} state
 * @param {number} index
 * @returns {State}
 */
function picked(state, index) {
  const option = state.options[index];
  if (!option) return state;
  return { ...initial(option.label, option.code), said: `${option.label}\u00a0: commune choisie.` };
}
