import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { draftWords } = await load("core/js/draft-words.js");
const { FieldSaver } = await load("core/js/field-saver.js");

test("what is not kept is never said to be on the device", () => {
  const saver = new FieldSaver("", 0);
  assert.equal(draftWords(saver), "");
  saver.typed("Il a dit");
  assert.equal(draftWords(saver), "Brouillon en cours…");
  saver.send();
  saver.answered({ state: "offline" });
  assert.match(draftWords(saver), /que sur cette page/);
  saver.send();
  saver.answered({ state: "saved", at: "14:05" });
  assert.equal(draftWords(saver), "Brouillon gardé à 14:05, chiffré.");
  saver.typed("");
  saver.send();
  saver.answered({ state: "saved", at: "" });
  assert.equal(draftWords(saver), "Brouillon effacé.");
});

test("a refusal is the site's own sentence", () => {
  const saver = new FieldSaver("", 0);
  saver.typed("x".repeat(30000));
  saver.send();
  saver.answered({ state: "refused", message: "Cette note est trop longue." });
  assert.equal(draftWords(saver), "Cette note est trop longue.");
});
