import assert from "node:assert/strict";
import { test } from "node:test";

import { isToRetry, said } from "../../o2r/calls/reading/static/reading/js/saving-words.js";

test("a draft that is kept says its hour and what is to be corrected", () => {
  assert.equal(said({ state: "saved", at: "10 h 32" }), "Brouillon enregistré à 10 h 32.");
  const wrong = said({ state: "saved", wrong: ["La note de C1 va de 0 à 5."] });
  assert.equal(wrong, "Brouillon enregistré. La note de C1 va de 0 à 5.");
});

test("what is not kept is said, and only a lost network is tried again", () => {
  assert.match(said({ state: "offline" }), /Pas de réseau/);
  assert.match(said({ state: "signed-out" }), /session est terminée/);
  assert.equal(said({ state: "conflict", message: "Deux fenêtres." }), "Deux fenêtres.");
  assert.match(said({ state: "refused" }), /n’est pas enregistrée/);
  const states = ["saved", "offline", "signed-out", "conflict", "refused"];
  assert.deepEqual(states.filter((state) => isToRetry({ state })), ["offline"]);
});
