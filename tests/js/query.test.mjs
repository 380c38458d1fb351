import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { formSearch, withSearch } = await load("core/js/query.js");

test("the address keeps the order of the form and leaves empty fields out", () => {
  const fields = [["q", ""], ["commune", "69259"], ["public", "jeunes"], ["stage", " "]];
  assert.equal(formSearch(fields), "?commune=69259&public=jeunes");
  assert.equal(formSearch([["q", ""]]), "");
});

test("a field with several values is repeated", () => {
  assert.equal(formSearch([["stage", "a"], ["stage", "b"]]), "?stage=a&stage=b");
});

test("the map follows the filters of the list, not its page", () => {
  const address = "/carte/projets.json?region=84";
  assert.equal(withSearch(address, "?region=53&page=3"), "/carte/projets.json?region=53");
  assert.equal(withSearch(address, ""), "/carte/projets.json");
});
