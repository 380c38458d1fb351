import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { FieldSaver } = await load("core/js/field-saver.js");
const { DraftBuffer } = await load("applications/js/draft-buffer.js");

class Shelf {
  constructor() {
    this.kept = new Map();
    this.isFull = false;
  }
  getItem(key) {
    return this.kept.get(key) ?? null;
  }
  setItem(key, value) {
    if (this.isFull) throw new Error("QuotaExceededError");
    this.kept.set(key, value);
  }
  removeItem(key) {
    this.kept.delete(key);
  }
}

function typing(text = "avant", revision = 3) {
  const saver = new FieldSaver("avant", revision);
  saver.typed(text);
  return saver;
}

test("a text typed is sent once over the revision that was read", () => {
  const saver = typing("après");
  assert.equal(saver.said, "en cours");
  assert.ok(saver.isDue);
  assert.deepEqual(saver.send(), { text: "après", revision: 3 });
  assert.ok(!saver.isDue);
  saver.answered({ state: "saved", revision: 4, at: "14:02" });
  assert.equal(saver.said, "enregistré à 14:02");
  assert.ok(!saver.isPending);
  assert.equal(saver.revision, 4);
});

test("what is typed while a save is on its way is sent next, over the new revision", () => {
  const saver = typing("un");
  saver.send();
  saver.typed("un deux");
  assert.ok(!saver.isDue);
  saver.answered({ state: "saved", revision: 4, at: "14:02" });
  assert.ok(saver.isDue);
  assert.deepEqual(saver.send(), { text: "un deux", revision: 4 });
});

test("without network the text waits and is sent again", () => {
  const saver = typing("hors ligne");
  saver.send();
  saver.answered({ state: "offline" });
  assert.equal(saver.said, "pas de réseau : gardé sur cet appareil");
  assert.ok(saver.isPending && saver.isDue);
  saver.send();
  saver.answered({ state: "saved", revision: 4, at: "9:00" });
  assert.ok(!saver.isPending);
});

test("two texts stop the sending until one is chosen", () => {
  const saver = typing("le mien");
  saver.send();
  saver.answered({ state: "conflict", revision: 7, theirs: "le leur", by: "Inès" });
  assert.equal(saver.state, "conflict");
  saver.typed("le mien, corrigé");
  assert.ok(!saver.isDue);
  saver.keepMine();
  assert.deepEqual(saver.send(), { text: "le mien, corrigé", revision: 7 });
});

test("taking the other text leaves nothing to send", () => {
  const saver = typing("le mien");
  saver.send();
  saver.answered({ state: "conflict", revision: 7, theirs: "le leur" });
  assert.equal(saver.takeTheirs(), "le leur");
  assert.ok(!saver.isPending && !saver.isDue);
});

test("the same text written by two people is no conflict", () => {
  const saver = typing("pareil");
  saver.send();
  saver.answered({ state: "conflict", revision: 7, theirs: "pareil" });
  assert.equal(saver.state, "saved");
});

test("a refusal is said and stops until the text changes", () => {
  const saver = typing("trop long");
  saver.send();
  saver.answered({ state: "refused", message: "Ce texte dépasse la limite." });
  assert.equal(saver.said, "Ce texte dépasse la limite.");
  assert.ok(!saver.isDue);
  saver.typed("court");
  assert.ok(saver.isDue);
});

test("a session that ended keeps the text", () => {
  const saver = typing("encore là");
  saver.send();
  saver.answered({ state: "signed-out" });
  assert.match(saver.said, /reconnectez-vous/);
  assert.ok(saver.isPending);
});

test("this device keeps each text apart, for each account, until the site has it", () => {
  const shelf = new Shelf();
  const mine = new DraftBuffer(shelf, "ana", "dossier");
  assert.ok(mine.put("needs", { text: "un", revision: 2 }));
  assert.deepEqual(mine.get("needs"), { text: "un", revision: 2 });
  assert.equal(new DraftBuffer(shelf, "basile", "dossier").get("needs"), null);
  mine.put("needs", { text: "un deux", revision: 2 });
  mine.clear("needs", "un");
  assert.equal(mine.get("needs").text, "un deux");
  mine.clear("needs", "un deux");
  assert.equal(mine.get("needs"), null);
});

test("a full or damaged shelf stops nobody", () => {
  const shelf = new Shelf();
  const buffer = new DraftBuffer(shelf, "ana", "dossier");
  shelf.isFull = true;
  assert.equal(buffer.put("needs", { text: "un", revision: 2 }), false);
  shelf.isFull = false;
  for (const broken of ["{", "3", '{"text": 4, "revision": 1}', '{"text": "a"}']) {
    shelf.setItem("o2r-draft:ana:dossier:needs", broken);
    assert.equal(buffer.get("needs"), null);
  }
});
