/** Owns the draft of what a worker enters: every field of the form, as it would be sent. */

import { Draft } from "../../core/js/draft.js";

const PAUSE = 2000;
const TOKEN = "csrfmiddlewaretoken";

/** @param {HTMLFormElement} form */
function fields(form) {
  const kept = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name !== TOKEN && typeof value === "string") kept.append(name, value);
  }
  return kept.toString();
}

for (const form of document.querySelectorAll("form[data-o2r-entry-draft]")) {
  const state = form.querySelector("[data-o2r-state]");
  if (form instanceof HTMLFormElement && state instanceof HTMLElement) {
    new Draft(form, {
      state,
      address: form.dataset.o2rEntryDraft ?? "",
      read: () => fields(form),
      first: fields(form),
      pause: PAUSE,
    }).start();
  }
}
