import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./static.mjs";

const { localVoice, spoken } = await load("measures/js/read-aloud.js");
const near = { lang: "fr-FR", localService: true };
const far = { lang: "fr-FR", localService: false };
const other = { lang: "en-GB", localService: true };

test("a voice that sends the words elsewhere is never chosen", () => {
  assert.equal(localVoice([far, other], "fr"), null);
  assert.equal(localVoice([far, other, near], "fr"), near);
});

test("the voice is of the language of the question", () => {
  assert.equal(localVoice([near, other], "en"), other);
  assert.equal(localVoice([near], "ar"), null);
  assert.equal(localVoice([{ lang: "fr_CA", localService: true }], "fr-FR")?.lang, "fr_CA");
});

test("each line is a sentence", () => {
  assert.equal(spoken("Comment allez-vous ?\n\n  Bien\nMal\n"), "Comment allez-vous ? Bien. Mal.");
});
