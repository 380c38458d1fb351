/**
 * Owns the behaviour of a field with proposals (communes, territories) as a pure state machine (ARIA 1.2 editable combobox, list
 * autocomplete, manual selection): what each key, letter, answer and click does. No DOM.
 */

import { count } from "./french.js";

/** What is proposed, in the sentences said to screen readers. */
export const WORDS = /** @type {const} */ ({
  commune: {
    one: "commune proposée",
    many: "communes proposées",
    none: "Aucune commune proposée pour ce texte.",
    chosen: "commune choisie",
  },
  territoire: {
    one: "territoire proposé",
    many: "territoires proposés",
    none: "Aucun territoire proposé pour ce texte.",
    chosen: "territoire choisi",
  },
});

/**
 * @typedef {keyof typeof WORDS} Noun
 * @typedef {{code: string, name: string, label: string}} Option one proposal of the server
 *
 * @typedef {object} State
 * @property {string} text what the field shows
 * @property {string} code code of what was chosen; empty while the text is free
 * @property {readonly Option[]} options what is proposed for the present text
 * @property {boolean} open whether the list is shown
 * @property {number} active index of the option under the keyboard; -1 when it is in the text
 * @property {string} said sentence for the live region; empty when there is nothing to say
 * @property {Noun} noun what is proposed
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
 * @param {Noun} [noun] what is proposed
 * @returns {State}
 */
export function initial(text = "", code = "", noun = "commune") {
  return { text, code, options: [], open: false, active: -1, said: "", noun };
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
      // The text no longer names what was chosen: the server will read the text.
      return { ...initial(event.text, "", state.noun), options: state.options, open: state.open };
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
  const { one, many, none } = WORDS[state.noun];
  const said = options.length
    ? `${count(options.length, one, many)}. Flèches haut et bas pour choisir.`
    : none;
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
      return state.open ? { ...state, open: false, active: -1, said: "" } : initial("", "", state.noun);
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
  const said = `${option.label}\u00a0: ${WORDS[state.noun].chosen}.`;
  return { ...initial(option.label, option.code, state.noun), said };
}
