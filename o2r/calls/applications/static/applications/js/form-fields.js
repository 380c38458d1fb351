/**
 * Owns the fields of a form that saves itself: read as they came and as they are, and filled. Of a
 * zone editor, only its zone is a value.
 */

import { SET } from "../../territory/js/zone-events.js";
import { valuesOf } from "./form-draft.js";

/** @typedef {import("./form-draft.js").Values} Values */
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

const APART = ["csrfmiddlewaretoken", "seen"];
const EDITOR = "[data-o2r-zone-editor]";

/**
 * @param {HTMLFormElement} form
 * @returns {Field[]}
 */
function fieldsOf(form) {
  /** @type {Field[]} */
  const found = [];
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    const editor = field.closest(EDITOR);
    const isPart = editor instanceof HTMLElement && editor.dataset.name !== field.name;
    if (field.name && !APART.includes(field.name) && !isPart) found.push(field);
  }
  return found;
}

/**
 * @param {HTMLFormElement} form
 * @param {{asLoaded?: boolean}} [how] asLoaded: before anything was typed, or put back by the browser
 * @returns {Values}
 */
export function read(form, { asLoaded = false } = {}) {
  /** @type {Values} */
  const values = [];
  for (const field of fieldsOf(form)) {
    if (isBox(field)) {
      if (asLoaded ? field.defaultChecked : field.checked) values.push([field.name, field.value]);
    } else {
      values.push([field.name, asLoaded ? field.defaultValue : field.value]);
    }
  }
  return values;
}

/**
 * @param {HTMLFormElement} form
 * @param {Values} values
 * @param {(name: string) => boolean} concerns the fields to fill: a box without value is not ticked
 */
export function fill(form, values, concerns) {
  for (const field of fieldsOf(form)) {
    if (!concerns(field.name)) continue;
    const wanted = valuesOf(values, field.name);
    if (isBox(field)) {
      field.checked = wanted.includes(field.value);
      continue;
    }
    const [value = ""] = wanted;
    if (field.value === value) continue;
    field.value = value;
    field.closest(EDITOR)?.dispatchEvent(new CustomEvent(SET, { detail: value }));
  }
  // Who counts or compares what the form holds hears of it as if it were typed.
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * @param {Field} field
 * @returns {field is HTMLInputElement}
 */
function isBox(field) {
  return field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type);
}
