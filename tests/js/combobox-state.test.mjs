import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { claims, initial, reduce } = await load("core/js/combobox-state.js");

const OPTIONS = [
  { code: "69259", name: "Vénissieux", label: "Vénissieux (Rhône, 69200)" },
  { code: "10396", name: "Vendeuvre-sur-Barse", label: "Vendeuvre-sur-Barse (Aube, 10140)" },
  { code: "41269", name: "Vendôme", label: "Vendôme (Loir-et-Cher, 41100)" },
];

/** @param {object} state @param {...(string | object)} events a string is a key */
const play = (state, ...events) =>
  events.reduce((s, e) => reduce(s, typeof e === "string" ? { type: "pressed", key: e } : e), state);
const typed = (text) => ({ type: "typed", text });
const received = (text, options = OPTIONS) => ({ type: "received", text, options });
const open = () => play(initial(), typed("ven"), received("ven"));

test("proposals open the list, choose nothing and are counted", () => {
  const state = open();
  assert.equal(state.open, true);
  assert.equal(state.active, -1);
  assert.equal(state.code, "");
  assert.match(state.said, /^3 communes proposées\./);
  assert.match(play(state, received("ven", OPTIONS.slice(0, 1))).said, /^1 commune proposée\./);
});

test("no proposal closes the list and says so", () => {
  const state = play(initial(), typed("zzz"), received("zzz", []));
  assert.equal(state.open, false);
  assert.match(state.said, /^Aucune commune/);
});

test("an answer to an older text is ignored", () => {
  const state = play(initial(), typed("ven"), typed("vend"));
  assert.equal(play(state, received("ven")), state);
});

test("arrows go round the list", () => {
  assert.equal(play(open(), "ArrowDown").active, 0);
  assert.equal(play(open(), "ArrowDown", "ArrowDown", "ArrowDown").active, 2);
  assert.equal(play(open(), "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown").active, 0);
  assert.equal(play(open(), "ArrowUp").active, 2);
  assert.equal(play(open(), "ArrowDown", "ArrowUp").active, 2);
});

test("Home and End belong to the list only when it holds the keyboard", () => {
  assert.equal(claims(open(), "Home"), false);
  const inside = play(open(), "ArrowDown");
  assert.equal(claims(inside, "End"), true);
  assert.equal(play(inside, "End").active, 2);
  assert.equal(play(inside, "End", "Home").active, 0);
});

test("left and right give the keyboard back to the text", () => {
  assert.equal(play(open(), "ArrowDown", "ArrowLeft").active, -1);
  assert.equal(claims(play(open(), "ArrowDown"), "ArrowRight"), false);
});

test("Enter chooses the active option and keeps the form from leaving", () => {
  const inside = play(open(), "ArrowDown");
  assert.equal(claims(inside, "Enter"), true);
  const state = play(inside, "Enter");
  assert.equal(state.text, "Vénissieux (Rhône, 69200)");
  assert.equal(state.code, "69259");
  assert.equal(state.open, false);
  assert.equal(state.said, "Vénissieux (Rhône, 69200)\u00a0: commune choisie.");
});

test("Enter without a choice is the form's", () => {
  assert.equal(claims(open(), "Enter"), false);
  const state = play(open(), "Enter");
  assert.equal(state.text, "ven");
  assert.equal(state.code, "");
  assert.equal(state.open, false);
});

test("Tab chooses the active option and moves on", () => {
  const inside = play(open(), "ArrowDown");
  assert.equal(claims(inside, "Tab"), false);
  assert.equal(play(inside, "Tab").code, "69259");
  assert.equal(play(open(), "Tab").code, "");
});

test("Escape closes the list, then empties the field", () => {
  const closed = play(open(), "Escape");
  assert.equal(closed.open, false);
  assert.equal(closed.text, "ven");
  assert.equal(play(closed, "Escape").text, "");
  assert.equal(claims(initial(), "Escape"), false);
});

test("Alt and arrows open and close without choosing", () => {
  const closed = play(open(), "Escape");
  const again = play(closed, { type: "pressed", key: "ArrowDown", alt: true });
  assert.deepEqual([again.open, again.active], [true, -1]);
  assert.equal(play(again, { type: "pressed", key: "ArrowUp", alt: true }).open, false);
});

test("a click chooses", () => {
  assert.equal(play(open(), { type: "picked", index: 2 }).code, "41269");
  assert.equal(play(open(), { type: "picked", index: 9 }).code, "");
});

test("one letter changed after the choice forgets the code", () => {
  const chosen = play(open(), "ArrowDown", "Enter");
  assert.equal(play(chosen, typed("Vénissieux")).code, "");
});

test("the answer that comes after the choice does not reopen the list", () => {
  const chosen = play(open(), "ArrowDown", "Enter");
  assert.equal(play(chosen, received(chosen.text)).open, false);
});

test("leaving the field or losing the network closes the list and keeps the text", () => {
  for (const event of [{ type: "left" }, { type: "failed" }]) {
    const state = play(open(), event);
    assert.deepEqual([state.open, state.text], [false, "ven"]);
  }
});
