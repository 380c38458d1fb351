import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { packed, same, unpacked, valuesOf, without } = await load("applications/js/form-draft.js");
const { valuesOfTheirs } = await load("applications/js/both-values.js");
const { FieldSaver } = await load("core/js/field-saver.js");

const VALUES = [
  ["title", "Aller vers"],
  ["stages", "reperer"],
  ["stages", "coordonner"],
];

test("a form is kept whole, with what its page showed", () => {
  const draft = { values: VALUES, seen: '{"title": ""}' };
  assert.deepEqual(unpacked(packed(draft)), draft);
});

test("what is no draft of a form is left alone", () => {
  for (const broken of ["", "{", "null", "3", '{"values": 3, "seen": ""}', '{"values": []}']) {
    assert.equal(unpacked(broken), null);
  }
  assert.equal(unpacked('{"values": [["title"]], "seen": ""}'), null);
  assert.equal(unpacked('{"values": [["title", 4]], "seen": ""}'), null);
});

test("boxes that are ticked are several values of one name", () => {
  assert.deepEqual(valuesOf(VALUES, "stages"), ["reperer", "coordonner"]);
  assert.deepEqual(valuesOf(VALUES, "publics"), []);
});

test("the person to call is left out of what this device keeps", () => {
  const typed = [...VALUES, ["contact_email", "ines@essai.example"]];
  const kept = without(typed, ["contact_name", "contact_email"]);
  assert.ok(same(kept, VALUES));
  assert.ok(!same(typed, VALUES));
});

test("the values of the other are those that the form would hold", () => {
  const theirs = [
    { name: "stages", label: "Étapes", said: "Repérer", values: ["reperer"] },
    { name: "places", label: "Personnes", said: "", values: [] },
  ];
  assert.deepEqual(valuesOfTheirs(theirs), [["stages", "reperer"]]);
});

test("a whole form waits for a choice, then is sent again", () => {
  const saver = new FieldSaver(JSON.stringify([]), 0);
  saver.typed(JSON.stringify(VALUES));
  saver.send();
  saver.answered({ state: "conflict", theirs: "" });
  assert.ok(saver.isPending && !saver.isDue);
  saver.keepMine();
  assert.ok(saver.isDue);
  saver.send();
  saver.answered({ state: "saved", at: "10:00" });
  assert.equal(saver.said, "enregistré à 10:00");
  assert.ok(!saver.isPending);
});
