import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { NOTHING, reduce } = await load("public_map/js/map/selection.js");
const play = (...events) => events.reduce(reduce, NOTHING);

test("one project is selected at a time", () => {
  const state = play({ type: "select", slug: "a" }, { type: "select", slug: "b" });
  assert.equal(state.selected, "b");
});

test("pressing the button of a card again puts the selection away", () => {
  assert.equal(play({ type: "toggle", slug: "a" }).selected, "a");
  assert.equal(play({ type: "toggle", slug: "a" }, { type: "toggle", slug: "a" }).selected, null);
  assert.equal(play({ type: "toggle", slug: "a" }, { type: "toggle", slug: "b" }).selected, "b");
});

test("a list takes the place of the selection, and the selection of the list", () => {
  const listed = play({ type: "select", slug: "a" }, { type: "list", slugs: ["b", "c"] });
  assert.deepEqual(listed, { selected: null, hovered: null, listed: ["b", "c"] });
  const state = reduce(listed, { type: "select", slug: "c" });
  assert.deepEqual([state.selected, state.listed], ["c", []]);
});

test("what is under the pointer leaves the selection alone", () => {
  const state = play({ type: "select", slug: "a" }, { type: "hover", slug: "b" });
  assert.deepEqual([state.selected, state.hovered], ["a", "b"]);
  assert.equal(reduce(state, { type: "hover", slug: null }).hovered, null);
});

test("clearing puts away the project and the list", () => {
  assert.deepEqual(play({ type: "select", slug: "a" }, { type: "clear" }), NOTHING);
  assert.deepEqual(play({ type: "list", slugs: ["a", "b"] }, { type: "clear" }), NOTHING);
});

test("other results keep the selection only when they hold it", () => {
  const selected = play({ type: "select", slug: "a" });
  assert.equal(reduce(selected, { type: "loaded", slugs: ["a", "b"] }).selected, "a");
  assert.equal(reduce(selected, { type: "loaded", slugs: ["b"] }).selected, null);
  const listed = play({ type: "list", slugs: ["a", "b"] });
  assert.deepEqual(reduce(listed, { type: "loaded", slugs: ["a", "b"] }).listed, []);
});

test("an event that changes nothing gives the same state, so that nothing is redrawn", () => {
  const state = play({ type: "select", slug: "a" }, { type: "hover", slug: "b" });
  assert.equal(reduce(state, { type: "select", slug: "a" }), state);
  assert.equal(reduce(state, { type: "hover", slug: "b" }), state);
  assert.equal(reduce(NOTHING, { type: "clear" }), NOTHING);
});
