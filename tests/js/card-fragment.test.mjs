/** The code of a card comes by the part of the address that no server sees. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./static.mjs";

const { codeIn } = await load("people/js/card-fragment.js");

test("the square of a card brings its code", () => {
  assert.equal(codeIn("#7Q3M-0000-ABCD-WXYZ"), "7Q3M-0000-ABCD-WXYZ");
  assert.equal(codeIn("#7q3m-0000-abcd-wxyz"), "7Q3M-0000-ABCD-WXYZ");
});

test("anything else brings nothing", () => {
  const others = ["", "#", "#contenu", "#7Q3M", "#7Q3M-0000-ABCD-WXY<", "#7Q3M-0000-ABCD-WXYZ-1"];
  for (const hash of others) assert.equal(codeIn(hash), "", hash);
});
