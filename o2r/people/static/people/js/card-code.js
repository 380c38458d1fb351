/**
 * Owns the field [data-o2r-card-code]: fills it with the code that the square of the card brings,
 * and takes the code out of the address and of the history before anything else.
 */

import { codeIn } from "./card-fragment.js";

const code = codeIn(location.hash);
if (location.hash) history.replaceState(null, "", location.pathname);
const field = document.querySelector("input[data-o2r-card-code]");
if (code && field instanceof HTMLInputElement) {
  field.value = code;
  field.form?.querySelector("button")?.focus();
}
