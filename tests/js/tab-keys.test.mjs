import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { ledTo, opened } = await load("core/js/tab-keys.js");

test("arrows go round, Home and End go to the ends", () => {
  assert.equal(ledTo("ArrowRight", 0, 5), 1);
  assert.equal(ledTo("ArrowRight", 4, 5), 0);
  assert.equal(ledTo("ArrowLeft", 0, 5), 4);
  assert.equal(ledTo("Home", 3, 5), 0);
  assert.equal(ledTo("End", 1, 5), 4);
});

test("other keys move nothing, nor does any key without tabs", () => {
  for (const key of ["Tab", "ArrowDown", "a", "Enter"]) assert.equal(ledTo(key, 1, 5), -1);
  assert.equal(ledTo("ArrowRight", 0, 0), -1);
});

test("an address opens the part that holds what it names", () => {
  const held = [["onglet-histoire", "notes"], ["onglet-relais", "relais"]];
  assert.equal(opened("#onglet-relais", held), 1);
  assert.equal(opened("#notes", held), 0);
  assert.equal(opened("#relais", held), 1);
  assert.equal(opened("#contenu", held), -1);
  assert.equal(opened("", held), -1);
  assert.equal(opened("#%E0%A4%A", held), -1);
});
