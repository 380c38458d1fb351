/** Owns the draft of a note: its text. Without JavaScript a button keeps it. */

import { Draft } from "../../core/js/draft.js";

/** Each keeping is written in the journal of the file: not at every word. */
const PAUSE = 5000;

for (const form of document.querySelectorAll("form[data-o2r-note-draft]")) {
  const area = form.querySelector("textarea");
  const state = form.querySelector("[data-o2r-state]");
  if (form instanceof HTMLFormElement && area && state instanceof HTMLElement) {
    new Draft(form, {
      state,
      address: form.dataset.o2rNoteDraft ?? "",
      read: () => area.value,
      first: area.defaultValue,
      pause: PAUSE,
    }).start();
  }
}
